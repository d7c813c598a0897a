using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// Two bounds: of the numbers that pixels may have, or of those that a layer draws. A pair or an array of two converts to it, so that
/// <c>valueRange: (0, 1)</c> works.
/// </summary>
/// <param name="Lower">The lower bound.</param>
/// <param name="Upper">The upper bound.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>The numbers of an image of bytes, 0 to 255.</summary>
    internal static Interval Bytes => new(0, 255);

    /// <summary>0 to 1.</summary>
    internal static Interval Unit => new(0, 1);

    /// <summary>The upper bound less the lower one.</summary>
    internal double Length => Upper - Lower;

    /// <summary>Both bounds; the smaller one becomes the lower.</summary>
    public static implicit operator Interval((double Lower, double Upper) bounds) =>
        new(Math.Min(bounds.Lower, bounds.Upper), Math.Max(bounds.Lower, bounds.Upper));

    /// <summary>Both bounds; the smaller one becomes the lower.</summary>
    /// <exception cref="ArgumentException">There are not two numbers.</exception>
    public static implicit operator Interval(double[] bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        return bounds.Length == 2
            ? (bounds[0], bounds[1])
            : throw new ArgumentException(
                $"{bounds.Length} numbers came for a range; two were expected. Give (lower, upper)."
            );
    }

    /// <summary>The range of pixels that an argument gives; 0 to 255 where it gives none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are not finite, or equal.</exception>
    internal static Interval OfPixels(Interval? valueRange)
    {
        if (valueRange is not { } range)
            return Bytes;
        return double.IsFinite(range.Length) && range.Length > 0
            ? range
            : throw new ArgumentOutOfRangeException(
                nameof(valueRange),
                $"A valueRange of {range} came; two different numbers were expected, the lower one first. Give (0, 255) or (0, 1)."
            );
    }

    /// <summary>Pixels kept within the bounds.</summary>
    internal SymbolicTensor Clip(SymbolicTensor x) => Ops.Clip(x, Lower, Upper);

    /// <summary>Pixels of this range in another one.</summary>
    internal SymbolicTensor To(Interval target, SymbolicTensor x)
    {
        if (target == this)
            return x;
        double scale = target.Length / Length;
        x = scale == 1 ? x : x * scale;
        double offset = target.Lower - Lower * scale;
        return offset == 0 ? x : x + offset;
    }

    /// <summary>Both bounds as a list.</summary>
    internal JsonNode ToJson() => new JsonArray(Lower, Upper);

    /// <summary>From a list of two numbers.</summary>
    internal static Interval FromJson(JsonNode node) =>
        node.AsArray() is { Count: 2 } bounds
            ? (ConfigurationValues.Double(bounds[0]!), ConfigurationValues.Double(bounds[1]!))
            : throw new FormatException();

    /// <summary>As Keras writes it: <c>(0, 255)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"({Lower}, {Upper})");
}
