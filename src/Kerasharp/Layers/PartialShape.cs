using System.Collections;
using System.Runtime.CompilerServices;

namespace Kerasharp.Layers;

/// <summary>
/// A shape without the batch whose sizes may be open: a number, or a list in which null (or -1) stands for what follows from the input.
/// <c>outputShape: 64</c> and <c>outputShape: [null, 64]</c> both work.
/// </summary>
[CollectionBuilder(typeof(PartialShape), nameof(Create))]
public sealed class PartialShape : IReadOnlyList<int?>
{
    private readonly int?[] _sizes;

    /// <summary>Sizes in order, each at least 1; null or -1 where a size is open.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is 0 or below -1.</exception>
    public PartialShape(params ReadOnlySpan<int?> sizes)
    {
        _sizes = Array.ConvertAll(sizes.ToArray(), s => s == -1 ? null : s);
        if (Array.Exists(_sizes, s => s < 1))
            throw new ArgumentOutOfRangeException(
                nameof(sizes),
                $"A shape of {this} came; each size must be at least 1, or null where it is open. Give the shape of one example, without the batch."
            );
    }

    /// <summary>The number of dimensions, the batch not among them.</summary>
    public int Count => _sizes.Length;

    /// <summary>The size of a dimension; null where it is open.</summary>
    public int? this[int index] => _sizes[index];

    /// <summary>Makes a shape of a collection expression.</summary>
    public static PartialShape Create(ReadOnlySpan<int?> sizes) => new(sizes);

    /// <summary>One size.</summary>
    public static implicit operator PartialShape(int size) => new(size);

    /// <summary>Several sizes; -1 where one is open.</summary>
    public static implicit operator PartialShape(int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return new(Array.ConvertAll(sizes, s => (int?)s));
    }

    /// <summary>Several sizes; null where one is open.</summary>
    public static implicit operator PartialShape(int?[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return new(sizes);
    }

    /// <inheritdoc/>
    public IEnumerator<int?> GetEnumerator() => ((IEnumerable<int?>)_sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As a tuple: <c>(None, 64)</c>.</summary>
    public override string ToString() =>
        $"({string.Join(", ", _sizes.Select(s => s is { } n ? FormattableString.Invariant($"{n}") : "None"))}{(Count == 1 ? "," : "")})";
}
