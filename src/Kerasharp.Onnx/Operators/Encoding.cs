using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Categories as rows of numbers.</summary>
internal static class Encoding
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "OneHot",
            Infer = InferOneHot,
            Gradient = (n, dy) => [null, null, LevelGradient(n, dy[0]!)],
        },
        new Operator
        {
            Name = "TfIdfVectorizer",
            Infer = InferCounts,
            Constant = "it counts words, and counts change only in jumps",
        },
    ];

    private static TensorType[] InferOneHot(Node n)
    {
        var (indices, levels) = (n.Input(0).Shape, n.Input(2));
        int axis = Shapes.Axis(n, n.Attributes.Int("axis", -1), indices.Rank + 1);
        bool fits = indices.Rank > 0 && n.Input(1).Rank <= 1 && levels.Rank == 1;
        if (!fits || levels.Shape[0] is { IsKnown: true, Value: not 2 })
            throw new GraphException(
                $"{n} got indices {indices}, a depth {n.Input(1).Type} and values {levels.Type}; one dimension or more, one number, and a vector of two, off and on, were expected. Reshape them."
            );
        Dim depth =
            Shapes.Known(n, 1) is [>= 0 and var known] ? known
            : KnownElements.Of(n.Input(1)) is [var element] ? element.ToDim()
            : Dim.Unknown;
        return [new TensorType(levels.ElementType, new Shape([.. indices.Take(axis), depth, .. indices.Skip(axis)]))];
    }

    /// <summary>Each element is one of two levels, which gets its gradient.</summary>
    private static Value LevelGradient(Node n, Value dy)
    {
        var on = n.Graph.Emit(
            "OneHot",
            n.Attributes.Clone(),
            n.Input(0),
            n.Input(1),
            Op.OnOff(n.Graph, dy.ElementType)
        );
        var (off, hot) = (Op.ReduceSum(dy * (1 - on)), Op.ReduceSum(dy * on));
        return Op.Concat([Op.Unsqueeze(off, [0]), Op.Unsqueeze(hot, [0])], 0);
    }

    private static TensorType[] InferCounts(Node n)
    {
        var x = n.Input(0).Shape;
        if (x.Rank is not (1 or 2) || n.Attributes.Ints("ngram_indexes") is not { Length: > 0 } places)
            throw new GraphException(
                $"{n} got a shape {x} and {n.Attributes.Ints("ngram_indexes")?.Length ?? 0} ngram_indexes; a row of words, or one for each example, and one or more were expected. Export the model again."
            );
        return [new TensorType(ElementType.Float32, new Shape([.. x.SkipLast(1), places.Max() + 1]))];
    }
}

public static partial class Op
{
    /// <summary>A row of zeros with a one at each index, of the given element type.</summary>
    public static Value OneHot(Value indices, long depth, ElementType type, int axis = -1) =>
        OneHot(Cast(indices, ElementType.Int64), indices.Graph.Ints(depth), OnOff(indices.Graph, type), axis);

    /// <summary>A row of one number with another at each index; rows of indices that are out of range have none.</summary>
    /// <param name="indices">The indices; negative ones count from the end.</param>
    /// <param name="depth">The length of a row, one number, which may be computed.</param>
    /// <param name="levels">The two numbers: elsewhere, and at the index.</param>
    /// <param name="axis">Along which axis of the result rows lie.</param>
    public static Value OneHot(Value indices, Value depth, Value levels, int axis = -1) =>
        indices.Graph.Emit("OneHot", new Attributes { { "axis", axis } }, indices, depth, levels);

    internal static Value OnOff(Graph graph, ElementType type) =>
        graph.Constant(
            new ConstantTensor(
                type,
                [2],
                [.. ConstantTensor.Scalar(0, type).Bytes, .. ConstantTensor.Scalar(1, type).Bytes]
            )
        );
}
