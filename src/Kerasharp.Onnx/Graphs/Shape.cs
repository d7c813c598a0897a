using System.Collections;
using System.Runtime.CompilerServices;

namespace Kerasharp.Onnx.Graphs;

/// <summary>The dimensions of a tensor, outermost first. Shapes are values: they never change.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<Dim>, IEquatable<Shape>
{
    /// <summary>The most dimensions that a value may have: a file could otherwise make every value of its graph as large as itself.</summary>
    internal const int MostDimensions = 64;

    private readonly Dim[] _dims;

    /// <summary>A shape of the given dimensions.</summary>
    public Shape(params ReadOnlySpan<Dim> dims) => _dims = dims.ToArray();

    /// <summary>The shape of a single number.</summary>
    public static Shape Scalar { get; } = new();

    /// <summary>Makes a shape from a collection expression.</summary>
    public static Shape Create(ReadOnlySpan<Dim> dims) => new(dims);

    /// <summary>A shape of known numbers.</summary>
    public static Shape Of(params ReadOnlySpan<long> dims)
    {
        var result = new Dim[dims.Length];
        for (int i = 0; i < dims.Length; i++)
            result[i] = dims[i];
        return new Shape(result);
    }

    /// <summary>The number of dimensions.</summary>
    public int Rank => _dims.Length;

    int IReadOnlyCollection<Dim>.Count => _dims.Length;

    /// <summary>The dimension at an index; negative indices count from the end.</summary>
    public Dim this[int index] => _dims[index < 0 ? index + _dims.Length : index];

    /// <summary>Whether every dimension is a number.</summary>
    public bool IsStatic => Array.TrueForAll(_dims, d => d.IsKnown);

    /// <summary>Whether there is one element.</summary>
    internal bool IsSingle => Array.TrueForAll(_dims, d => d.IsOne);

    /// <summary>The number of elements.</summary>
    /// <exception cref="InvalidOperationException">A dimension is symbolic.</exception>
    public long ElementCount
    {
        get
        {
            long count = 1;
            bool none = false;
            foreach (var dim in _dims)
                none |= dim.Value == 0;
            // With no elements at all, the other dimensions may be as large as they like.
            if (none)
                return 0;
            foreach (var dim in _dims)
                count = checked(count * dim.Value);
            return count;
        }
    }

    /// <summary>The numbers.</summary>
    /// <exception cref="InvalidOperationException">A dimension is symbolic.</exception>
    public long[] ToArray() => Array.ConvertAll(_dims, d => d.Value);

    /// <summary>What a function makes of each dimension.</summary>
    internal T[] ToArray<T>(Converter<Dim, T> convert) => Array.ConvertAll(_dims, convert);

    /// <summary>The dimensions as an array of its own.</summary>
    public Dim[] ToDims() => (Dim[])_dims.Clone();

    /// <summary>This shape with one dimension replaced.</summary>
    public Shape With(int index, Dim dim)
    {
        var dims = ToDims();
        dims[index < 0 ? index + dims.Length : index] = dim;
        return new Shape(dims);
    }

    /// <summary>This shape with the dimensions in another order: result[i] = this[permutation[i]].</summary>
    public Shape Permute(ReadOnlySpan<int> permutation)
    {
        var dims = new Dim[permutation.Length];
        for (int i = 0; i < dims.Length; i++)
            dims[i] = _dims[permutation[i]];
        return new Shape(dims);
    }

    /// <summary>This shape with symbols replaced by their numbers, where the table has them.</summary>
    public Shape Bind(IReadOnlyDictionary<string, long> numbers) =>
        new(Array.ConvertAll(_dims, d => d.Symbol is { } s && numbers.TryGetValue(s, out long n) ? new Dim(n) : d));

    /// <summary>Whether both have the same dimensions.</summary>
    public bool Equals(Shape? other) => other is not null && _dims.AsSpan().SequenceEqual(other._dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var dim in _dims)
            hash.Add(dim);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<Dim> GetEnumerator() => ((IEnumerable<Dim>)_dims).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A tuple as Keras writes it: <c>(None, 28, 28)</c>, <c>(10,)</c>, <c>()</c>.</summary>
    public override string ToString()
    {
        var parts = Array.ConvertAll(_dims, d => d.IsKnown ? d.ToString() : "None");
        return parts.Length == 1 ? $"({parts[0]},)" : $"({string.Join(", ", parts)})";
    }
}
