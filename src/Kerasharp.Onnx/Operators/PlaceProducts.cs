using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// A convolution whose windows see one place, of images of few places, as one product for all images: ONNX Runtime reads the weight again for
/// each image. Two threads, 32 images of 2048x2x2, 512 filters: 7 ms by images.
/// </summary>
internal static class PlaceProducts
{
    // With more places a product for each image is as fast, and with smaller weights as well.
    private const long MostPlaces = 8;
    private const long SmallestWeight = 1 << 16;

    // The rows of a product that our kernel takes.
    private const long FewestRows = 64;

    /// <summary>Whether a Conv is such a one.</summary>
    public static bool Fits(Node n, WindowAttributes window) =>
        window.HasPads
        && window.IsOfPlaces
        && window.Pads.All(p => p == 0)
        && n.Attributes.Int("group", 1) == 1
        && n.Output is { ElementType: ElementType.Float32, Shape.IsStatic: true }
        && n.Input(1).Shape.IsStatic
        && Unfolding.Places(n.Output.Shape) <= MostPlaces
        && n.Output.Shape[0].Value * Unfolding.Places(n.Output.Shape) >= FewestRows
        && n.Input(1).Shape[0].Value * n.Input(1).Shape[1].Value >= SmallestWeight;

    /// <summary>The product, between two transpositions.</summary>
    public static Value Of(Node n)
    {
        var (x, w, shape) = (n.Input(0), n.Input(1), n.Output.Shape);
        var (batch, filters, channels) = (shape[0].Value, shape[1].Value, w.Shape[1].Value);
        long places = Unfolding.Places(shape);
        var rows = Op.Reshape(
            Op.Transpose(Op.Reshape(x, batch, channels, places), [0, 2, 1]),
            batch * places,
            channels
        );
        // A gradient's weight has its channels exchanged, which the product does by itself.
        bool exchanged =
            w.Producer is { Op: "Transpose", Domain.Length: 0 } t
            && t.Attributes.Ints("perm") is [1, 0, ..] perm
            && perm.Skip(2).SequenceEqual(Enumerable.Range(2, perm.Length - 2).Select(i => (long)i));
        var matrix = exchanged ? Op.Reshape(w.Producer!.Input(0), channels, filters) : Op.Reshape(w, filters, channels);
        var product = Op.Gemm(rows, matrix, transB: !exchanged, c: n.Optional(2));
        return Op.Reshape(Op.Transpose(Op.Reshape(product, batch, places, filters), [0, 2, 1]), shape);
    }
}
