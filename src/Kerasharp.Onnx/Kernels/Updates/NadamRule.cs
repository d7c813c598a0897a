namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// Nadam in Keras's form: m := m + (g - m)(1 - beta_1); v := v + (g g - v)(1 - beta_2);
/// w := w - (a m + b g) / (sqrt(c v) + epsilon).
/// </summary>
/// <remarks>
/// Outside are computed a, b and c, in which the learning rate, the momentum's schedule and the bias corrections are.
/// </remarks>
internal readonly struct NadamRule : IUpdateRule
{
    public static string Operator => "NadamUpdate";

    public static int Slots => 2;

    public static IReadOnlyList<string> Parameters { get; } =
    ["of_mean", "of_gradient", "of_square", "one_minus_beta_1", "one_minus_beta_2", "epsilon"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T mean = T.FlushTiny(slots.First + (gradient - slots.First) * parameters[3]);
        T square = T.FlushTiny(slots.Second + (gradient * gradient - slots.Second) * parameters[4]);
        slots.First = mean;
        slots.Second = square;
        return weight
            - (parameters[0] * mean + parameters[1] * gradient) / (T.Sqrt(parameters[2] * square) + parameters[5]);
    }
}
