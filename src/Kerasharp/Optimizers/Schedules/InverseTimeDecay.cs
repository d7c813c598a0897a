using Kerasharp.Layers;

namespace Kerasharp.Optimizers;

/// <summary>
/// Decay with time: <c>initial_learning_rate / (1 + decay_rate step / decay_steps)</c>; as a staircase the quotient is a whole number.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.schedules.InverseTimeDecay</c>.</remarks>
/// <example><code>new SGD(new InverseTimeDecay(0.1, decaySteps: 1000, decayRate: 0.5));</code></example>
public sealed class InverseTimeDecay : LearningRateSchedule
{
    /// <summary>Makes one.</summary>
    /// <param name="initialLearningRate">The rate of step 0, at least 0.</param>
    /// <param name="decaySteps">Over how many steps the rate decays, at least 1.</param>
    /// <param name="decayRate">How fast the rate decays, at least 0.</param>
    /// <param name="staircase">Whether the rate falls at every multiple of the steps alone.</param>
    /// <param name="name">The schedule's name.</param>
    public InverseTimeDecay(
        double initialLearningRate,
        int decaySteps,
        double decayRate,
        bool staircase = false,
        string name = "InverseTimeDecay"
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

    /// <summary>How fast the rate decays, at least 0.</summary>
    public double DecayRate { get; }

    /// <summary>Whether the rate falls at every multiple of the steps alone.</summary>
    public bool Staircase { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor step)
    {
        var p = Staircase ? Ops.Floor(step / DecaySteps) : step / DecaySteps;
        return InitialLearningRate / (1 + DecayRate * p);
    }
}
