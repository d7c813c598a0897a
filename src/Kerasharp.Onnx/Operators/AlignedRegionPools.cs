using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Pooling of regions of images whose bounds need not be whole: of points between places.</summary>
internal static class AlignedRegionPools
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "RoiAlign",
            Infer = n =>
                [RegionPools.Pooled(n, 4, n.Attributes.Int("output_height", 1), n.Attributes.Int("output_width", 1))],
            // Images alone have a gradient, as in other libraries; where regions lie has none.
            Gradient = (n, dy) => [ReverseSweep.Through(n, m => [Compose(m)], dy)[0], null, null],
            IsComposed = true,
        },
    ];

    /// <summary>
    /// Interpolated elements at points that lie evenly in each part of a region; of each part the mean, or the greatest that a corner
    /// contributes.
    /// </summary>
    private static Value Compose(Node n)
    {
        var (x, regions) = (n.Input(0), n.Input(1));
        long points = n.Attributes.Int("sampling_ratio");
        if (points < 1)
            throw new GraphException(
                $"{n} got a sampling ratio of {points}, by which the number of points depends on the regions; for a gradient it must be known "
                    + "beforehand. Give one of 1 or more."
            );
        var (height, width) = (n.Output.Shape[2].Value, n.Output.Shape[3].Value);
        bool half = n.Attributes.String("coordinate_transformation_mode", "half_pixel") == "half_pixel";
        var corners = Op.Split(regions * n.Attributes.Float("spatial_scale", 1) - (half ? 0.5 : 0), 1, 1, 1, 1, 1);
        var (ys, insideY) = Points(corners[1], corners[3], height, x.Shape[2].Value);
        var (xs, insideX) = Points(corners[0], corners[2], width, x.Shape[3].Value);

        // Every point down with every point across.
        var grid = new Shape(regions.Shape[0], height * points, width * points);
        var inside = Flat(Op.Unsqueeze(insideY, [2]) * Op.Unsqueeze(insideX, [1]));
        var planes = Op.Gather(x, n.Input(2));
        var parts = Bilinear.Corners(planes, Flat(Op.Unsqueeze(ys, [2])), Flat(Op.Unsqueeze(xs, [1])));
        var tiled = Array.ConvertAll(parts, p => Tiles(p * Op.Unsqueeze(inside, [1])));
        return n.Attributes.String("mode", "avg") == "max"
            ? Op.ReduceMax(tiled.Aggregate(Op.Max), [3, 5])
            : Op.ReduceMean(tiled.Aggregate(Op.Add), [3, 5]);

        Value Flat(Value v) => Op.Reshape(Op.Expand(v, grid), grid[0].Value, grid[1].Value * grid[2].Value);

        Value Tiles(Value v) => Op.Reshape(v, grid[0].Value, x.Shape[1].Value, height, points, width, points);

        // Points before the first place or behind the last still count as there, up to a place's distance.
        (Value, Value) Points(Value start, Value end, long places, long size)
        {
            var length = end - start;
            if (!half)
                length = Op.Max(length, length.Like(1));
            var steps = Enumerable
                .Range(0, (int)(places * points))
                .Select(i => (i + 0.5) / (places * points))
                .ToArray();
            var at =
                start + length * n.Graph.Constant(ConstantTensor.From(steps, start.ElementType, [1, steps.Length]));
            var within = Op.And(Op.GreaterOrEqual(at, at.Like(-1)), Op.LessOrEqual(at, at.Like(size)));
            return (Op.Clip(at, at.Like(0), at.Like(size - 1)), Op.Cast(within, at.ElementType));
        }
    }
}

public static partial class Op
{
    /// <summary>
    /// Regions of images, each as a grid of means (or greatest elements) of interpolated points: (regions, channels, height, width).
    /// </summary>
    /// <param name="x">Images (batch, channels, height, width).</param>
    /// <param name="regions">Left, top, right and bottom of each region (regions, 4).</param>
    /// <param name="images">Which image each region is of, as int64 (regions).</param>
    /// <param name="height">The grid's height.</param>
    /// <param name="width">The grid's width.</param>
    /// <param name="samplingRatio">How many points each way in each part; 0 for as many as a part has places, which has no gradient.</param>
    /// <param name="spatialScale">What regions are multiplied with.</param>
    /// <param name="mode">"avg" or "max".</param>
    /// <param name="halfPixel">Whether places lie at halves: "half_pixel"; else "output_half_pixel".</param>
    public static Value RoiAlign(
        Value x,
        Value regions,
        Value images,
        long height = 1,
        long width = 1,
        long samplingRatio = 0,
        double spatialScale = 1,
        string mode = "avg",
        bool halfPixel = true
    )
    {
        var attributes = new Attributes
        {
            { "output_height", height },
            { "output_width", width },
            { "sampling_ratio", samplingRatio },
            { "spatial_scale", spatialScale },
            { "mode", mode },
            { "coordinate_transformation_mode", halfPixel ? "half_pixel" : "output_half_pixel" },
        };
        return x.Graph.Emit("RoiAlign", attributes, x, regions, images);
    }
}
