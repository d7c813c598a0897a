using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// How strongly a layer changes images: a number, of which the layer makes a range, or the two bounds of what it draws for each image. A
/// number, a pair and an array of two convert to it, so that <c>factor: 0.2</c> and <c>factor: (0.1, 0.3)</c> both work.
/// </summary>
/// <remarks>A pair of equal numbers, as <c>(0.3, 0.3)</c>, leaves nothing to chance.</remarks>
public readonly record struct Factor
{
    private readonly double _number;
    private readonly Interval? _bounds;

    private Factor(double number, Interval? bounds)
    {
        _number = number;
        _bounds = bounds;
    }

    /// <summary>A number, of which the layer makes a range.</summary>
    public static implicit operator Factor(double number) => new(number, null);

    /// <summary>Both bounds; the smaller one becomes the lower.</summary>
    public static implicit operator Factor((double Lower, double Upper) bounds) => new(0, bounds);

    /// <summary>Both bounds; the smaller one becomes the lower.</summary>
    /// <exception cref="ArgumentException">There are not two numbers.</exception>
    public static implicit operator Factor(double[] bounds) => new(0, bounds);

    /// <summary>Both bounds.</summary>
    public static implicit operator Factor(Interval bounds) => new(0, bounds);

    /// <summary>
    /// The range that a layer draws from, within what it can do: a pair as it is, a number f as (-f, f), or (lowest, f) where -f is below
    /// the lowest.
    /// </summary>
    /// <param name="lowest">The least that the layer takes.</param>
    /// <param name="highest">The most.</param>
    /// <param name="name">The argument, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside of that.</exception>
    internal Interval Within(double lowest, double highest, string name)
    {
        bool fits = _bounds is { } b
            ? b.Lower >= lowest && b.Upper <= highest
            : _number >= lowest && _number <= highest;
        if (!fits)
            throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant(
                    $"{name} of {this} came; a number of {lowest} to {highest}, or two of them, was expected. Give such numbers."
                )
            );
        double size = Math.Abs(_number);
        return _bounds ?? new Interval(Math.Max(-size, lowest), size);
    }

    /// <summary>The number, or the list of two.</summary>
    internal JsonNode ToJson() => _bounds?.ToJson() ?? JsonValue.Create(_number);

    /// <summary>From a number or a list of two.</summary>
    internal static Factor FromJson(JsonNode node) =>
        node is JsonArray ? Interval.FromJson(node) : ConfigurationValues.Double(node);

    /// <summary>The number or the pair.</summary>
    public override string ToString() => _bounds?.ToString() ?? FormattableString.Invariant($"{_number}");
}
