using Kerasharp.Layers;

namespace Kerasharp.Optimizers;

/// <summary>
/// One rise and one fall by half cosines: from <c>max / div_factor</c> to the greatest rate over the first part of the steps, then down to
/// <c>max / div_factor / final_div_factor</c>.
/// </summary>
/// <remarks>PyTorch: <c>torch.optim.lr_scheduler.OneCycleLR</c> with its cosine; Smith and Topin, Super-Convergence (2017).</remarks>
/// <example><code>new SGD(new OneCycle(0.1, totalSteps: 5000), momentum: 0.9);</code></example>
public sealed class OneCycle : LearningRateSchedule
{
    /// <summary>Makes one.</summary>
    /// <param name="maxLearningRate">The greatest rate, at least 0.</param>
    /// <param name="totalSteps">The number of steps, at least 2.</param>
    /// <param name="pctStart">The part of the steps in which the rate rises, above 0 and below 1.</param>
    /// <param name="divFactor">How many times smaller the first rate is, at least 1.</param>
    /// <param name="finalDivFactor">How many times smaller still the last rate is, at least 1.</param>
    /// <param name="name">The schedule's name.</param>
    public OneCycle(
        double maxLearningRate,
        int totalSteps,
        double pctStart = 0.3,
        double divFactor = 25.0,
        double finalDivFactor = 10000.0,
        string name = "OneCycle"
    )
        : base(name)
    {
        MaxLearningRate = Arguments.NotNegative(maxLearningRate, nameof(maxLearningRate));
        TotalSteps = TwoOrMore(totalSteps);
        PctStart = Part(pctStart);
        DivFactor = AtLeastOne(divFactor, nameof(divFactor));
        FinalDivFactor = AtLeastOne(finalDivFactor, nameof(finalDivFactor));
        if (pctStart * totalSteps <= 1)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"pctStart of {pctStart} came for {totalSteps} steps; more than one step to rise in was expected. Raise one of the two."
                )
            );
    }

    /// <summary>The greatest rate, at least 0.</summary>
    public double MaxLearningRate { get; }

    /// <summary>The number of steps, at least 2.</summary>
    public int TotalSteps { get; }

    /// <summary>The part of the steps in which the rate rises, above 0 and below 1.</summary>
    public double PctStart { get; }

    /// <summary>How many times smaller the first rate is, at least 1.</summary>
    public double DivFactor { get; }

    /// <summary>How many times smaller still the last rate is, at least 1.</summary>
    public double FinalDivFactor { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor step)
    {
        var (first, last) = (MaxLearningRate / DivFactor, MaxLearningRate / DivFactor / FinalDivFactor);
        var (top, end) = (PctStart * TotalSteps - 1, TotalSteps - 1.0);
        var bounded = Ops.Minimum(step, end);
        var rise = Way(first, MaxLearningRate, bounded / top);
        var fall = Way(MaxLearningRate, last, (bounded - top) / (end - top));
        return Ops.Where(Ops.LessEqual(bounded, Ops.Constant(top, step)), rise, fall);
    }

    private static SymbolicTensor Way(double from, double to, SymbolicTensor fraction) =>
        to + (from - to) * HalfCosine(fraction);

    private static int TwoOrMore(int totalSteps) =>
        totalSteps >= 2
            ? totalSteps
            : throw new ArgumentOutOfRangeException(
                nameof(totalSteps),
                $"totalSteps of {totalSteps} came; 2 or more was expected. Give the steps of the whole training."
            );

    private static double Part(double pctStart) =>
        pctStart is > 0 and < 1
            ? pctStart
            : throw new ArgumentOutOfRangeException(
                nameof(pctStart),
                FormattableString.Invariant(
                    $"pctStart of {pctStart} came; above 0 and below 1 was expected. Common is 0.3."
                )
            );

    private static double AtLeastOne(double value, string name) =>
        value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{name} of {value} came; 1 or more was expected. Give such a number.")
            );
}
