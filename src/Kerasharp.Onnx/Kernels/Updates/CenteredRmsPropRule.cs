namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// RMSprop by the gradients' variance: w := w - step.
/// </summary>
internal readonly struct CenteredRmsPropRule : IUpdateRule
{
    public static string Operator => "CenteredRmsPropUpdate";

    public static int Slots => 2;

    public static IReadOnlyList<string> Parameters => RmsProp.Parameters;

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        return weight - RmsProp.CenteredStep(gradient, ref slots.First, ref slots.Second, in parameters);
    }
}
