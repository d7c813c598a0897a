using System.Collections;
using System.Runtime.CompilerServices;

namespace Kerasharp;

/// <summary>
/// One axis of a tensor, or several. A number converts to one, an array to several, so that <c>axis: 0</c> and <c>axis: [0, 1, 2]</c>
/// both work. Negative ones count from the last.
/// </summary>
[CollectionBuilder(typeof(Axes), nameof(Create))]
public sealed class Axes : IReadOnlyList<int>
{
    private readonly int[] _axes;

    private Axes(int[] axes) => _axes = axes;

    /// <summary>How many there are.</summary>
    public int Count => _axes.Length;

    /// <summary>One of them.</summary>
    public int this[int index] => _axes[index];

    /// <summary>These axes.</summary>
    /// <exception cref="ArgumentException">There is none, or one comes twice.</exception>
    public static Axes Create(ReadOnlySpan<int> axes)
    {
        int[] copy = axes.ToArray();
        return copy.Length > 0 && copy.Distinct().Count() == copy.Length
            ? new Axes(copy)
            : throw new ArgumentException(
                $"The axes [{string.Join(", ", copy)}] came; one or more, each once, were expected. Give an axis, such as 0.",
                nameof(axes)
            );
    }

    /// <summary>One axis.</summary>
    public static implicit operator Axes(int axis) => new([axis]);

    /// <summary>Several axes.</summary>
    /// <exception cref="ArgumentException">There is none, or one comes twice.</exception>
    public static implicit operator Axes(int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return Create(axes);
    }

    /// <summary>The same counted from the start, for a value of so many dimensions; null where one is outside or stands twice.</summary>
    internal int[]? From(int rank)
    {
        int[] places = Array.ConvertAll(_axes, a => a < 0 ? a + rank : a);
        return Array.TrueForAll(places, p => p >= 0 && p < rank) && places.Distinct().Count() == places.Length
            ? places
            : null;
    }

    /// <summary>The axes as an array of one's own.</summary>
    public int[] ToArray() => [.. _axes];

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_axes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As Keras writes it: <c>0</c> or <c>[0, 1, 2]</c>.</summary>
    public override string ToString() =>
        Count == 1 ? Invariant(_axes[0]) : $"[{string.Join(", ", _axes.Select(Invariant))}]";

    private static string Invariant(int axis) => axis.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
