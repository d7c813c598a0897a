using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Elements placed by computed indices: in the place of what is there, or joined with it by a reduction.</summary>
internal static class Scattering
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "ScatterElements",
            Infer = InferElements,
            Gradient = ElementsGradient,
            Lacks = (n, opset) => opset < 18 && Reduction(n) is "max" or "min",
            Decompose = n => [ByComparison(n)],
        },
        new Operator
        {
            Name = "ScatterND",
            Infer = InferNd,
            Gradient = (n, dy) => ReverseSweep.Through(n, ByElements, dy),
            IsComposed = true,
            // ONNX Runtime's CPU kernel lets threads reduce into one place at once and loses updates: where there is a reduction it
            // is never written as it is.
            Lacks = (n, _) => Reduction(n) != "none",
            Decompose = ByElements,
        },
    ];

    private static string Reduction(Node n) => n.Attributes.String("reduction", "none");

    private static int Axis(Node n) => Shapes.Axis(n, n.Attributes.Int("axis"), n.Input(0).Rank);

    private static TensorType[] InferElements(Node n)
    {
        var (x, indices, updates) = (n.Input(0), n.Input(1), n.Input(2));
        Check(n);
        Axis(n);
        Shapes.Rank(n, indices, x.Rank, "indices");
        Fit(n, updates, indices.Shape);
        return [x.Type];
    }

    private static TensorType[] InferNd(Node n)
    {
        var (x, indices, updates) = (n.Input(0), n.Input(1), n.Input(2));
        Check(n);
        Fit(n, updates, new Shape([.. indices.Shape.SkipLast(1), .. x.Shape.Skip(Indexing.Depth(n))]));
        return [x.Type];
    }

    private static void Check(Node n)
    {
        Define.SameElements(n, n.Input(0), n.Input(2));
        if (Reduction(n) is not ("none" or "add" or "mul" or "max" or "min"))
            throw new GraphException(
                $"{n} got the reduction '{Reduction(n)}'; none, add, mul, max and min are known. Choose one of them."
            );
    }

    private static void Fit(Node n, Value updates, Shape shape)
    {
        bool fits = updates.Rank == shape.Rank;
        for (int i = 0; fits && i < shape.Rank; i++)
            fits = !shape[i].IsKnown || !updates.Shape[i].IsKnown || shape[i] == updates.Shape[i];
        if (!fits)
            throw new GraphException(
                $"{n} got updates {updates.Shape} for indices {n.Input(1).Shape}; {shape} was expected. Reshape the updates."
            );
    }

    /// <summary>
    /// By 'none' every update is taken to arrive: ONNX leaves open which one does where indices repeat. By 'max' and 'min' equal
    /// extremes share the gradient. By 'mul' an update gets the product of all else at its place, zero or not; the gradient of that
    /// holds where no update is zero.
    /// </summary>
    private static Value?[] ElementsGradient(Node n, Value?[] dy)
    {
        var (x, updates, g) = (n.Input(0), n.Input(2), dy[0]!);
        switch (Reduction(n))
        {
            case "none":
                return [Scatter(g, Op.FilledLike(updates, 0, g.ElementType), "none"), null, Gather(g)];
            case "add":
                return [g, null, Gather(g)];
            case "mul":
                var ones = Op.FilledLike(x, 1, g.ElementType);
                return [g * Scatter(ones, updates, "mul"), null, Gather(g * x) * Others(ones)];
            default:
                var kept = Among(x, n.Output);
                var chosen = Among(updates, Gather(n.Output));
                var share = g / Scatter(kept, chosen, "add");
                return [share * kept, null, Gather(share) * chosen];
        }

        Value Gather(Value from) => Op.GatherElements(from, n.Input(1), Axis(n));

        Value Scatter(Value into, Value from, string reduction) =>
            Op.ScatterElements(into, n.Input(1), from, Axis(n), reduction);

        Value Among(Value a, Value b) => Op.Cast(Op.Equal(a, b), g.ElementType);

        // The product of a place without its zeros, and whether another update is one.
        Value Others(Value ones)
        {
            var isZero = Among(updates, updates.Like(0));
            var safe = updates + isZero;
            var zeros = Scatter(Op.FilledLike(x, 0, g.ElementType), isZero, "add");
            return Gather(Scatter(ones, safe, "mul")) / safe * Among(Gather(zeros), isZero);
        }
    }

    /// <summary>The axes that indices name become one, along which ScatterElements counts.</summary>
    private static Value[] ByElements(Node n)
    {
        var (x, indices, updates) = (n.Input(0), n.Input(1), n.Input(2));
        int depth = Indexing.Depth(n);
        var rows = Op.Flatten(updates, indices.Rank - 1);
        var places = Op.Reshape(Indexing.Flat(indices, x, 0), -1, 1);
        var scattered = Op.ScatterElements(Op.Flatten(x, depth), Op.ExpandLike(places, rows), rows, 0, Reduction(n));
        return [x.Graph.Emit("Reshape", new Attributes { { "allowzero", 1 } }, scattered, Op.ShapeOf(x))];
    }

    /// <summary>
    /// The greatest or least by comparing every index with every place along the axis, for opsets without these reductions.
    /// </summary>
    private static Value ByComparison(Node n)
    {
        var (x, indices, updates) = (n.Input(0), n.Input(1), n.Input(2));
        if (!x.ElementType.IsFloat() || !x.Shape.IsStatic || !indices.Shape.IsStatic)
            throw new GraphException(
                $"{n} scatters by '{Reduction(n)}', which came with opset 18; for older ones only floating-point numbers of fixed shapes can be written. Write opset 18 or newer."
            );
        if (indices.Shape.ElementCount == 0)
            return x;
        int axis = Axis(n);
        long size = x.Shape[axis].Value;
        bool greatest = Reduction(n) == "max";
        var none = x.Like(greatest ? double.NegativeInfinity : double.PositiveInfinity);
        var column = new long[x.Rank - axis];
        Array.Fill(column, 1);
        column[0] = size;
        var all = x.Graph.Constant(
            ConstantTensor.Of<long>([.. Enumerable.Range(0, (int)size).Select(i => (long)i)], column)
        );
        var places = Indexing.FromStart(indices, Op.SizeOf(x, axis, ElementType.Int64));
        var hits = Op.Equal(Op.Unsqueeze(places, [axis + 1]), all);
        var candidates = Op.Where(hits, Op.Unsqueeze(updates, [axis + 1]), none);
        var best = greatest ? Op.ReduceMax(candidates, [axis]) : Op.ReduceMin(candidates, [axis]);
        // Indices need not cover x along the other axes.
        long[] behind = [.. x.Shape.Zip(best.Shape, (whole, covered) => whole.Value - covered.Value)];
        best = Op.Pad(best, [.. new long[x.Rank], .. behind], none);
        return greatest ? Op.Max(x, best) : Op.Min(x, best);
    }
}

public static partial class Op
{
    /// <summary>
    /// x with elements replaced by the updates at the places that the indices name, or joined with them by "add", "mul", "max" or "min".
    /// Without a reduction each place must be named once.
    /// </summary>
    public static Value ScatterElements(Value x, Value indices, Value updates, int axis, string reduction = "none") =>
        x.Graph.Emit(
            "ScatterElements",
            new Attributes { { "axis", axis }, { "reduction", reduction } },
            x,
            indices,
            updates
        );

    /// <summary>
    /// x with entries replaced by the updates at rows of indices, of which the first one counts along the first axis, and so on; or
    /// joined with them by "add", "mul", "max" or "min". Without a reduction each place must be named once.
    /// </summary>
    public static Value ScatterND(Value x, Value indices, Value updates, string reduction = "none") =>
        x.Graph.Emit("ScatterND", new Attributes { { "reduction", reduction } }, x, indices, updates);
}
