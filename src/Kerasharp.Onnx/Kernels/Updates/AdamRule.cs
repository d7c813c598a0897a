namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// Adam in Keras's form: m := m + (g - m)(1 - beta_1); v := v + (g g - v)(1 - beta_2);
/// w := w - alpha m / (sqrt(v) + epsilon).
/// </summary>
/// <remarks>
/// Outside are computed alpha = learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t), which changes with the step t, and
/// the two differences from 1, which in float32 would lose digits. Epsilon stands outside the bias correction.
/// </remarks>
internal readonly struct AdamRule : IUpdateRule
{
    public static string Operator => "AdamUpdate";

    public static int Slots => 2;

    public static IReadOnlyList<string> Parameters { get; } =
    ["alpha", "one_minus_beta_1", "one_minus_beta_2", "epsilon"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T mean = T.FlushTiny(slots.First + (gradient - slots.First) * parameters[1]);
        T square = T.FlushTiny(slots.Second + (gradient * gradient - slots.Second) * parameters[2]);
        slots.First = mean;
        slots.Second = square;
        return weight - parameters[0] * mean / (T.Sqrt(square) + parameters[3]);
    }
}
