namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>Gradient descent with momentum, as in Keras's SGD: v := momentum v - learning_rate g; w := w + v.</summary>
internal readonly struct MomentumRule : IUpdateRule
{
    public static string Operator => "MomentumUpdate";

    public static int Slots => 1;

    public static IReadOnlyList<string> Parameters { get; } = ["learning_rate", "momentum"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T velocity = T.FlushTiny(parameters[1] * slots.First - parameters[0] * gradient);
        slots.First = velocity;
        return weight + velocity;
    }
}
