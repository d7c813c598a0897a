namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// Adagrad in Keras's form: a := a + g g; w := w - learning_rate g / sqrt(a + epsilon).
/// </summary>
internal readonly struct AdagradRule : IUpdateRule
{
    public static string Operator => "AdagradUpdate";

    public static int Slots => 1;

    public static IReadOnlyList<string> Parameters { get; } = ["learning_rate", "epsilon"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        slots.First += gradient * gradient;
        return weight - parameters[0] * gradient / T.Sqrt(slots.First + parameters[1]);
    }
}
