using Kerasharp.Layers;

namespace Kerasharp.Callbacks;

/// <summary>Sets the learning rate at the beginning of every epoch.</summary>
/// <remarks>
/// Keras: <c>keras.callbacks.LearningRateScheduler</c>. The logs get the rate as <c>learning_rate</c>; of a MultiOptimizer each optimizer's,
/// as <c>learning_rate_adam</c>. For a rate that changes at every step give the optimizer a schedule, such as
/// <see cref="Optimizers.CosineDecay"/>.
/// </remarks>
/// <example><code>
/// var schedule = new LearningRateScheduler((epoch, rate) => epoch &lt; 10 ? rate : rate * Math.Exp(-0.1));
/// model.Fit(x, y, epochs: 15, callbacks: [schedule]);
/// </code></example>
public sealed class LearningRateScheduler : Callback
{
    /// <summary>A schedule by the epoch and the present rate.</summary>
    /// <param name="schedule">Makes of the epoch, from 0 on, and the present rate the next, above 0.</param>
    /// <param name="verbose">0: silent; 1: says what it does.</param>
    public LearningRateScheduler(Func<int, double, double> schedule, int verbose = 0)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Schedule = schedule;
        Verbose = (int)Arguments.NotNegative(verbose, nameof(verbose));
    }

    /// <summary>A schedule by the epoch.</summary>
    /// <param name="schedule">Makes of the epoch, from 0 on, the rate, above 0.</param>
    /// <param name="verbose">0: silent; 1: says what it does.</param>
    public LearningRateScheduler(Func<int, double> schedule, int verbose = 0)
        : this((epoch, _) => schedule(epoch), verbose) => ArgumentNullException.ThrowIfNull(schedule);

    /// <summary>The schedule.</summary>
    public Func<int, double, double> Schedule { get; }

    /// <summary>Whether it says what it does.</summary>
    public int Verbose { get; }

    internal override bool WantsBatches => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The schedule gave a rate that is not above 0.</exception>
    /// <exception cref="InvalidOperationException">The optimizer has a schedule of its own.</exception>
    public override void OnEpochBegin(int epoch)
    {
        foreach (var (optimizer, logName) in OptimizerParts.Of(Model.Optimizer))
        {
            double rate = Schedule(epoch, optimizer.LearningRate);
            optimizer.LearningRate = rate;
            if (Verbose > 0)
                Output.WriteLine(
                    FormattableString.Invariant(
                        $"\nEpoch {epoch + 1}: LearningRateScheduler setting{OptimizerParts.Naming(optimizer, logName)} learning rate to {PythonFormat.Repr(rate)}."
                    )
                );
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        OptimizerParts.Log(Model.Optimizer, logs);
    }
}
