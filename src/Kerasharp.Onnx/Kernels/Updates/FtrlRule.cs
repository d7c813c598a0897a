namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// Ftrl in Keras's form: n' := n + g g; z := z + g + 2 shrinkage w - (n'^p - n^p) / learning_rate w;
/// w := (clip(z, -l1, l1) - z) / (n'^p / learning_rate + 2 l2 + beta / learning_rate), with p the negative learning_rate_power.
/// </summary>
internal readonly struct FtrlRule : IUpdateRule
{
    public static string Operator => "FtrlUpdate";

    public static int Slots => 2;

    public static IReadOnlyList<string> Parameters { get; } =
    ["learning_rate", "power", "l1", "l2_and_beta", "twice_shrinkage"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T before = T.Pow(slots.First, parameters[1]);
        slots.First += gradient * gradient;
        T after = T.Pow(slots.First, parameters[1]);
        T pull = gradient + parameters[4] * weight;
        slots.Second = slots.Second + pull - (after - before) / parameters[0] * weight;
        // z without what the clipping keeps.
        T beyond = T.Sign(slots.Second) * T.Max(T.Abs(slots.Second) - parameters[2], T.Constant(0));
        return T.Constant(0) - beyond / (after / parameters[0] + parameters[3]);
    }
}
