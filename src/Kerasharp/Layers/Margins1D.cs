using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>How much stands before and behind an axis: what is put around an input, or cut off. One number converts to both.</summary>
/// <param name="Before">Before the first element, 0 or more.</param>
/// <param name="After">Behind the last element, 0 or more.</param>
public readonly record struct Margins1D(int Before, int After)
{
    /// <summary>The same before and behind.</summary>
    public static implicit operator Margins1D(int margin) => new(margin, margin);

    /// <summary>Before, then behind.</summary>
    public static implicit operator Margins1D((int Before, int After) margins) => new(margins.Before, margins.After);

    /// <summary>As Keras writes it: <c>(1, 2)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"({Before}, {After})");

    internal Margins1D[] ToArray() => [this];

    internal JsonArray ToJson() => ConfigurationValues.List([Before, After]);

    internal static Margins1D FromJson(JsonNode node) =>
        node is JsonArray
            ? ConfigurationValues.Ints(node) switch
            {
                [var both] => (Margins1D)both,
                [var before, var after] => new Margins1D(before, after),
                _ => throw new FormatException(),
            }
            : ConfigurationValues.Integer(node);
}
