using System.Collections;
using System.Runtime.CompilerServices;
using Kerasharp.Data;

namespace Kerasharp.Metrics;

/// <summary>
/// Metrics of a model: a collection expression of names, objects and functions. For several outputs one list for each, in order or in
/// a dictionary by the outputs' names.
/// </summary>
/// <example><code>
/// MetricList one = ["accuracy", new BinaryAccuracy(threshold: 0.9)];
/// MetricList several = new Dictionary&lt;string, MetricList&gt; { ["digit"] = ["accuracy"], ["angle"] = ["mse"] };
/// </code></example>
[CollectionBuilder(typeof(MetricList), nameof(Create))]
public sealed class MetricList : IReadOnlyList<MetricSpec>
{
    private readonly MetricSpec[] _items;
    private readonly MetricList[]? _parts;
    private readonly string[]? _names;

    /// <summary>Metrics of a model's only output; or as many as there are outputs, one for each.</summary>
    public MetricList(params ReadOnlySpan<MetricSpec> items)
    {
        _items = items.ToArray();
        if (Array.IndexOf(_items, null) is >= 0 and int missing)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Null came as metric {missing}; a name, an object or a function was expected. Leave it out."
                )
            );
    }

    private MetricList(MetricList[] parts, string[]? names)
    {
        _items = [.. parts.SelectMany(p => p)];
        _parts = parts;
        _names = names;
    }

    /// <summary>The number of metrics, those of all outputs together.</summary>
    public int Count => _items.Length;

    /// <summary>The metric at a place.</summary>
    public MetricSpec this[int index] => _items[index];

    /// <summary>Makes a list from a collection expression.</summary>
    public static MetricList Create(ReadOnlySpan<MetricSpec> items) => new(items);

    /// <summary>A single metric by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public static implicit operator MetricList(string name) => new((MetricSpec)name);

    /// <summary>A single metric.</summary>
    public static implicit operator MetricList(Metric metric) => new((MetricSpec)metric);

    /// <summary>A single metric from a function.</summary>
    public static implicit operator MetricList(Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function) =>
        new((MetricSpec)function);

    /// <summary>Metrics by their names.</summary>
    public static implicit operator MetricList(string[] names) => new(Array.ConvertAll(names, n => (MetricSpec)n));

    /// <summary>Metrics.</summary>
    public static implicit operator MetricList(MetricSpec[] metrics) => new(metrics.AsSpan());

    /// <summary>A list for each output, in order.</summary>
    public static implicit operator MetricList(MetricList[] lists) => new([.. lists], null);

    /// <summary>Lists by the names of outputs; an output that is not named has none.</summary>
    public static implicit operator MetricList(Dictionary<string, MetricList> lists) =>
        new([.. lists.Values], [.. lists.Keys]);

    /// <inheritdoc/>
    public IEnumerator<MetricSpec> GetEnumerator() => ((IEnumerable<MetricSpec>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The metrics of each output.</summary>
    /// <param name="outputs">The names of the model's outputs, in order.</param>
    /// <param name="model">The model's name, for messages.</param>
    /// <exception cref="ArgumentException">There are not as many, or there is none of a name.</exception>
    internal IReadOnlyList<IReadOnlyList<MetricSpec>> For(IReadOnlyList<string> outputs, string model)
    {
        string owner = $"the model '{model}'";
        if (_names is not null)
        {
            // Other than a loss, a metric need not be there for each output.
            string[] missing = [.. outputs.Except(_names)];
            return NamedItems.InOrder<IReadOnlyList<MetricSpec>>(
                "a list",
                "metrics",
                [.. _parts!, .. missing.Select(_ => new MetricList())],
                [.. _names, .. missing],
                outputs,
                owner
            );
        }
        if (_parts is not null)
            return NamedItems.InOrder<IReadOnlyList<MetricSpec>>("a list", "metrics", _parts, null, outputs, owner);
        if (outputs.Count == 1)
            return [_items];
        if (_items.Length == 0)
            return [.. outputs.Select(_ => Array.Empty<MetricSpec>())];
        // As Keras has it, a plain list is one metric for each output.
        return NamedItems.InOrder<IReadOnlyList<MetricSpec>>(
            "one",
            "metrics",
            Array.ConvertAll(_items, i => new MetricList(i)),
            null,
            outputs,
            owner
        );
    }
}
