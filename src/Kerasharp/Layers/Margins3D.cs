using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// What stands around a volume: <c>1</c> on all sides, <c>(1, 2, 3)</c> along each axis, or
/// <c>((front, back), (top, bottom), (left, right))</c>.
/// </summary>
/// <param name="Depth">In front and behind.</param>
/// <param name="Height">Above and below.</param>
/// <param name="Width">Left and right.</param>
public readonly record struct Margins3D(Margins1D Depth, Margins1D Height, Margins1D Width)
{
    /// <summary>The same on all sides.</summary>
    public static implicit operator Margins3D(int margin) => new(margin, margin, margin);

    /// <summary>Along depth, height and width.</summary>
    public static implicit operator Margins3D((int Depth, int Height, int Width) margins) =>
        new(margins.Depth, margins.Height, margins.Width);

    /// <summary>(front, back), then (top, bottom), then (left, right).</summary>
    public static implicit operator Margins3D(
        ((int Front, int Back) Depth, (int Top, int Bottom) Height, (int Left, int Right) Width) margins
    ) => new(margins.Depth, margins.Height, margins.Width);

    /// <summary>As Keras writes it: <c>((1, 1), (2, 2), (0, 0))</c>.</summary>
    public override string ToString() => $"({Depth}, {Height}, {Width})";

    internal Margins1D[] ToArray() => [Depth, Height, Width];

    internal JsonArray ToJson() => new(Depth.ToJson(), Height.ToJson(), Width.ToJson());

    internal static Margins3D FromJson(JsonNode node) =>
        node is JsonArray { Count: 3 } triple
            ? new Margins3D(
                Margins1D.FromJson(triple[0]!),
                Margins1D.FromJson(triple[1]!),
                Margins1D.FromJson(triple[2]!)
            )
            : ConfigurationValues.Integer(node);
}
