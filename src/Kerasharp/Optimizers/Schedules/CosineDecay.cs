using Kerasharp.Layers;

namespace Kerasharp.Optimizers;

/// <summary>
/// Decay by half a cosine to <c>alpha</c> of the rate, perhaps behind a straight rise: up to <c>warmup_steps</c> from
/// <c>initial_learning_rate</c> to <c>warmup_target</c>, then over <c>decay_steps</c> down from there; without a target from the first rate.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.schedules.CosineDecay</c>; Loshchilov and Hutter, SGDR (2016).</remarks>
/// <example><code>new Adam(new CosineDecay(0.0, decaySteps: 10000, warmupTarget: 0.001, warmupSteps: 500));</code></example>
public sealed class CosineDecay : LearningRateSchedule
{
    /// <summary>Makes one.</summary>
    /// <param name="initialLearningRate">The rate of step 0, at least 0.</param>
    /// <param name="decaySteps">Over how many steps the rate decays, at least 1.</param>
    /// <param name="alpha">Which part of the rate is left at the end, at least 0.</param>
    /// <param name="warmupTarget">The rate after the rise; no rise by default.</param>
    /// <param name="warmupSteps">Over how many steps the rate rises, at least 0.</param>
    /// <param name="name">The schedule's name.</param>
    public CosineDecay(
        double initialLearningRate,
        int decaySteps,
        double alpha = 0.0,
        double? warmupTarget = null,
        int warmupSteps = 0,
        string name = "CosineDecay"
    )
        : base(name)
    {
        InitialLearningRate = Arguments.NotNegative(initialLearningRate, nameof(initialLearningRate));
        DecaySteps = Arguments.Positive(decaySteps, nameof(decaySteps));
        Alpha = Arguments.NotNegative(alpha, nameof(alpha));
        WarmupTarget = warmupTarget is { } target ? Arguments.NotNegative(target, nameof(warmupTarget)) : null;
        WarmupSteps = (int)Arguments.NotNegative(warmupSteps, nameof(warmupSteps));
        if (warmupTarget is null && warmupSteps > 0)
            throw new ArgumentException(
                $"warmupSteps of {warmupSteps} came without a warmupTarget; a rate to rise to was expected. Give one, or leave both out."
            );
    }

    /// <summary>The rate of step 0, at least 0.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Over how many steps the rate decays, at least 1.</summary>
    public int DecaySteps { get; }

    /// <summary>Which part of the rate is left at the end, at least 0.</summary>
    public double Alpha { get; }

    /// <summary>The rate after the rise; no rise by default.</summary>
    public double? WarmupTarget { get; }

    /// <summary>Over how many steps the rate rises, at least 0.</summary>
    public int WarmupSteps { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor step)
    {
        if (WarmupTarget is not { } target)
            return Decayed(InitialLearningRate, Ops.Minimum(step, DecaySteps));
        var bounded = Ops.Minimum(step, DecaySteps + WarmupSteps);
        var decayed = Decayed(target, bounded - WarmupSteps);
        if (WarmupSteps == 0)
            return decayed;
        var rising = (target - InitialLearningRate) * (bounded / WarmupSteps) + InitialLearningRate;
        return Ops.Where(Ops.Less(bounded, WarmupSteps), rising, decayed);
    }

    private SymbolicTensor Decayed(double from, SymbolicTensor step) =>
        from * ((1 - Alpha) * HalfCosine(step / DecaySteps) + Alpha);
}
