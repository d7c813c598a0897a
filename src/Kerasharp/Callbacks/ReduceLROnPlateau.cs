using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Callbacks;

/// <summary>Lowers the learning rate when a number has not become better for so many epochs.</summary>
/// <remarks>
/// Keras: <c>keras.callbacks.ReduceLROnPlateau</c>. The logs get the rate as <c>learning_rate</c>; of a MultiOptimizer each optimizer's,
/// as <c>learning_rate_adam</c>. An optimizer with a schedule is refused, since its rate cannot be set.
/// </remarks>
/// <example><code>model.Fit(x, y, epochs: 100, validationSplit: 0.2, callbacks: [new ReduceLROnPlateau(factor: 0.2, patience: 5, minLr: 1e-4)]);</code></example>
public sealed class ReduceLROnPlateau : MonitorCallback
{
    private int _wait;
    private int _cooldown;

    /// <summary>Makes one.</summary>
    /// <param name="monitor">The name of the number in the logs.</param>
    /// <param name="factor">By what the rate is multiplied, above 0 and below 1.</param>
    /// <param name="patience">After how many epochs without a better number the rate is lowered, 0 or more.</param>
    /// <param name="verbose">0: silent; 1: says what it does.</param>
    /// <param name="mode"><c>"min"</c>, <c>"max"</c>, or <c>"auto"</c>: as the loss or metric says.</param>
    /// <param name="minDelta">By how much the number must be better to count as such.</param>
    /// <param name="cooldown">For how many epochs after a lowering none counts as without a better number, 0 or more.</param>
    /// <param name="minLr">The least rate, 0 or more.</param>
    /// <exception cref="ArgumentException">An argument is outside its range.</exception>
    public ReduceLROnPlateau(
        string monitor = "val_loss",
        double factor = 0.1,
        int patience = 10,
        int verbose = 0,
        string mode = "auto",
        double minDelta = 1e-4,
        int cooldown = 0,
        double minLr = 0.0
    )
        : base(monitor, mode, minDelta: minDelta)
    {
        Factor = factor is > 0 and < 1
            ? factor
            : throw new ArgumentOutOfRangeException(
                nameof(factor),
                FormattableString.Invariant(
                    $"factor of {factor} came; above 0 and below 1 was expected. Keras's is 0.1."
                )
            );
        Patience = (int)Arguments.NotNegative(patience, nameof(patience));
        Verbose = (int)Arguments.NotNegative(verbose, nameof(verbose));
        Cooldown = (int)Arguments.NotNegative(cooldown, nameof(cooldown));
        MinLr = Arguments.NotNegative(minLr, nameof(minLr));
    }

    /// <summary>By what the rate is multiplied.</summary>
    public double Factor { get; }

    /// <summary>After how many epochs without a better number the rate is lowered.</summary>
    public int Patience { get; }

    /// <summary>Whether it says what it does.</summary>
    public int Verbose { get; }

    /// <summary>For how many epochs after a lowering none counts as without a better number.</summary>
    public int Cooldown { get; }

    /// <summary>The least rate.</summary>
    public double MinLr { get; }

    internal override bool WantsBatches => false;

    /// <inheritdoc/>
    protected internal override JsonObject? GetState()
    {
        var state = base.GetState()!;
        state["wait"] = _wait;
        state["cooldown"] = _cooldown;
        return state;
    }

    /// <inheritdoc/>
    protected internal override void SetState(JsonObject state)
    {
        base.SetState(state);
        _wait = state["wait"]!.GetValue<int>();
        _cooldown = state["cooldown"]!.GetValue<int>();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The optimizer has a schedule.</exception>
    public override void OnTrainBegin()
    {
        foreach (var (optimizer, _) in OptimizerParts.Of(Model.Optimizer))
            if (optimizer.Schedule is { } schedule)
                throw new InvalidOperationException(
                    $"ReduceLROnPlateau came for the optimizer '{optimizer.Name}', which follows a {schedule.GetType().Name}; one with a rate that can be set was expected. Make the optimizer with a number, or leave the callback out."
                );
        Best = null;
        _cooldown = 0;
        _wait = 0;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        OptimizerParts.Log(Model.Optimizer, logs);
        if (!TryGetMonitored(logs, out double current))
            return;
        if (_cooldown > 0)
        {
            _cooldown--;
            _wait = 0;
        }
        if (IsImprovement(current, Best))
        {
            Best = current;
            _wait = 0;
        }
        else if (_cooldown == 0 && ++_wait >= Patience && Reduce(epoch))
        {
            _cooldown = Cooldown;
            _wait = 0;
        }
    }

    private bool Reduce(int epoch)
    {
        bool reduced = false;
        foreach (var (optimizer, logName) in OptimizerParts.Of(Model.Optimizer))
        {
            double old = optimizer.LearningRate;
            // The optimizer keeps its rate in float32; so it is compared.
            if (old <= (float)MinLr)
                continue;
            double rate = Math.Max(old * Factor, MinLr);
            optimizer.LearningRate = rate;
            reduced = true;
            if (Verbose > 0)
                Output.WriteLine(
                    FormattableString.Invariant(
                        $"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing{OptimizerParts.Naming(optimizer, logName)} learning rate to {PythonFormat.Repr(rate)}."
                    )
                );
        }
        return reduced;
    }
}
