using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Saving;

namespace Kerasharp.Callbacks;

/// <summary>A callback that watches a number of the logs and knows when it has become better.</summary>
/// <remarks>Keras: <c>MonitorCallback</c>, the base of <see cref="EarlyStopping"/>, <see cref="ModelCheckpoint"/> and <see cref="ReduceLROnPlateau"/>.</remarks>
public abstract class MonitorCallback : Callback
{
    private bool? _greater;

    /// <summary>A callback that watches a number.</summary>
    /// <param name="monitor">Its name in the logs: <c>"loss"</c>, a metric's name, or one of these behind <c>val_</c>.</param>
    /// <param name="mode"><c>"min"</c>: less is better; <c>"max"</c>: more is; <c>"auto"</c>: as the loss or metric of that name says.</param>
    /// <param name="baseline">What the first number must beat; nothing by default.</param>
    /// <param name="minDelta">By how much it must be better to count as such; a sign is dropped, as in Keras.</param>
    /// <exception cref="ArgumentException">The mode is another word, the name is empty, or the difference is no finite number.</exception>
    protected MonitorCallback(
        string monitor = "val_loss",
        string mode = "auto",
        double? baseline = null,
        double minDelta = 0
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(monitor);
        ArgumentNullException.ThrowIfNull(mode);
        Monitor = monitor;
        Mode = Arguments.OneOf(mode, "mode", "auto", "min", "max");
        Best = baseline;
        MinDelta = Math.Abs(Arguments.Finite(minDelta, nameof(minDelta)));
    }

    /// <summary>The name of the number that is watched.</summary>
    public string Monitor { get; }

    /// <summary>Which numbers are better: <c>min</c>, <c>max</c> or <c>auto</c>.</summary>
    public string Mode { get; }

    /// <summary>By how much a number must be better to count as such.</summary>
    public double MinDelta { get; }

    /// <summary>The best number so far; null before the first.</summary>
    public double? Best { get; protected set; }

    /// <summary>The best number so far; callbacks that carry more add it.</summary>
    protected internal override JsonObject? GetState() => new() { ["best"] = StateNumbers.Write(Best) };

    /// <inheritdoc/>
    protected internal override void SetState(JsonObject state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Best = StateNumbers.Read(state["best"]);
    }

    /// <inheritdoc/>
    public override void SetModel(Model model)
    {
        // Another model may have another metric of the name.
        _greater = null;
        base.SetModel(model);
    }

    /// <summary>Whether a number is better than another by <see cref="MinDelta"/>; any is better than none.</summary>
    /// <exception cref="ArgumentException">The mode is <c>auto</c>, and nobody says whether more or less of it is better.</exception>
    protected bool IsImprovement(double value, double? reference)
    {
        _greater ??= Mode == "auto" ? Direction() : Mode == "max";
        return reference is null || (_greater.Value ? value - MinDelta > reference : value + MinDelta < reference);
    }

    /// <summary>The number that is watched.</summary>
    /// <returns>Whether there is one: an epoch without validation has none of validation.</returns>
    /// <exception cref="ArgumentException">The logs have no number of that name, and will have none.</exception>
    protected bool TryGetMonitored(Logs logs, out double value)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (logs.TryGetValue(Monitor, out value))
            return true;
        bool comesLater =
            Monitor.StartsWith("val_", StringComparison.Ordinal)
            && Params is { DoValidation: true }
            && !logs.Keys.Any(k => k.StartsWith("val_", StringComparison.Ordinal));
        return comesLater
            ? false
            : throw new ArgumentException(
                $"{GetType().Name} monitors '{Monitor}', which the logs do not have; one of {logs.Names} was expected. "
                    + "Monitor one of these, or add the metric or the validation data."
            );
    }

    private bool Direction()
    {
        string name = Monitor.StartsWith("val_", StringComparison.Ordinal) ? Monitor[4..] : Monitor;
        return Model.GreaterIsBetter(name)
            ?? throw new ArgumentException(
                $"{GetType().Name} monitors '{Monitor}' in the mode 'auto', and no loss or metric of that name says whether more of it is better; 'min' or 'max' was expected. Pass mode: \"min\" or mode: \"max\"."
            );
    }
}
