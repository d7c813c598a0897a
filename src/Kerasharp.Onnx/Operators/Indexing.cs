using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Elements chosen by computed indices.</summary>
internal static class Indexing
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Gather",
            Infer = InferGather,
            Gradient = (n, dy) => [Returned(dy[0]!, n.Input(1), n.Input(0).Shape, Axis(n)), null],
        },
        new Operator
        {
            Name = "GatherGradient",
            Domain = OperatorTable.KernelDomain,
            Infer = n => [n.Input(0).Type with { Shape = [n.Attributes.Int("rows"), n.Input(0).Shape[1]] }],
            Gradient = (n, dy) => [Op.Gather(dy[0]!, n.Input(1)), null],
            Decompose = n => [SummedRows(n)],
        },
        new Operator
        {
            Name = "GatherElements",
            Infer = InferGatherElements,
            Gradient = (n, dy) =>
                [
                    Op.ScatterElements(
                        Op.FilledLike(n.Input(0), 0, dy[0]!.ElementType),
                        n.Input(1),
                        dy[0]!,
                        Axis(n),
                        "add"
                    ),
                    null,
                ],
        },
        new Operator
        {
            Name = "GatherND",
            Infer = InferGatherNd,
            Gradient = (n, dy) => [GatherNdGradient(n, dy[0]!), null],
        },
    ];

    private static int Axis(Node n) => Shapes.Axis(n, n.Attributes.Int("axis"), n.Input(0).Rank);

    /// <summary>How many of the axes of x the last dimension of indices names.</summary>
    /// <param name="n">The node.</param>
    /// <param name="batch">How many axes lie before those.</param>
    public static int Depth(Node n, int batch = 0)
    {
        var (x, indices) = (n.Input(0), n.Input(1));
        return
            indices.Rank > batch
            && indices.Shape[-1] is { IsKnown: true } last
            && last.Value <= x.Rank - batch
            && last.Value > 0
            ? (int)last.Value
            : throw new GraphException(
                $"{n} got indices {indices.Shape} for {x.Shape}, of whose axes they name those behind the first {batch}; the last dimension must be known and say how many they name. Reshape the indices."
            );
    }

    /// <summary>Indices as int64, those counted from the end counted from the start, which is what devices agree on.</summary>
    public static Value FromStart(Value indices, Value size)
    {
        if (indices.Constant is { } constant && Array.TrueForAll(constant.ToInt64s(), i => i >= 0))
            return Op.Cast(indices, ElementType.Int64);
        var places = Op.Cast(indices, ElementType.Int64);
        return Op.Where(Op.Less(places, places.Like(0)), places + size, places);
    }

    /// <summary>Rows of indices, one for each axis from the first on, as places in a row of all elements along these axes: (…, m) to (…, 1).</summary>
    public static Value Flat(Value indices, Value x, int first)
    {
        int last = indices.Rank - 1;
        Value? places = null;
        for (int i = 0; i < indices.Shape[last].Value; i++)
        {
            var size = Op.SizeOf(x, first + i, ElementType.Int64);
            var index = FromStart(Op.Slice(indices, last, i, i + 1), size);
            places = places is null ? index : places * size + index;
        }
        return places!;
    }

    /// <summary>The gradient of x from that of what was gathered from it along an axis.</summary>
    public static Value Returned(Value dy, Value indices, Shape shape, int axis)
    {
        long outer = Count(shape.Take(axis));
        if (axis == 0 && shape.Rank > 0 && shape.ElementCount > 0 && dy.ElementType == ElementType.Float32)
        {
            var rows = Op.Reshape(dy, -1, shape.ElementCount / shape[0].Value);
            var numbers = Op.Reshape(Op.Cast(indices, ElementType.Int64), -1);
            var attributes = new Attributes { { "rows", shape[0].Value } };
            return Op.Reshape(
                dy.Graph.Add(OperatorTable.KernelDomain, "GatherGradient", [rows, numbers], attributes).Output,
                shape
            );
        }
        var places = Op.Reshape(FromStart(indices, dy.Graph.Scalar(shape[axis].Value, ElementType.Int64)), 1, -1, 1);
        return SumAt(dy, places, shape, outer, shape[axis].Value);
    }

    /// <summary>What the kernel computes, in standard operators.</summary>
    private static Value SummedRows(Node n)
    {
        var dy = n.Input(0);
        long rows = n.Attributes.Int("rows");
        var places = Op.Reshape(FromStart(n.Input(1), dy.Graph.Scalar(rows, ElementType.Int64)), 1, -1, 1);
        return SumAt(dy, places, n.Output.Shape, 1, rows);
    }

    /// <summary>
    /// Sums rows that were taken more than once. ScatterElements does it exactly; ScatterND, the obvious choice, loses updates when
    /// ONNX Runtime's CPU kernel runs on more than one thread.
    /// </summary>
    private static Value SumAt(Value dy, Value places, Shape shape, long outer, long size)
    {
        if (shape.ElementCount == 0)
            return Op.Expand(dy.Like(0), shape);
        long inner = shape.ElementCount / (outer * size);
        var zeros = Op.Expand(dy.Like(0), Shape.Of(outer, size, inner));
        var updates = Op.Reshape(dy, outer, -1, inner);
        return Op.Reshape(Op.ScatterElements(zeros, Op.ExpandLike(places, updates), updates, 1, "add"), shape);
    }

    private static long Count(IEnumerable<Dim> dims) => dims.Aggregate(1L, (product, d) => product * d.Value);

    private static TensorType[] InferGather(Node n)
    {
        var x = n.Input(0);
        int axis = Axis(n);
        return
        [
            x.Type with
            {
                Shape = new Shape([.. x.Shape.Take(axis), .. n.Input(1).Shape, .. x.Shape.Skip(axis + 1)]),
            },
        ];
    }

    private static TensorType[] InferGatherElements(Node n)
    {
        var (x, indices) = (n.Input(0), n.Input(1));
        Axis(n);
        Shapes.Rank(n, indices, x.Rank, "indices");
        return [x.Type with { Shape = indices.Shape }];
    }

    private static int Batch(Node n) => (int)n.Attributes.Int("batch_dims");

    private static TensorType[] InferGatherNd(Node n)
    {
        var (x, indices) = (n.Input(0), n.Input(1));
        int batch = Batch(n);
        if (batch < 0 || batch >= Math.Min(x.Rank, indices.Rank))
            throw new GraphException(
                $"{n} got batch_dims {batch} for {x.Shape} and indices {indices.Shape}; both need more dimensions than that."
            );
        return
        [
            x.Type with
            {
                Shape = new Shape([.. indices.Shape.SkipLast(1), .. x.Shape.Skip(batch + Depth(n, batch))]),
            },
        ];
    }

    private static Value GatherNdGradient(Node n, Value dy)
    {
        var (x, indices) = (n.Input(0), n.Input(1));
        int batch = Batch(n);
        int depth = Depth(n, batch);
        long outer = Count(x.Shape.Take(batch));
        long size = Count(x.Shape.Skip(batch).Take(depth));
        if (x.Shape.ElementCount == 0)
            return Op.Expand(dy.Like(0), x.Shape);
        var places = Op.Reshape(Flat(indices, x, batch), outer, -1, 1);
        return SumAt(dy, places, x.Shape, outer, size);
    }
}

public static partial class Op
{
    /// <summary>The entries of x at the indices along an axis, as NumPy's take.</summary>
    public static Value Gather(Value x, Value indices, int axis = 0) =>
        x.Graph.Emit("Gather", new Attributes { { "axis", axis } }, x, indices);

    /// <summary>For each place of the indices, the element of x at the same place but along the axis, where the index says which.</summary>
    public static Value GatherElements(Value x, Value indices, int axis) =>
        x.Graph.Emit("GatherElements", new Attributes { { "axis", axis } }, x, indices);

    /// <summary>The entries of x at rows of indices, of which the first one counts along the first axis, and so on.</summary>
    /// <param name="x">The values.</param>
    /// <param name="indices">The indices; the last dimension says how many make a row.</param>
    /// <param name="batchDims">How many first axes of x and indices go together; the rows count behind those.</param>
    public static Value GatherND(Value x, Value indices, int batchDims = 0) =>
        x.Graph.Emit("GatherND", new Attributes { { "batch_dims", batchDims } }, x, indices);
}
