using Kerasharp.Layers;

namespace Kerasharp.Optimizers;

/// <summary>
/// Straight rises and falls between two rates. The height stays (<c>triangular</c>), is halved with each cycle (<c>triangular2</c>), or
/// shrinks by <c>gamma^step</c> (<c>exp_range</c>).
/// </summary>
/// <remarks>PyTorch: <c>torch.optim.lr_scheduler.CyclicLR</c>; Smith, Cyclical Learning Rates (2015).</remarks>
/// <example><code>new SGD(new CyclicLearningRate(0.001, 0.1, stepSizeUp: 2000));</code></example>
public sealed class CyclicLearningRate : LearningRateSchedule
{
    /// <summary>Makes one.</summary>
    /// <param name="baseLearningRate">The least rate, at least 0.</param>
    /// <param name="maxLearningRate">The greatest rate, at least 0.</param>
    /// <param name="stepSizeUp">Over how many steps the rate rises, at least 1.</param>
    /// <param name="stepSizeDown">Over how many steps it falls; as many by default.</param>
    /// <param name="mode"><c>triangular</c>, <c>triangular2</c> or <c>exp_range</c>.</param>
    /// <param name="gamma">The factor of <c>exp_range</c>, at least 0.</param>
    /// <param name="name">The schedule's name.</param>
    public CyclicLearningRate(
        double baseLearningRate,
        double maxLearningRate,
        int stepSizeUp = 2000,
        int? stepSizeDown = null,
        string mode = "triangular",
        double gamma = 1.0,
        string name = "CyclicLearningRate"
    )
        : base(name)
    {
        BaseLearningRate = Arguments.NotNegative(baseLearningRate, nameof(baseLearningRate));
        MaxLearningRate = Arguments.NotNegative(maxLearningRate, nameof(maxLearningRate));
        StepSizeUp = Arguments.Positive(stepSizeUp, nameof(stepSizeUp));
        StepSizeDown = stepSizeDown is { } down ? Arguments.Positive(down, nameof(stepSizeDown)) : null;
        Mode = Arguments.OneOf(mode, "mode", "triangular", "triangular2", "exp_range");
        Gamma = Arguments.NotNegative(gamma, nameof(gamma));
    }

    /// <summary>The least rate, at least 0.</summary>
    public double BaseLearningRate { get; }

    /// <summary>The greatest rate, at least 0.</summary>
    public double MaxLearningRate { get; }

    /// <summary>Over how many steps the rate rises, at least 1.</summary>
    public int StepSizeUp { get; }

    /// <summary>Over how many steps it falls; as many by default.</summary>
    public int? StepSizeDown { get; }

    /// <summary><c>triangular</c>, <c>triangular2</c> or <c>exp_range</c>.</summary>
    public string Mode { get; }

    /// <summary>The factor of <c>exp_range</c>, at least 0.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor step)
    {
        double total = StepSizeUp + (StepSizeDown ?? StepSizeUp);
        double share = StepSizeUp / total;
        var cycle = Ops.Floor(step / total);
        var place = step / total - cycle;
        var height = Ops.Minimum(place / share, (1 - place) / (1 - share));
        if (Mode == "triangular2")
            height *= Ops.Power(Ops.Constant(0.5, step), cycle);
        else if (Mode == "exp_range")
            height *= Ops.Power(Ops.Constant(Gamma, step), step);
        return BaseLearningRate + (MaxLearningRate - BaseLearningRate) * height;
    }
}
