using System.Collections;
using System.Runtime.CompilerServices;

namespace Kerasharp.Layers;

/// <summary>One axis or several, as Keras takes a number or a list: <c>axis: -1</c> and <c>axis: [1, 2]</c> both work.</summary>
[CollectionBuilder(typeof(Axes), nameof(Create))]
public sealed class Axes : IReadOnlyList<int>
{
    private readonly int[] _axes;

    /// <summary>Axes in order; negative ones count from the end.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Axes(params ReadOnlySpan<int> axes)
    {
        _axes = axes.ToArray();
        if (_axes.Length == 0)
            throw new ArgumentException(
                "No axis came; at least one was expected. Give a number, as -1 for the last axis."
            );
    }

    /// <summary>How many there are.</summary>
    public int Count => _axes.Length;

    /// <summary>The axis at a place.</summary>
    public int this[int index] => _axes[index];

    /// <summary>Makes axes of a collection expression.</summary>
    public static Axes Create(ReadOnlySpan<int> axes) => new(axes);

    /// <summary>One axis.</summary>
    public static implicit operator Axes(int axis) => new(axis);

    /// <summary>Several axes.</summary>
    public static implicit operator Axes(int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return new(axes);
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_axes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As Keras writes them: <c>-1</c> or <c>[1, 2]</c>.</summary>
    public override string ToString() =>
        Count == 1 ? FormattableString.Invariant($"{_axes[0]}") : $"[{string.Join(", ", _axes)}]";

    /// <summary>The same counted from the start, for a value of so many dimensions; null where one is outside or stands twice.</summary>
    internal int[]? From(int rank)
    {
        int[] places = Array.ConvertAll(_axes, a => a < 0 ? a + rank : a);
        return Array.TrueForAll(places, p => p >= 0 && p < rank) && places.Distinct().Count() == places.Length
            ? places
            : null;
    }
}
