using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>How often each level occurs in rows of pixels.</summary>
internal static class Histogram
{
    /// <summary>Counts of levels, (rows, levels), of whole numbers from 0 to below that, (rows, pixels).</summary>
    public static Value Count(Value pixels, int levels, ElementType type)
    {
        var graph = pixels.Graph;
        // A row of zeros for each row of pixels, however many there are.
        var first = Op.Cast(Op.Slice(pixels, 1, 0, 1), type);
        var zeros = first * graph.Constant(ConstantTensor.Filled(0, type, [1, levels]));
        return Op.ScatterElements(zeros, pixels, Op.ExpandLike(graph.Scalar(1, type), pixels), 1, "add");
    }

    /// <summary>Which level of so many a pixel of 0 to 255 has.</summary>
    public static Value Levels(Value bytes, int levels)
    {
        var scaled = levels == 256 ? bytes : bytes * ((levels - 1) / 255.0);
        return Op.Cast(Op.Clip(scaled, scaled.Like(0), scaled.Like(levels - 1)), ElementType.Int64);
    }
}
