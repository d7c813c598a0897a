using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>What poolings of regions have in common: each region of an image becomes a grid of the same size.</summary>
internal static class RegionPools
{
    /// <summary>The type of the grids; images and regions that do not fit are refused.</summary>
    /// <param name="n">The node.</param>
    /// <param name="numbers">How many numbers tell a region.</param>
    /// <param name="height">The grid's height.</param>
    /// <param name="width">The grid's width.</param>
    public static TensorType Pooled(Node n, int numbers, long height, long width)
    {
        var (x, regions) = (n.Input(0), n.Input(1));
        ElementKind.Float.Demand(n, x);
        Define.SameElements(n, x, regions);
        Shapes.Rank(n, x, 4, "images");
        Shapes.Rank(n, regions, 2, "regions");
        if (regions.Shape[1].IsKnown && regions.Shape[1].Value != numbers)
            throw new GraphException(
                $"{n} got regions of {regions.Shape[1]} numbers; each is told by {numbers}. Change their last dimension."
            );
        return x.Type with { Shape = new Shape(regions.Shape[0], x.Shape[1], height, width) };
    }
}
