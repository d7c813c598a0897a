using Kerasharp.Layers;

namespace Kerasharp.Optimizers;

/// <summary>
/// Decay by a factor for so many steps: <c>initial_learning_rate decay_rate^(step / decay_steps)</c>; as a staircase the quotient is a
/// whole number.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.schedules.ExponentialDecay</c>.</remarks>
/// <example><code>new SGD(new ExponentialDecay(0.1, decaySteps: 1000, decayRate: 0.9));</code></example>
public sealed class ExponentialDecay : LearningRateSchedule
{
    /// <summary>Makes one.</summary>
    /// <param name="initialLearningRate">The rate of step 0, at least 0.</param>
    /// <param name="decaySteps">Over how many steps the rate decays, at least 1.</param>
    /// <param name="decayRate">The factor, at least 0.</param>
    /// <param name="staircase">Whether the rate falls at every multiple of the steps alone.</param>
    /// <param name="name">The schedule's name.</param>
    public ExponentialDecay(
        double initialLearningRate,
        int decaySteps,
        double decayRate,
        bool staircase = false,
        string name = "ExponentialDecay"
    )
        : base(name)
    {
        InitialLearningRate = Arguments.NotNegative(initialLearningRate, nameof(initialLearningRate));
        DecaySteps = Arguments.Positive(decaySteps, nameof(decaySteps));
        DecayRate = Arguments.NotNegative(decayRate, nameof(decayRate));
        Staircase = staircase;
    }

    /// <summary>The rate of step 0, at least 0.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Over how many steps the rate decays, at least 1.</summary>
    public int DecaySteps { get; }

    /// <summary>The factor, at least 0.</summary>
    public double DecayRate { get; }

    /// <summary>Whether the rate falls at every multiple of the steps alone.</summary>
    public bool Staircase { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor step)
    {
        var p = Staircase ? Ops.Floor(step / DecaySteps) : step / DecaySteps;
        return InitialLearningRate * Ops.Power(Ops.Constant(DecayRate, step), p);
    }
}
