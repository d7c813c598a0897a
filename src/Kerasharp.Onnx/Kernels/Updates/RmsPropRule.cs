namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// RMSprop: w := w - step.
/// </summary>
internal readonly struct RmsPropRule : IUpdateRule
{
    public static string Operator => "RmsPropUpdate";

    public static int Slots => 1;

    public static IReadOnlyList<string> Parameters => RmsProp.Parameters;

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        return weight - RmsProp.Step(gradient, ref slots.First, in parameters);
    }
}
