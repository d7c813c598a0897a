using Kerasharp.Layers;

namespace Kerasharp.Optimizers;

/// <summary>
/// Decay to an end by a power: <c>(initial_learning_rate - end_learning_rate) (1 - step / decay_steps)^power + end_learning_rate</c>.
/// Behind the last step the end stays, or the way is begun anew over the next multiple of the steps.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.schedules.PolynomialDecay</c>.</remarks>
/// <example><code>new SGD(new PolynomialDecay(0.1, decaySteps: 10000, endLearningRate: 0.01, power: 0.5));</code></example>
public sealed class PolynomialDecay : LearningRateSchedule
{
    /// <summary>Makes one.</summary>
    /// <param name="initialLearningRate">The rate of step 0, at least 0.</param>
    /// <param name="decaySteps">Over how many steps the rate decays, at least 1.</param>
    /// <param name="endLearningRate">The rate at the end, at least 0.</param>
    /// <param name="power">The power; 1 is a straight line.</param>
    /// <param name="cycle">Whether the rate rises again behind the last step.</param>
    /// <param name="name">The schedule's name.</param>
    public PolynomialDecay(
        double initialLearningRate,
        int decaySteps,
        double endLearningRate = 0.0001,
        double power = 1.0,
        bool cycle = false,
        string name = "PolynomialDecay"
    )
        : base(name)
    {
        InitialLearningRate = Arguments.NotNegative(initialLearningRate, nameof(initialLearningRate));
        DecaySteps = Arguments.Positive(decaySteps, nameof(decaySteps));
        EndLearningRate = Arguments.NotNegative(endLearningRate, nameof(endLearningRate));
        Power = Arguments.Finite(power, nameof(power));
        Cycle = cycle;
    }

    /// <summary>The rate of step 0, at least 0.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Over how many steps the rate decays, at least 1.</summary>
    public int DecaySteps { get; }

    /// <summary>The rate at the end, at least 0.</summary>
    public double EndLearningRate { get; }

    /// <summary>The power; 1 is a straight line.</summary>
    public double Power { get; }

    /// <summary>Whether the rate rises again behind the last step.</summary>
    public bool Cycle { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor step)
    {
        var p = Cycle ? step / (DecaySteps * Turn(step)) : Ops.Minimum(step, DecaySteps) / DecaySteps;
        return (InitialLearningRate - EndLearningRate) * Ops.Power(1 - p, Power) + EndLearningRate;
    }

    /// <summary>The first multiple of the steps that is not below the step, as a number of turns from 1.</summary>
    private SymbolicTensor Turn(SymbolicTensor step) => Ops.Maximum(-Ops.Floor(-step / DecaySteps), 1);
}
