namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// Adam with the greatest mean square so far in the place of the present one, in Keras's form.
/// </summary>
/// <remarks>
/// The parameters are those of <see cref="AdamRule"/>.
/// </remarks>
internal readonly struct AmsgradRule : IUpdateRule
{
    public static string Operator => "AmsgradUpdate";

    public static int Slots => 3;

    public static IReadOnlyList<string> Parameters { get; } =
    ["alpha", "one_minus_beta_1", "one_minus_beta_2", "epsilon"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T mean = T.FlushTiny(slots.First + (gradient - slots.First) * parameters[1]);
        T square = T.FlushTiny(slots.Second + (gradient * gradient - slots.Second) * parameters[2]);
        T greatest = T.Max(slots.Third, square);
        slots.First = mean;
        slots.Second = square;
        slots.Third = greatest;
        return weight - parameters[0] * mean / (T.Sqrt(greatest) + parameters[3]);
    }
}
