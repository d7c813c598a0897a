using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The same elements at other places: blocks between channels and space, and sequences turned round.</summary>
internal static class Rearranging
{
    public static Operator[] Operators { get; } =
    [
        Define.Composed("DepthToSpace", n => [InferToSpace(n)], n => [ToSpace(n)]),
        Define.Composed("SpaceToDepth", n => [InferToDepth(n)], n => [ToDepth(n)]),
        new Operator
        {
            Name = "ReverseSequence",
            Infer = InferReversed,
            Gradient = (n, dy) => [Op.ReverseSequence(dy[0]!, n.Input(1), BatchAxis(n)), null],
        },
    ];

    private static long Block(Node n)
    {
        Shapes.Rank(n, n.Input(0), 4, "an input");
        long block = n.Attributes.Int("blocksize");
        return block > 0 ? block : throw new GraphException($"{n} got a blocksize of {block}; give 1 or more.");
    }

    private static Dim Over(Node n, Dim size, long divisor, string what)
    {
        if (!size.IsKnown)
            return Dim.Unknown;
        return size.Value % divisor == 0
            ? size.Value / divisor
            : throw new GraphException(
                $"{n} got {size} {what} for blocks of {Block(n)}; they must be a multiple of {divisor}. Pad the input or choose another blocksize."
            );
    }

    private static Dim Times(Dim size, long factor) => size.IsKnown ? size.Value * factor : Dim.Unknown;

    private static TensorType InferToSpace(Node n)
    {
        var (x, b) = (n.Input(0), Block(n));
        var s = x.Shape;
        if (n.Attributes.String("mode", "DCR") is not ("DCR" or "CRD") and var mode)
            throw new GraphException($"{n} got the mode '{mode}'; DCR and CRD are known. Choose one of them.");
        return x.Type with
        {
            Shape = new Shape(s[0], Over(n, s[1], b * b, "channels"), Times(s[2], b), Times(s[3], b)),
        };
    }

    private static TensorType InferToDepth(Node n)
    {
        var (x, b) = (n.Input(0), Block(n));
        var s = x.Shape;
        return x.Type with
        {
            Shape = new Shape(s[0], Times(s[1], b * b), Over(n, s[2], b, "rows"), Over(n, s[3], b, "columns")),
        };
    }

    /// <summary>DCR takes the place in the block for the outer part of a channel's number, CRD for the inner one.</summary>
    private static Value ToSpace(Node n)
    {
        var (x, b, y) = (n.Input(0), Block(n), n.Output.Shape);
        var s = x.Shape;
        return n.Attributes.String("mode", "DCR") == "DCR"
            ? Reordered(x, new Shape(s[0], b, b, y[1], s[2], s[3]), [0, 3, 4, 1, 5, 2], y)
            : Reordered(x, new Shape(s[0], y[1], b, b, s[2], s[3]), [0, 1, 4, 2, 5, 3], y);
    }

    private static Value ToDepth(Node n)
    {
        var (x, b, y) = (n.Input(0), Block(n), n.Output.Shape);
        return Reordered(x, new Shape(x.Shape[0], x.Shape[1], y[2], b, y[3], b), [0, 3, 5, 1, 2, 4], y);
    }

    private static Value Reordered(Value x, Shape blocks, int[] order, Shape shape) =>
        Op.Reshape(Op.Transpose(Op.Reshape(x, blocks), order), shape);

    private static int BatchAxis(Node n) => (int)n.Attributes.Int("batch_axis", 1);

    private static TensorType[] InferReversed(Node n)
    {
        var (x, lengths) = (n.Input(0), n.Input(1));
        int batch = BatchAxis(n);
        if (x.Rank < 2 || batch is not (0 or 1) || n.Attributes.Int("time_axis") != 1 - batch)
            throw new GraphException(
                $"{n} got a shape {x.Shape}, batch_axis {batch} and time_axis {n.Attributes.Int("time_axis")}; the axes are 0 and 1, or 1 and 0. Transpose the input."
            );
        var examples = x.Shape[batch];
        if (lengths.Rank != 1 || (examples.IsKnown && lengths.Shape[0].IsKnown && lengths.Shape[0] != examples))
            throw new GraphException(
                $"{n} got lengths {lengths.Shape} for {examples} sequences in {x.Shape}; give one for each."
            );
        return [x.Type];
    }
}

public static partial class Op
{
    /// <summary>Channels spread over blocks of space, (N, C, H, W) to (N, C/b², H·b, W·b).</summary>
    /// <param name="x">The input.</param>
    /// <param name="block">The size b of a block.</param>
    /// <param name="mode">DCR where a channel's number is that of its place in the block and then the channel's, CRD the other way.</param>
    public static Value DepthToSpace(Value x, int block, string mode = "DCR") =>
        x.Graph.Emit("DepthToSpace", new Attributes { { "blocksize", block }, { "mode", mode } }, x);

    /// <summary>Blocks of space gathered into channels, (N, C, H, W) to (N, C·b², H/b, W/b).</summary>
    public static Value SpaceToDepth(Value x, int block) =>
        x.Graph.Emit("SpaceToDepth", new Attributes { { "blocksize", block } }, x);

    /// <summary>The first elements of each sequence in opposite order, as many as its length says; the rest stays.</summary>
    /// <param name="x">Sequences along axes 0 and 1.</param>
    /// <param name="lengths">For each sequence, how many.</param>
    /// <param name="batchAxis">The axis along which sequences lie side by side; the other one is time.</param>
    public static Value ReverseSequence(Value x, Value lengths, int batchAxis = 0) =>
        x.Graph.Emit(
            "ReverseSequence",
            new Attributes { { "batch_axis", batchAxis }, { "time_axis", 1 - batchAxis } },
            x,
            lengths
        );
}
