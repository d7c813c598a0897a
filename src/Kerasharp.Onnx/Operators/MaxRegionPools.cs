using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Max pooling of regions of images whose bounds are rounded to whole places.</summary>
internal static class MaxRegionPools
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "MaxRoiPool",
            Infer = n => [Infer(n)],
            Gradient = (n, dy) => [ReverseSweep.Through(n, m => [Compose(m)], dy)[0], null],
            IsComposed = true,
        },
    ];

    private static TensorType Infer(Node n) =>
        n.Attributes.Ints("pooled_shape") is [var height, var width]
            ? RegionPools.Pooled(n, 5, height, width)
            : throw new GraphException($"{n} got no 'pooled_shape' of two numbers; the operator requires it. Add it.");

    /// <summary>The greatest of each part of a region; 0 where a part is empty.</summary>
    private static Value Compose(Node n)
    {
        var (x, regions) = (n.Input(0), n.Input(1));
        var (height, width) = (n.Output.Shape[2].Value, n.Output.Shape[3].Value);
        var told = Op.Split(regions, 1, 1, 1, 1, 1, 1);
        var planes = Op.Gather(x, Op.Cast(Op.Squeeze(told[0], [1]), ElementType.Int64));
        var down = Parts(told[2], told[4], height, x.Shape[2].Value);
        var across = Parts(told[1], told[3], width, x.Shape[3].Value);
        // (regions, channels, parts down, parts across, height, width)
        var seen = Op.And(Op.Unsqueeze(down, [1, 3, 5]), Op.Unsqueeze(across, [1, 2, 4]));
        var lowest = x.Like(-3e38);
        var greatest = Op.ReduceMax(Op.Where(seen, Op.Unsqueeze(planes, [2, 3]), lowest), [4, 5]);
        return Op.Where(Op.Equal(greatest, lowest), x.Like(0), greatest);

        // Whether each part (regions, parts) sees each place of an axis (regions, parts, size).
        Value Parts(Value from, Value to, long parts, long size)
        {
            double scale = n.Attributes.Float("spatial_scale", 1);
            var (start, end) = (Op.Floor(from * scale + 0.5), Op.Floor(to * scale + 0.5));
            var step = Op.Max(end - start + 1, start.Like(1)) / parts;
            var first = Op.Floor(step * Range(0, parts)) + start;
            var last = Op.Ceil(step * Range(1, parts)) + start;
            var places = Range(0, size);
            return Op.And(
                Op.GreaterOrEqual(places, Op.Unsqueeze(first, [2])),
                Op.Less(places, Op.Unsqueeze(last, [2]))
            );
        }

        Value Range(int first, long count) =>
            n.Graph.Constant(
                ConstantTensor.From(
                    Enumerable.Range(first, (int)count).Select(i => (double)i).ToArray(),
                    x.ElementType,
                    [1, count]
                )
            );
    }
}

public static partial class Op
{
    /// <summary>Regions of images, each as a grid of greatest elements: (regions, channels, height, width).</summary>
    /// <param name="x">Images (batch, channels, height, width).</param>
    /// <param name="regions">Of each region the image, left, top, right and bottom (regions, 5).</param>
    /// <param name="height">The grid's height.</param>
    /// <param name="width">The grid's width.</param>
    /// <param name="spatialScale">What places of regions are multiplied with before they are rounded.</param>
    public static Value MaxRoiPool(Value x, Value regions, long height, long width, double spatialScale = 1)
    {
        var attributes = new Attributes
        {
            { "pooled_shape", new[] { height, width } },
            { "spatial_scale", spatialScale },
        };
        return x.Graph.Emit("MaxRoiPool", attributes, x, regions);
    }
}
