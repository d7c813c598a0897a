using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Positions for GridSample: a regular grid, turned, stretched and moved by matrices.</summary>
internal static class AffineGrids
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "AffineGrid",
            Since = 20,
            Infer = Infer,
            Decompose = n => [Compose(n)],
            Gradient = (n, dy) => ReverseSweep.Through(n, m => [Compose(m)], dy),
            IsComposed = true,
            // The only element of an axis is its first corner; ONNX Runtime takes it for the last.
            Lacks = (n, _) => Aligns(n) && n.Output.Shape.Skip(1).Any(d => d.IsOne),
        },
    ];

    private static bool Aligns(Node n) => n.Attributes.Int("align_corners") != 0;

    private static TensorType[] Infer(Node n)
    {
        var theta = n.Input(0);
        var size = Shapes.Elements(n, 1);
        int axes = size.Length - 2;
        if (axes is not (2 or 3))
            throw new GraphException(
                $"{n} got a size of {size.Length} numbers; 4 (batch, channels, height, width) or 5 were expected. Give as many."
            );
        Shapes.Rank(n, theta, 3, "matrices");
        if (
            theta.Shape[1].IsKnown && theta.Shape[1].Value != axes
            || theta.Shape[2].IsKnown && theta.Shape[2].Value != axes + 1
        )
            throw new GraphException(
                $"{n} got matrices {theta.Shape} for {axes} axes; each needs {axes} rows of {axes + 1}. Give such."
            );
        var dims = size.Skip(2).Select(e => e.ToDim());
        return [theta.Type with { Shape = new Shape([theta.Shape[0], .. dims, axes]) }];
    }

    private static Value Compose(Node n)
    {
        var theta = n.Input(0);
        int axes = n.Output.Rank - 2;
        bool align = Aligns(n);
        // Each column of the matrices is multiplied by the positions along its axis; x, the last axis, comes first.
        var columns = Op.Split(theta, 2, [.. Enumerable.Repeat(1L, axes + 1)]);
        long[] spread = [0, .. Enumerable.Repeat(1L, axes), axes];
        var sum = Op.Reshape(columns[axes], spread);
        for (int i = 0; i < axes; i++)
        {
            int axis = axes - i;
            var dims = new long[axes + 2];
            Array.Fill(dims, 1);
            dims[axis] = -1;
            sum += Op.Reshape(columns[i], spread) * Op.Reshape(Positions(n, axis, align), dims);
        }
        return sum;
    }

    /// <summary>The positions along an axis, evenly from -1 to 1: of the elements themselves, or of the sides of those at the edges.</summary>
    private static Value Positions(Node n, int axis, bool align)
    {
        var type = n.Input(0).ElementType;
        if (n.Output.Shape[axis] is { IsKnown: true } known)
        {
            double count = known.Value;
            double step = 2 / (align ? Math.Max(count - 1, 1) : count);
            double[] positions =
            [
                .. Enumerable.Range(0, (int)known.Value).Select(i => (align ? i : i + 0.5) * step - 1),
            ];
            return n.Graph.Constant(ConstantTensor.From(positions, type, [positions.Length]));
        }
        var size = Op.Squeeze(Op.Slice(n.Input(1), 0, axis + 1, axis + 2), [0]);
        var places = Op.Cast(Op.Range(size.Like(0), size, size.Like(1)), type);
        var length = Op.Cast(size, type);
        return align ? places * (2 / Op.Max(length - 1, length.Like(1))) - 1 : (places + 0.5) * (2 / length) - 1;
    }
}

public static partial class Op
{
    /// <summary>Positions for <see cref="GridSample"/>: those of a regular grid, each multiplied by its example's matrix.</summary>
    /// <param name="theta">Matrices (batch, 2, 3), the last column what positions are moved by; of volumes (batch, 3, 4).</param>
    /// <param name="size">The shape of what is to be sampled for, channels second, as int64.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centers of the elements at the edges, not their outer sides.</param>
    public static Value AffineGrid(Value theta, Value size, bool alignCorners = false) =>
        theta.Graph.Emit("AffineGrid", new Attributes { { "align_corners", alignCorners } }, theta, size);
}
