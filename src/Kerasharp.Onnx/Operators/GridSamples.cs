using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// Elements taken from between places, at positions that are computed. Gradients go to the elements and to the positions; where a
/// position meets a place, the slope is the one towards the next place.
/// </summary>
internal static class GridSamples
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "GridSample",
            Infer = Infer,
            Decompose = Compose,
            Gradient = (n, dy) => ReverseSweep.Through(n, Compose, dy),
            IsComposed = true,
            Lacks = Lacks,
        },
    ];

    /// <summary>Volumes came with opset 20, and kernels for float64; cubic curves through volumes no runtime computes.</summary>
    private static bool Lacks(Node n, int opset)
    {
        var x = n.Input(0);
        return x.Rank is not (4 or 5)
            || x.Rank == 5 && (opset < 20 || Mode(n) == "bicubic")
            || x.ElementType == ElementType.Float64 && opset < 20 && IsKnown(x);
    }

    private static bool IsKnown(Value x) => x.Shape.Skip(1).All(d => d.IsKnown);

    private static string Mode(Node n) => n.Attributes.String("mode", "bilinear");

    private static TensorType[] Infer(Node n)
    {
        var (x, grid) = (n.Input(0), n.Input(1));
        int axes = x.Rank - 2;
        if (axes < 1 || grid.Rank != x.Rank || (grid.Shape[-1].IsKnown && grid.Shape[-1].Value != axes))
            throw new GraphException(
                $"{n} got {x.Shape} and positions {grid.Shape}; positions need as many dimensions, the last of them with a number for each "
                    + "spatial axis. Reshape them."
            );
        if (Mode(n) is not ("bilinear" or "bicubic" or "nearest"))
            throw new GraphException(
                $"{n} got mode '{Mode(n)}'; 'bilinear', 'bicubic' or 'nearest' was expected. Change it."
            );
        if (n.Attributes.String("padding_mode", "zeros") is not ("zeros" or "border" or "reflection") and var padding)
            throw new GraphException(
                $"{n} got padding_mode '{padding}'; 'zeros', 'border' or 'reflection' was expected. Change it."
            );
        var batch = x.Shape[0].IsKnown ? x.Shape[0] : grid.Shape[0];
        return [x.Type with { Shape = new Shape([batch, x.Shape[1], .. grid.Shape.Skip(1).Take(axes)]) }];
    }

    private static Value[] Compose(Node n)
    {
        var (x, grid) = (n.Input(0), n.Input(1));
        if (!IsKnown(x))
            throw new GraphException(
                $"{n} samples {x.Shape}, which older opsets and gradients have as a composition that needs known sizes. "
                    + "Give all dimensions but the first as numbers, or write opset 20 or newer."
            );
        int axes = x.Rank - 2;
        var positions = Op.Split(Op.Reshape(grid, 0, -1, axes), 2, [.. Enumerable.Repeat(1L, axes)]);
        Value? places = null;
        Value? weights = null;
        long taps = 1;
        for (int axis = 0; axis < axes; axis++)
        {
            // Positions name the last axis first.
            var found = new GridAxis(n, x.Shape[axis + 2].Value).Taps(Op.Squeeze(positions[axes - 1 - axis], [2]));
            taps *= found.Count;
            places = places is null
                ? found.Places
                : Cross(places * x.Shape[axis + 2].Value, found.Places, Op.Add, taps);
            if (found.Weights is { } more)
                weights = weights is null ? more : Cross(weights, more, Op.Mul, taps);
        }
        long channels = x.Shape[1].Value;
        var zeros = n.Graph.Constant(ConstantTensor.Filled(0, ElementType.Int64, [1, channels, 1]));
        var indices = Op.Reshape(places!, 0, 1, -1) + zeros;
        var taken = Op.GatherElements(Op.Reshape(x, 0, channels, -1), indices, 2);
        if (weights is not null)
        {
            var weighted =
                Op.Reshape(taken, 0, channels, taps, -1) * Op.Unsqueeze(Op.Cast(weights, x.ElementType), [1]);
            taken = Op.ReduceSum(weighted, [2]);
        }
        return [ToShape(taken, n.Output.Shape, grid)];
    }

    /// <summary>Every tap of some axes with every tap of one more: (batch, taps, points).</summary>
    private static Value Cross(Value some, Value more, Func<Value, Value, Value> combine, long taps) =>
        Op.Reshape(combine(Op.Unsqueeze(some, [2]), Op.Unsqueeze(more, [1])), 0, taps, -1);

    private static Value ToShape(Value x, Shape shape, Value grid)
    {
        if (shape.Count(d => !d.IsKnown) < 2)
            return Op.Reshape(x, shape);
        var g = x.Graph;
        var sizes = Op.Slice(Op.ShapeOf(grid), 0, 1, -1);
        return g.Emit("Reshape", x, Op.Concat([g.Ints(0, shape[1].Value), sizes], 0));
    }
}

public static partial class Op
{
    /// <summary>The elements of x at positions, interpolated.</summary>
    /// <param name="x">Pictures (batch, channels, height, width), or volumes with a depth before the height.</param>
    /// <param name="grid">Positions (batch, height, width, 2): across, then down; -1 and 1 are the edges. Of volumes three numbers.</param>
    /// <param name="mode">"bilinear" (for volumes too), "bicubic" or "nearest".</param>
    /// <param name="padding">What lies outside: "zeros", "border" for the element at the edge, "reflection" for the picture mirrored.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centers of the elements at the edges, not their outer sides.</param>
    public static Value GridSample(
        Value x,
        Value grid,
        string mode = "bilinear",
        string padding = "zeros",
        bool alignCorners = false
    )
    {
        var attributes = new Attributes
        {
            { "mode", mode },
            { "padding_mode", padding },
            { "align_corners", alignCorners },
        };
        return x.Graph.Emit("GridSample", attributes, x, grid);
    }
}
