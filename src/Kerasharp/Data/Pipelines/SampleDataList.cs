using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Kerasharp.Data;

/// <summary>
/// The inputs or the targets of one example, in order or by name. A number or an array converts to it, a collection expression of them, and
/// a dictionary from the names of a model's inputs or outputs.
/// </summary>
/// <example><code>
/// SampleDataList one = new float[28, 28];
/// SampleDataList two = [new float[28, 28], 3];
/// SampleDataList named = new Dictionary&lt;string, SampleData&gt; { ["image"] = image, ["age"] = 3 };
/// </code></example>
[CollectionBuilder(typeof(SampleDataList), nameof(Create))]
public sealed partial class SampleDataList : IReadOnlyList<SampleData>
{
    /// <summary>Arrays in the order of the model's inputs or outputs.</summary>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public SampleDataList(params ReadOnlySpan<SampleData> items)
        : this(RowsOf(items)) { }

    /// <summary>Arrays by the names of the model's inputs or outputs.</summary>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public SampleDataList(IEnumerable<KeyValuePair<string, SampleData>> items)
        : this(new TensorDataList(items.Select(i => KeyValuePair.Create(i.Key, i.Value?.Row!)))) { }

    internal SampleDataList(TensorDataList rows) => Rows = rows;

    /// <summary>The name of each array, or null where they go by their order.</summary>
    public IReadOnlyList<string>? Names => Rows.Names;

    /// <summary>The number of arrays.</summary>
    public int Count => Rows.Count;

    /// <summary>The array at a place.</summary>
    public SampleData this[int index] => new(Rows[index]);

    /// <summary>The array of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public SampleData this[string name] => new(Rows[name]);

    /// <summary>The arrays, each with a first dimension of 1.</summary>
    internal TensorDataList Rows { get; }

    /// <summary>Makes a list from a collection expression.</summary>
    public static SampleDataList Create(ReadOnlySpan<SampleData> items) => new(items);

    /// <summary>A single array; null is no list.</summary>
    [return: NotNullIfNotNull(nameof(data))]
    public static implicit operator SampleDataList?(SampleData? data) => data is null ? null : new(data);

    /// <summary>Arrays by name.</summary>
    public static implicit operator SampleDataList(Dictionary<string, SampleData> data) => new(data);

    /// <inheritdoc/>
    public IEnumerator<SampleData> GetEnumerator() => Rows.Select(r => new SampleData(r)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static TensorDataList RowsOf(ReadOnlySpan<SampleData> items)
    {
        var rows = new TensorData[items.Length];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = items[i]?.Row!;
        return new TensorDataList(rows.AsSpan());
    }
}
