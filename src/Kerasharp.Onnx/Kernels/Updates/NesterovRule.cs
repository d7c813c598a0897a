namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// Gradient descent with Nesterov's momentum, as in Keras's SGD: v := momentum v - learning_rate g;
/// w := w + momentum v - learning_rate g.
/// </summary>
internal readonly struct NesterovRule : IUpdateRule
{
    public static string Operator => "NesterovUpdate";

    public static int Slots => 1;

    public static IReadOnlyList<string> Parameters { get; } = ["learning_rate", "momentum"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T descent = parameters[0] * gradient;
        T velocity = T.FlushTiny(parameters[1] * slots.First - descent);
        slots.First = velocity;
        return weight + (parameters[1] * velocity - descent);
    }
}
