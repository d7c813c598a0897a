using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Kerasharp.Data;

/// <summary>
/// The inputs or the targets of a model, in order or by name. A single array converts to it, a collection expression of arrays, and a
/// dictionary from the names of a model's inputs or outputs to arrays.
/// </summary>
/// <example><code>
/// TensorDataList one = new float[100, 4];
/// TensorDataList two = [new float[100, 4], new int[100]];
/// TensorDataList named = new Dictionary&lt;string, TensorData&gt; { ["image"] = images, ["age"] = ages };
/// </code></example>
[CollectionBuilder(typeof(TensorDataList), nameof(Create))]
public sealed partial class TensorDataList : IReadOnlyList<TensorData>
{
    private readonly TensorData[] _items;

    /// <summary>Arrays in the order of the model's inputs or outputs.</summary>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public TensorDataList(params ReadOnlySpan<TensorData> items)
        : this(items.ToArray(), null) { }

    /// <summary>Arrays by the names of the model's inputs or outputs.</summary>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public TensorDataList(IEnumerable<KeyValuePair<string, TensorData>> items)
        : this(items.Select(i => i.Value).ToArray(), items.Select(i => i.Key).ToArray()) { }

    private TensorDataList(TensorData[] items, string[]? names)
    {
        int missing = Array.FindIndex(items, i => i is null);
        if (missing >= 0)
        {
            string which = names is null ? FormattableString.Invariant($"number {missing}") : $"'{names[missing]}'";
            throw new ArgumentException(
                $"Null came as the array {which}; an array was expected. Leave it out, or give one."
            );
        }
        _items = items;
        Names = names;
    }

    /// <summary>The name of each array, or null where they go by their order.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The number of arrays.</summary>
    public int Count => _items.Length;

    /// <summary>The array at a place.</summary>
    public TensorData this[int index] => _items[index];

    /// <summary>The array of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public TensorData this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            int index = Names is null ? -1 : Array.IndexOf((string[])Names, name);
            return index >= 0
                ? _items[index]
                : throw new ArgumentException(
                    Names is null
                        ? $"The array '{name}' was asked for of a list without names; a number from 0 was expected. Ask by number."
                        : $"The array '{name}' was asked for; there are {string.Join(", ", Names.Select(n => $"'{n}'"))}. Ask for one of these."
                );
        }
    }

    /// <summary>Makes a list from a collection expression.</summary>
    public static TensorDataList Create(ReadOnlySpan<TensorData> items) => new(items);

    /// <summary>A single array; null is no list.</summary>
    [return: NotNullIfNotNull(nameof(data))]
    public static implicit operator TensorDataList?(TensorData? data) => data is null ? null : new(data);

    /// <summary>Arrays in order.</summary>
    public static implicit operator TensorDataList(TensorData[] data) => new(data.AsSpan());

    /// <summary>Arrays by name.</summary>
    public static implicit operator TensorDataList(Dictionary<string, TensorData> data) => new(data);

    /// <inheritdoc/>
    public IEnumerator<TensorData> GetEnumerator() => ((IEnumerable<TensorData>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same arrays, but only some of their examples.</summary>
    internal TensorDataList Rows(long start, long count) =>
        new(Array.ConvertAll(_items, i => i.Rows(start, count)), (string[]?)Names);

    /// <summary>Other arrays under the same names.</summary>
    internal TensorDataList Convert(Func<TensorData, int, TensorData> convert) =>
        new([.. _items.Select(convert)], (string[]?)Names);

    /// <summary>
    /// The arrays in a model's order: as they stand where they have no names, otherwise as the names say.
    /// </summary>
    /// <param name="argument">What the caller's argument is called: <c>x</c>, <c>y</c>.</param>
    /// <param name="expected">The names of the model's inputs or outputs, in order.</param>
    /// <exception cref="ArgumentException">There are too many, too few or others.</exception>
    internal TensorDataList InOrderOf(string argument, IReadOnlyList<string> expected) =>
        new(NamedItems.InOrder("an array", argument, _items, Names, expected), Names is null ? null : [.. expected]);

    /// <summary>What an array is called in messages: <c>x</c>, <c>x[1]</c>, <c>x['image']</c>.</summary>
    internal string Label(string argument, int index) =>
        Names is not null ? $"{argument}['{Names[index]}']"
        : Count == 1 ? argument
        : FormattableString.Invariant($"{argument}[{index}]");
}
