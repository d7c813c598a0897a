using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The places of the greatest and least elements along an axis, and those elements.</summary>
internal static class Selections
{
    public static Operator[] Operators { get; } =
    [
        Place("ArgMax"),
        Place("ArgMin"),
        new Operator
        {
            Name = "TopK",
            Infer = InferTopK,
            // No place is chosen twice, so nothing has to be added up.
            Gradient = (n, dy) =>
                [
                    Op.ScatterElements(
                        Op.Expand(dy[0]!.Like(0), n.Input(0).Shape),
                        n.Outputs[1],
                        dy[0]!,
                        (int)n.Attributes.Int("axis", -1)
                    ),
                    null,
                ],
            EveryOutput = true,
        },
    ];

    private static Operator Place(string name) =>
        new()
        {
            Name = name,
            Infer = n =>
                [
                    new TensorType(
                        ElementType.Int64,
                        Reductions.Reduce(n, [Shapes.Axis(n, n.Attributes.Int("axis"), n.Input(0).Rank)])
                    ),
                ],
            Constant = "a position changes only in jumps",
        };

    private static TensorType[] InferTopK(Node n)
    {
        var x = n.Input(0);
        int axis = Shapes.Axis(n, n.Attributes.Int("axis", -1), x.Rank);
        if (Shapes.Elements(n, 1) is not [var k] || n.Input(1).Rank != 1)
            throw new GraphException(
                $"{n} got {n.Input(1).Type} as the number of elements to take; a vector of one int64 was expected. Reshape it to (1,)."
            );
        if (k.Number < 0 || (x.Shape[axis].IsKnown && k.Number > x.Shape[axis].Value))
            throw new GraphException(
                $"{n} is to take {k.Number} elements along axis {axis} of {x.Shape}; it can take 0 to {x.Shape[axis]}. Take fewer."
            );
        var shape = x.Shape.With(axis, k.ToDim());
        return [x.Type with { Shape = shape }, new TensorType(ElementType.Int64, shape)];
    }
}

public static partial class Op
{
    /// <summary>The place of the greatest element along an axis, as int64: of equal ones the first, or the last.</summary>
    public static Value ArgMax(Value x, int axis, bool keepDims = false, bool selectLast = false) =>
        Place("ArgMax", x, axis, keepDims, selectLast);

    /// <summary>The place of the least element along an axis, as int64: of equal ones the first, or the last.</summary>
    public static Value ArgMin(Value x, int axis, bool keepDims = false, bool selectLast = false) =>
        Place("ArgMin", x, axis, keepDims, selectLast);

    /// <summary>The k greatest (or least) elements along an axis, and their places as int64; of equal ones the first are taken.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="k">How many to take.</param>
    /// <param name="axis">The axis along which they are compared.</param>
    /// <param name="largest">Whether the greatest are wanted.</param>
    /// <param name="sorted">Whether they come in order; else in any.</param>
    public static (Value Values, Value Indices) TopK(
        Value x,
        long k,
        int axis = -1,
        bool largest = true,
        bool sorted = true
    ) => TopK(x, x.Graph.Ints(k), axis, largest, sorted);

    /// <summary>The same for a computed k, a vector of one int64.</summary>
    public static (Value Values, Value Indices) TopK(
        Value x,
        Value k,
        int axis = -1,
        bool largest = true,
        bool sorted = true
    )
    {
        var attributes = new Attributes
        {
            { "axis", axis },
            { "largest", largest },
            { "sorted", sorted },
        };
        var outputs = x.Graph.Add("", "TopK", [x, k], attributes).Outputs;
        return (outputs[0], outputs[1]);
    }

    private static Value Place(string op, Value x, int axis, bool keepDims, bool selectLast)
    {
        var attributes = new Attributes { { "axis", axis }, { "keepdims", keepDims } };
        if (selectLast)
            attributes.Add("select_last_index", 1);
        return x.Graph.Emit(op, attributes, x);
    }
}
