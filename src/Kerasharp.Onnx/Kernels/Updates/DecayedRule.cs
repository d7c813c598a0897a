namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>A rule behind the decay of the weight, w := w - decay w, so that decay costs no pass over memory of its own.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
internal readonly struct DecayedRule<TRule> : IUpdateRule
    where TRule : struct, IUpdateRule
{
    private static readonly int Decay = TRule.Parameters.Count;

    public static string Operator { get; } = UpdateRules.Decayed(TRule.Operator);

    public static int Slots => TRule.Slots;

    public static IReadOnlyList<string> Parameters { get; } = [.. TRule.Parameters, "decay"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> =>
        TRule.Update(weight - weight * parameters[Decay], gradient, ref slots, in parameters);
}
