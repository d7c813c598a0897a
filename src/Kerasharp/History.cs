using System.Text.Json.Nodes;
using Kerasharp.Callbacks;
using Kerasharp.Saving;

namespace Kerasharp;

/// <summary>Loss and metrics of every epoch, and how long it took; what Fit gives back. It can be drawn, and reported on.</summary>
/// <remarks>Keras: <c>keras.callbacks.History</c>.</remarks>
/// <example><code>
/// History history = model.Fit(x, y, epochs: 3, validationSplit: 0.1);
/// double best = history["val_loss"].Min();
/// history.Plot("history.svg");
/// history.Report("run.html");
/// </code></example>
public sealed partial class History : Callback
{
    private readonly List<int> _epochs = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<double>> _values = [];
    private readonly Dictionary<string, List<int>> _epochsOf = [];
    private readonly List<TimeSpan> _durations = [];
    private long _trainBegin;
    private long _epochBegin;

    // How long a training took that this one goes on with.
    private TimeSpan _before;

    /// <summary>The numbers of the epochs, from 0 on.</summary>
    public IReadOnlyList<int> Epoch => _epochs;

    /// <summary>How long each epoch took, its validation included; the first also makes the steps.</summary>
    public IReadOnlyList<TimeSpan> Durations => _durations;

    /// <summary>How long training took from its beginning to the end of the last epoch so far.</summary>
    public TimeSpan TotalDuration { get; private set; }

    /// <summary>When training began; null before.</summary>
    public DateTimeOffset? Started { get; private set; }

    /// <summary>The names, in the order in which they are shown.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The numbers of a name, one for each epoch.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those there are.</exception>
    public IReadOnlyList<double> this[string name] =>
        _values.TryGetValue(name, out var values)
            ? values
            : throw new KeyNotFoundException(
                $"The history was asked for '{name}'; it has {(_names.Count == 0 ? "nothing" : string.Join(", ", _names.Select(n => $"'{n}'")))}. "
                    + "Use one of these names, or add the metric or the validation data."
            );

    internal override bool WantsBatches => false;

    /// <summary>The clock.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The number of epochs that were asked for; null where it is not known, as all that follows.</summary>
    internal int? EpochsAsked { get; set; }

    /// <summary>How many examples make a step.</summary>
    internal int? BatchSize { get; set; }

    /// <summary>How many steps make an epoch.</summary>
    internal long? Steps { get; set; }

    /// <summary>How many examples an epoch trains on.</summary>
    internal long? Examples { get; set; }

    /// <summary>How many examples each validation has.</summary>
    internal long? ValidationExamples { get; set; }

    /// <summary>The epochs, from 0 on, in which a name had its values: not all, where validation is rarer.</summary>
    internal IReadOnlyList<int> EpochsOf(string name) => _epochsOf[name];

    /// <inheritdoc/>
    protected internal override JsonObject? GetState() =>
        new()
        {
            ["epochs"] = new JsonArray([.. _epochs.Select(e => (JsonNode)e)]),
            ["values"] = new JsonObject(
                _names.Select(n =>
                    KeyValuePair.Create(n, (JsonNode?)new JsonArray([.. _values[n].Select(v => StateNumbers.Write(v))]))
                )
            ),
            ["epochs_of"] = new JsonObject(
                _names.Select(n =>
                    KeyValuePair.Create(n, (JsonNode?)new JsonArray([.. _epochsOf[n].Select(e => (JsonNode)e)]))
                )
            ),
            ["ticks"] = new JsonArray([.. _durations.Select(d => (JsonNode)d.Ticks)]),
            ["total_ticks"] = TotalDuration.Ticks,
        };

    /// <inheritdoc/>
    protected internal override void SetState(JsonObject state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Clear();
        _epochs.AddRange(state["epochs"]!.AsArray().Select(e => e!.GetValue<int>()));
        foreach (var (name, values) in state["values"]!.AsObject())
        {
            _names.Add(name);
            _values.Add(name, [.. values!.AsArray().Select(v => StateNumbers.Read(v)!.Value)]);
            _epochsOf.Add(name, [.. state["epochs_of"]![name]!.AsArray().Select(e => e!.GetValue<int>())]);
        }
        _durations.AddRange(state["ticks"]!.AsArray().Select(t => TimeSpan.FromTicks(t!.GetValue<long>())));
        TotalDuration = _before = TimeSpan.FromTicks(state["total_ticks"]!.GetValue<long>());
    }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        Clear();
        Started = Clock.GetLocalNow();
        _trainBegin = _epochBegin = Clock.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => _epochBegin = Clock.GetTimestamp();

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        long now = Clock.GetTimestamp();
        _durations.Add(Clock.GetElapsedTime(_epochBegin, now));
        TotalDuration = _before + Clock.GetElapsedTime(_trainBegin, now);
        _epochs.Add(epoch);
        foreach (var (name, value) in logs)
        {
            if (!_values.TryGetValue(name, out var values))
            {
                _names.Add(name);
                _values.Add(name, values = []);
                _epochsOf.Add(name, []);
            }
            values.Add(value);
            _epochsOf[name].Add(epoch);
        }
    }

    private void Clear()
    {
        _epochs.Clear();
        _names.Clear();
        _values.Clear();
        _epochsOf.Clear();
        _durations.Clear();
        TotalDuration = _before = TimeSpan.Zero;
    }
}
