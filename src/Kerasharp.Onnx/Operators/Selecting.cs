using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Elements, or their places, chosen by what they hold: how many there are is seen when it runs.</summary>
internal static class Selecting
{
    private const string Jumps = "places change only in jumps";

    public static Operator[] Operators { get; } =
    [
        Define.Composed("Compress", InferCompress, n => [ByPlaces(n)]),
        new Operator
        {
            Name = "NonZero",
            Infer = InferNonZero,
            Constant = Jumps,
        },
        new Operator
        {
            Name = "Unique",
            Infer = InferUnique,
            Gradient = UniqueGradient,
        },
        new Operator
        {
            Name = "NonMaxSuppression",
            Infer = InferSuppression,
            Constant = Jumps,
        },
    ];

    private static int? AxisOf(Node n) =>
        n.Attributes.Has("axis") ? Shapes.Axis(n, n.Attributes.Int("axis"), n.Input(0).Rank) : null;

    private static TensorType[] InferCompress(Node n)
    {
        var (x, condition) = (n.Input(0), n.Input(1));
        if (condition.ElementType != ElementType.Bool || condition.Rank != 1 || x.Rank == 0)
            throw new GraphException(
                $"{n} got an input {x.Shape} and a condition {condition.Type}; one dimension or more and a vector of truth values were expected. Cast or reshape them."
            );
        Dim count = Shapes.Known(n, 1) is { } known ? known.LongCount(c => c != 0) : Dim.Unknown;
        return [x.Type with { Shape = AxisOf(n) is { } axis ? x.Shape.With(axis, count) : [count] }];
    }

    private static Value ByPlaces(Node n)
    {
        var x = n.Input(0);
        var places = Op.Reshape(Op.NonZero(n.Input(1)), -1);
        return AxisOf(n) is { } axis ? Op.Gather(x, places, axis) : Op.Gather(Op.Reshape(x, -1), places);
    }

    private static TensorType[] InferNonZero(Node n)
    {
        int rank = n.Input(0).Rank;
        // ONNX and ONNX Runtime differ on how many coordinates a single number has.
        return [new TensorType(ElementType.Int64, [rank == 0 ? Dim.Unknown : rank, Dim.Unknown])];
    }

    private static TensorType[] InferUnique(Node n)
    {
        var x = n.Input(0);
        var all = AxisOf(n) is { } axis ? x.Shape[axis] : Shapes.Product(x.Shape.ToDims());
        Shape found = AxisOf(n) is { } along ? x.Shape.With(along, Dim.Unknown) : [Dim.Unknown];
        return [x.Type with { Shape = found }, Places(Dim.Unknown), Places(all), Places(Dim.Unknown)];

        static TensorType Places(Dim count) => new(ElementType.Int64, [count]);
    }

    /// <summary>What is found is taken from its first occurrence, which gets the gradient.</summary>
    private static Value?[] UniqueGradient(Node n, Value?[] dy)
    {
        if (dy[0] is not { } gradient)
            return [null];
        var x = n.Input(0);
        return AxisOf(n) is { } axis
            ? [Indexing.Returned(gradient, n.Outputs[1], x.Shape, axis)]
            : [Op.Reshape(Indexing.Returned(gradient, n.Outputs[1], [x.Shape.ElementCount], 0), x.Shape)];
    }

    private static TensorType[] InferSuppression(Node n)
    {
        var (boxes, scores) = (n.Input(0), n.Input(1));
        Shapes.Rank(n, boxes, 3, "boxes");
        Shapes.Rank(n, scores, 3, "scores");
        if (boxes.Shape[2] is { IsKnown: true, Value: not 4 })
            throw new GraphException($"{n} got boxes {boxes.Shape}; their last dimension holds 4 coordinates.");
        return [new TensorType(ElementType.Int64, [Dim.Unknown, 3])];
    }
}

public static partial class Op
{
    /// <summary>The entries of x along an axis where the condition, a vector of truth values, holds.</summary>
    public static Value Compress(Value x, Value condition, int axis) =>
        x.Graph.Emit("Compress", new Attributes { { "axis", axis } }, x, condition);

    /// <summary>The elements of x, in order, where the condition holds.</summary>
    public static Value Compress(Value x, Value condition) => x.Graph.Emit("Compress", x, condition);

    /// <summary>The places of the elements that are not zero: a row of int64 for each axis.</summary>
    public static Value NonZero(Value x) => x.Graph.Emit("NonZero", x);

    /// <summary>
    /// The elements of x, each once, or the entries along an axis; then the place of each one's first occurrence, which of them
    /// stands at each place of x, and how often each occurs.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="axis">The axis; all elements as one row where it is null.</param>
    /// <param name="sorted">Whether they come sorted, or in the order in which they occur.</param>
    public static (Value Values, Value First, Value Inverse, Value Counts) Unique(
        Value x,
        int? axis = null,
        bool sorted = true
    )
    {
        var outputs = x.Graph.Add("", "Unique", [x], new Attributes { { "axis", axis }, { "sorted", sorted } }).Outputs;
        return (outputs[0], outputs[1], outputs[2], outputs[3]);
    }

    /// <summary>The boxes that stand out: rows of batch, class and box, by falling scores, of which no two overlap by more than told.</summary>
    /// <param name="boxes">Boxes, (batch, boxes, 4): y1, x1, y2, x2, or with centerPointBox x, y, width, height.</param>
    /// <param name="scores">Their scores, (batch, classes, boxes).</param>
    /// <param name="most">How many at most for each class.</param>
    /// <param name="overlap">The area of the intersection by that of the union, above which the lower of two falls out.</param>
    /// <param name="score">The least score; all where null.</param>
    /// <param name="centerPointBox">How boxes are given.</param>
    public static Value NonMaxSuppression(
        Value boxes,
        Value scores,
        long most,
        double overlap = 0,
        double? score = null,
        bool centerPointBox = false
    ) =>
        boxes.Graph.Emit(
            "NonMaxSuppression",
            new Attributes { { "center_point_box", centerPointBox } },
            boxes,
            scores,
            boxes.Graph.Ints(most),
            boxes.Graph.Constant(ConstantTensor.Vector((float)overlap)),
            score is { } least ? boxes.Graph.Constant(ConstantTensor.Vector((float)least)) : null
        );
}
