namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// RMSprop by the gradients' variance with momentum: m := momentum m + step; w := w - m.
/// </summary>
internal readonly struct CenteredRmsPropMomentumRule : IUpdateRule
{
    public static string Operator => "CenteredRmsPropMomentumUpdate";

    public static int Slots => 3;

    public static IReadOnlyList<string> Parameters => RmsProp.WithMomentum;

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T step = RmsProp.CenteredStep(gradient, ref slots.First, ref slots.Second, in parameters);
        return weight - RmsProp.Carry(step, ref slots.Third, in parameters);
    }
}
