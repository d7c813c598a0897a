namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// Adadelta in Keras's form: a := rho a + (1 - rho) g g; d := -sqrt(b + epsilon) g / sqrt(a + epsilon);
/// b := rho b + (1 - rho) d d; w := w + learning_rate d.
/// </summary>
internal readonly struct AdadeltaRule : IUpdateRule
{
    public static string Operator => "AdadeltaUpdate";

    public static int Slots => 2;

    public static IReadOnlyList<string> Parameters { get; } = ["learning_rate", "rho", "one_minus_rho", "epsilon"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T square = T.FlushTiny(parameters[1] * slots.First + parameters[2] * (gradient * gradient));
        T step = T.Sqrt(slots.Second + parameters[3]) * gradient / T.Sqrt(square + parameters[3]);
        slots.First = square;
        slots.Second = T.FlushTiny(parameters[1] * slots.Second + parameters[2] * (step * step));
        return weight - parameters[0] * step;
    }
}
