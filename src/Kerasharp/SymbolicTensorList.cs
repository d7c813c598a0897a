using System.Collections;
using System.Runtime.CompilerServices;
using Kerasharp.Layers;

namespace Kerasharp;

/// <summary>
/// Several symbolic tensors, as layers of several inputs take them and layers of several outputs give them. A collection expression
/// of tensors and Inputs converts to it, and a list of one to its tensor.
/// </summary>
/// <example><code>
/// SymbolicTensor both = new Concatenate().Apply([a, b]);
/// var (sequence, state) = new GRU(8, returnSequences: true, returnState: true).Apply([x]);
/// </code></example>
[CollectionBuilder(typeof(SymbolicTensorList), nameof(Create))]
public sealed class SymbolicTensorList : IReadOnlyList<SymbolicTensor>
{
    private readonly SymbolicTensor[] _items;

    /// <summary>Tensors in order.</summary>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public SymbolicTensorList(params ReadOnlySpan<SymbolicTensor> items)
    {
        _items = items.ToArray();
        int missing = Array.FindIndex(_items, i => i is null);
        if (missing >= 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Null came as the tensor number {missing}; a symbolic tensor was expected. Leave it out, or give one."
                )
            );
    }

    /// <summary>The number of tensors.</summary>
    public int Count => _items.Length;

    /// <summary>The tensor at a place.</summary>
    public SymbolicTensor this[int index] => _items[index];

    /// <summary>Makes a list from a collection expression.</summary>
    public static SymbolicTensorList Create(ReadOnlySpan<SymbolicTensor> items) => new(items);

    /// <summary>A list of one.</summary>
    public static implicit operator SymbolicTensorList(SymbolicTensor tensor) => new(tensor);

    /// <summary>A list of one.</summary>
    public static implicit operator SymbolicTensorList(Input input) => new((SymbolicTensor)input);

    /// <summary>The only tensor of a list.</summary>
    /// <exception cref="InvalidOperationException">The list has none or several.</exception>
    public static implicit operator SymbolicTensor(SymbolicTensorList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list.Count == 1
            ? list[0]
            : throw new InvalidOperationException(
                $"A list of {list.Count} tensors came where one was expected. Choose one by its index."
            );
    }

    /// <summary>Applies a layer to the tensors.</summary>
    public SymbolicTensorList Apply(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Apply(this);
    }

    /// <summary>The tensors of a list of two.</summary>
    public void Deconstruct(out SymbolicTensor first, out SymbolicTensor second)
    {
        CheckCount(2);
        (first, second) = (_items[0], _items[1]);
    }

    /// <summary>The tensors of a list of three.</summary>
    public void Deconstruct(out SymbolicTensor first, out SymbolicTensor second, out SymbolicTensor third)
    {
        CheckCount(3);
        (first, second, third) = (_items[0], _items[1], _items[2]);
    }

    /// <inheritdoc/>
    public IEnumerator<SymbolicTensor> GetEnumerator() => ((IEnumerable<SymbolicTensor>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void CheckCount(int wanted)
    {
        if (Count != wanted)
            throw new InvalidOperationException(
                $"A list of {Count} tensors was taken apart into {wanted}. Take it apart into as many as it has."
            );
    }
}
