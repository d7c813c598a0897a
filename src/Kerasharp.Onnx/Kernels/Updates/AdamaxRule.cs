namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// Adamax in Keras's form: m := m + (g - m)(1 - beta_1); u := max(beta_2 u, |g|); w := w - alpha m / (u + epsilon).
/// </summary>
/// <remarks>
/// Outside is computed alpha = learning_rate / (1 - beta_1^t).
/// </remarks>
internal readonly struct AdamaxRule : IUpdateRule
{
    public static string Operator => "AdamaxUpdate";

    public static int Slots => 2;

    public static IReadOnlyList<string> Parameters { get; } = ["alpha", "one_minus_beta_1", "beta_2", "epsilon"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T mean = T.FlushTiny(slots.First + (gradient - slots.First) * parameters[1]);
        T norm = T.FlushTiny(T.Max(parameters[2] * slots.Second, T.Abs(gradient)));
        slots.First = mean;
        slots.Second = norm;
        return weight - parameters[0] * mean / (norm + parameters[3]);
    }
}
