using System.Collections;

namespace Kerasharp.Onnx.Graphs;

/// <summary>
/// The named constants of a node: long, float, string, long[], float[], string[], <see cref="ConstantTensor"/> or <see cref="Graph"/>.
/// Kept in the order in which they were added.
/// </summary>
public sealed class Attributes : IEnumerable<KeyValuePair<string, object>>
{
    private readonly List<KeyValuePair<string, object>> _items = [];

    /// <summary>The node that has them, for messages.</summary>
    internal object? Owner { get; set; }

    /// <summary>The number of attributes.</summary>
    public int Count => _items.Count;

    /// <summary>Adds an attribute; null adds nothing, which leaves ONNX's default.</summary>
    /// <exception cref="ArgumentException">The value's type is none that ONNX attributes have.</exception>
    public void Add(string name, object? value)
    {
        if (value is null)
            return;
        Remove(name);
        Append(name, value);
    }

    /// <summary>Adds an attribute of a name that none has yet.</summary>
    internal void Append(string name, object value)
    {
        object stored = value switch
        {
            int i => (long)i,
            bool b => b ? 1L : 0L,
            double d => (float)d,
            ElementType t => (long)t,
            int[] a => Array.ConvertAll(a, i => (long)i),
            long or float or string or long[] or float[] or string[] or ConstantTensor or Graph => value,
            _ => throw new ArgumentException(
                $"An attribute '{name}' of type {value.GetType()} came; ONNX has none such."
            ),
        };
        _items.Add(new(name, stored));
    }

    /// <summary>Removes an attribute, if it is there.</summary>
    public void Remove(string name) => _items.RemoveAll(item => item.Key == name);

    /// <summary>Whether an attribute is there.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>An integer, or the default where the attribute is absent.</summary>
    public long Int(string name, long @default = 0) => Get(name, @default);

    /// <summary>A number, or the default where the attribute is absent.</summary>
    public float Float(string name, float @default = 0) => Get(name, @default);

    /// <summary>A text, or the default where the attribute is absent.</summary>
    public string String(string name, string @default = "") => Get(name, @default);

    /// <summary>A list of integers, or null where the attribute is absent.</summary>
    public long[]? Ints(string name) => Get<long[]?>(name, null);

    /// <summary>A list of integers, or the default where the attribute is absent.</summary>
    public long[] Ints(string name, long[] @default) => Get(name, @default);

    /// <summary>A list of numbers, or null where the attribute is absent.</summary>
    public float[]? Floats(string name) => Get<float[]?>(name, null);

    /// <summary>A list of texts, or null where the attribute is absent.</summary>
    public string[]? Strings(string name) => Get<string[]?>(name, null);

    /// <summary>A tensor, or null where the attribute is absent.</summary>
    public ConstantTensor? Tensor(string name) => Get<ConstantTensor?>(name, null);

    /// <summary>A subgraph, or null where the attribute is absent.</summary>
    public Graph? Subgraph(string name) => Get<Graph?>(name, null);

    /// <summary>A copy that can be changed on its own.</summary>
    public Attributes Clone()
    {
        var copy = new Attributes();
        copy._items.AddRange(_items);
        return copy;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private object? Find(string name)
    {
        foreach (var item in _items)
            if (item.Key == name)
                return item.Value;
        return null;
    }

    private T Get<T>(string name, T @default) =>
        Find(name) switch
        {
            null => @default,
            T value => value,
            var other => throw new GraphException(
                $"{Owner ?? "A node"} has an attribute '{name}' of type {other.GetType().Name}; {typeof(T).Name} was expected. Change it."
            ),
        };
}
