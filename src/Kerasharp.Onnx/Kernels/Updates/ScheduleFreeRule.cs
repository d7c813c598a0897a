namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// AdamW without a schedule, in Keras's form, over the point y at which gradients are taken and the fast point z:
/// v := v + (g g - v)(1 - beta_2); z' := z - learning_rate g / (sqrt(c v) + epsilon);
/// y := (1 - beta_1) z' + beta_1 x' with the average x' = (1 - q) x + q z'.
/// </summary>
/// <remarks>
/// The average is not kept: beta_1 x = y - (1 - beta_1) z. So z' counts (1 - beta_1) + beta_1 q times, and beta_1 x 1 - q times.
/// </remarks>
internal readonly struct ScheduleFreeRule : IUpdateRule
{
    public static string Operator => "ScheduleFreeUpdate";

    public static int Slots => 2;

    public static IReadOnlyList<string> Parameters { get; } =
    ["learning_rate", "one_minus_beta_2", "of_square", "epsilon", "one_minus_beta_1", "of_fast", "of_average"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T square = T.FlushTiny(slots.Second + (gradient * gradient - slots.Second) * parameters[1]);
        T fast = slots.First - parameters[0] * gradient / (T.Sqrt(parameters[2] * square) + parameters[3]);
        T average = weight - parameters[4] * slots.First;
        slots.First = fast;
        slots.Second = square;
        return parameters[5] * fast + parameters[6] * average;
    }
}
