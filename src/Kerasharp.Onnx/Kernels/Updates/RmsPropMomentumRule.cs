namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// RMSprop with momentum: m := momentum m + step; w := w - m.
/// </summary>
internal readonly struct RmsPropMomentumRule : IUpdateRule
{
    public static string Operator => "RmsPropMomentumUpdate";

    public static int Slots => 2;

    public static IReadOnlyList<string> Parameters => RmsProp.WithMomentum;

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T step = RmsProp.Step(gradient, ref slots.First, in parameters);
        return weight - RmsProp.Carry(step, ref slots.Second, in parameters);
    }
}
