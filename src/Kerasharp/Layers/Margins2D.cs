using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// What stands around an image: <c>1</c> on all sides, <c>(1, 2)</c> above and below, left and right, or
/// <c>((top, bottom), (left, right))</c>.
/// </summary>
/// <param name="Height">Above and below.</param>
/// <param name="Width">Left and right.</param>
public readonly record struct Margins2D(Margins1D Height, Margins1D Width)
{
    /// <summary>The same on all sides.</summary>
    public static implicit operator Margins2D(int margin) => new(margin, margin);

    /// <summary>Above and below, then left and right.</summary>
    public static implicit operator Margins2D((int Height, int Width) margins) => new(margins.Height, margins.Width);

    /// <summary>(top, bottom), then (left, right).</summary>
    public static implicit operator Margins2D(((int Top, int Bottom) Height, (int Left, int Right) Width) margins) =>
        new(margins.Height, margins.Width);

    /// <summary>As Keras writes it: <c>((1, 1), (2, 2))</c>.</summary>
    public override string ToString() => $"({Height}, {Width})";

    internal Margins1D[] ToArray() => [Height, Width];

    internal JsonArray ToJson() => new(Height.ToJson(), Width.ToJson());

    internal static Margins2D FromJson(JsonNode node) =>
        node is JsonArray { Count: 2 } pair
            ? new Margins2D(Margins1D.FromJson(pair[0]!), Margins1D.FromJson(pair[1]!))
            : ConfigurationValues.Integer(node);
}
