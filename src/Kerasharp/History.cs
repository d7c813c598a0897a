using System.Text.Json.Nodes;
using Kerasharp.Callbacks;
using Kerasharp.Saving;

namespace Kerasharp;

/// <summary>Loss and metrics of every epoch; what Fit gives back.</summary>
/// <remarks>Keras: <c>keras.callbacks.History</c>.</remarks>
/// <example><code>
/// History history = model.Fit(x, y, epochs: 3, validationSplit: 0.1);
/// double best = history["val_loss"].Min();
/// </code></example>
public sealed class History : Callback
{
    private readonly List<int> _epochs = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<double>> _values = [];

    /// <summary>The numbers of the epochs, from 0 on.</summary>
    public IReadOnlyList<int> Epoch => _epochs;

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
        };

    /// <inheritdoc/>
    protected internal override void SetState(JsonObject state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _epochs.Clear();
        _names.Clear();
        _values.Clear();
        _epochs.AddRange(state["epochs"]!.AsArray().Select(e => e!.GetValue<int>()));
        foreach (var (name, values) in state["values"]!.AsObject())
        {
            _names.Add(name);
            _values.Add(name, [.. values!.AsArray().Select(v => StateNumbers.Read(v)!.Value)]);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _epochs.Clear();
        _names.Clear();
        _values.Clear();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        _epochs.Add(epoch);
        foreach (var (name, value) in logs)
        {
            if (!_values.TryGetValue(name, out var values))
            {
                _names.Add(name);
                _values.Add(name, values = []);
            }
            values.Add(value);
        }
    }
}
