namespace Kerasharp.Losses;

/// <summary>Keras's names of reductions.</summary>
internal static class LossReductionNames
{
    private static readonly (string Name, LossReduction Reduction)[] Table =
    [
        ("sum_over_batch_size", LossReduction.SumOverBatchSize),
        ("sum", LossReduction.Sum),
        ("mean", LossReduction.Mean),
        ("mean_with_sample_weight", LossReduction.MeanWithSampleWeight),
        ("none", LossReduction.None),
    ];

    /// <summary>The name of a reduction.</summary>
    public static string Of(LossReduction reduction) => Table.First(t => t.Reduction == reduction).Name;

    /// <summary>The reduction of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static LossReduction Get(string name)
    {
        foreach (var (known, reduction) in Table)
            if (known == name)
                return reduction;
        throw Unknown.Name("reduction", name, [.. Table.Select(t => t.Name)]);
    }
}
