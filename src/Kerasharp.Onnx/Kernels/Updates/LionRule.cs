namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// Lion in Keras's form: w := w - learning_rate sign(beta_1 m + (1 - beta_1) g); m := beta_2 m + (1 - beta_2) g.
/// </summary>
internal readonly struct LionRule : IUpdateRule
{
    public static string Operator => "LionUpdate";

    public static int Slots => 1;

    public static IReadOnlyList<string> Parameters { get; } =
    ["learning_rate", "beta_1", "one_minus_beta_1", "beta_2", "one_minus_beta_2"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T direction = T.Sign(slots.First * parameters[1] + gradient * parameters[2]);
        slots.First = T.FlushTiny(slots.First * parameters[3] + gradient * parameters[4]);
        return weight - parameters[0] * direction;
    }
}
