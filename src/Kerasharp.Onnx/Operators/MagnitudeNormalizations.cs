using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Normalisation by magnitude: of vectors by their length, of responses by those of neighbouring channels.</summary>
internal static class MagnitudeNormalizations
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "LpNormalization",
            Infer = InferLength,
            Gradient = (n, dy) => [LengthGradient(n, dy[0]!)],
        },
        new Operator
        {
            Name = "LRN",
            Infer = InferResponse,
            Gradient = (n, dy) => [ResponseGradient(n, dy[0]!)],
            Decompose = n => [n.Input(0) * Op.Pow(Response(n), n.Input(0).Like(-Beta(n)))],
            // What ONNX Runtime's CPU kernel does not take.
            Lacks = (n, _) => n.Input(0).Rank != 4 || Size(n) % 2 == 0 || n.Output.ElementType == ElementType.Float64,
        },
    ];

    private static TensorType[] InferLength(Node n)
    {
        Axis(n);
        if (Order(n) is not (1 or 2))
            throw new GraphException(
                $"{n} got a norm of order {Order(n)}; ONNX has those of 1 and 2. Choose one of them."
            );
        return [Define.Same(n, ElementKind.Float)];
    }

    /// <summary>A vector of zeros stays one; its slope, which has no bound near it, is taken as 0.</summary>
    private static Value LengthGradient(Node n, Value dy)
    {
        var x = n.Input(0);
        long[] axis = [Axis(n)];
        bool absolute = Order(n) == 1;
        var sum = Op.ReduceSum(absolute ? Op.Abs(x) : x * x, axis, keepDims: true);
        var empty = Op.Equal(sum, x.Like(0));
        var safe = Op.Where(empty, x.Like(1), sum);
        var inverse = Op.Where(empty, x.Like(0), 1 / (absolute ? safe : Op.Sqrt(safe)));
        var along = Op.ReduceSum(dy * n.Output, axis, keepDims: true);
        return (dy - (absolute ? Op.Sign(x) : n.Output) * along) * inverse;
    }

    private static int Axis(Node n) => Shapes.Axis(n, n.Attributes.Int("axis", -1), n.Input(0).Rank);

    private static long Order(Node n) => n.Attributes.Int("p", 2);

    private static TensorType[] InferResponse(Node n)
    {
        var x = n.Input(0);
        if (x.Rank < 2 || Size(n) < 1)
            throw new GraphException(
                $"{n} got an input {x.Shape} and a size of {Size(n)}; it needs (batch, channels, …) and a number of channels to sum over."
            );
        return [Define.Same(n, ElementKind.Float)];
    }

    /// <summary>What each element reaches as a neighbour lies around it as its own neighbours do, but the other way round.</summary>
    private static Value ResponseGradient(Node n, Value dy)
    {
        var x = n.Input(0);
        var response = Response(n);
        var received = Neighbours(n, dy * n.Output / response, backwards: true);
        double slope = 2 * Alpha(n) * Beta(n) / Size(n);
        return dy * Op.Pow(response, x.Like(-Beta(n))) - x * received * slope;
    }

    /// <summary>bias + alpha / size times the sum of squares of the channels around each.</summary>
    private static Value Response(Node n) =>
        Neighbours(n, n.Input(0) * n.Input(0)) * (Alpha(n) / Size(n)) + n.Attributes.Float("bias", 1f);

    /// <summary>The sum over the channels around each, of which an even number has one more behind than before it.</summary>
    private static Value Neighbours(Node n, Value x, bool backwards = false)
    {
        long size = Size(n);
        var (before, after) = ((size - 1) / 2, size / 2);
        var padded = backwards ? Op.PadAxis(x, 1, after, before) : Op.PadAxis(x, 1, before, after);
        return Enumerable
            .Range(0, (int)size)
            .Select(i => Op.Slice(padded, 1, i, i == size - 1 ? long.MaxValue : i + 1 - size))
            .Aggregate(Op.Add);
    }

    private static long Size(Node n) => n.Attributes.Int("size");

    private static double Alpha(Node n) => n.Attributes.Float("alpha", 1e-4f);

    private static double Beta(Node n) => n.Attributes.Float("beta", 0.75f);
}

public static partial class Op
{
    /// <summary>Each vector along an axis divided by its norm: the sum of absolute values (p = 1) or the length (p = 2).</summary>
    public static Value LpNormalization(Value x, int axis = -1, int p = 2) =>
        x.Graph.Emit("LpNormalization", new Attributes { { "axis", axis }, { "p", p } }, x);

    /// <summary>
    /// Local response normalisation: x / (bias + alpha / size * sum)^beta, with the sum of squares of so many channels around each;
    /// x is (batch, channels, …).
    /// </summary>
    public static Value LRN(Value x, int size, double alpha = 1e-4, double beta = 0.75, double bias = 1) =>
        x.Graph.Emit(
            "LRN",
            new Attributes
            {
                { "size", size },
                { "alpha", alpha },
                { "beta", beta },
                { "bias", bias },
            },
            x
        );
}
