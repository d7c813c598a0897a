using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Values made of a shape or of a few numbers.</summary>
internal static class Generating
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "ConstantOfShape",
            Infer = n =>
                [
                    new TensorType(
                        n.Attributes.Tensor("value")?.Type ?? ElementType.Float32,
                        new Shape(Array.ConvertAll(Shapes.Elements(n, 0), e => e.ToDim()))
                    ),
                ],
            Constant = "its elements are all one number",
        },
        new Operator
        {
            Name = "Range",
            Infer = InferRange,
            Gradient = (n, dy) => RangeGradient(n, dy[0]!),
        },
    ];

    private static TensorType[] InferRange(Node n)
    {
        for (int i = 0; i < 3; i++)
        {
            Define.SameElements(n, n.Input(0), n.Input(i));
            if (n.Input(i).Rank > 0)
                throw new GraphException(
                    $"{n} got {n.Input(i).Type} as input {i}; start, limit and delta are single numbers. Squeeze it."
                );
        }
        return [new TensorType(n.Input(0).ElementType, [Length(n)])];
    }

    private static Dim Length(Node n)
    {
        double[]?[] numbers =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(i =>
                    n.Input(i).Constant?.ToDoubles()
                    ?? (Shapes.Known(n, i) is { } known ? Array.ConvertAll(known, k => (double)k) : null)
                ),
        ];
        if (numbers is [[var start], [var limit], [var delta]])
        {
            if (delta == 0)
                throw new GraphException($"{n} got a delta of 0, by which no limit is reached. Give another number.");
            return (long)Math.Max(0, Math.Ceiling((limit - start) / delta));
        }
        // From 0 by 1 there are as many as the limit says.
        return numbers is [[0], null, [1]] && KnownElements.Of(n.Input(1)) is [var size] ? size.ToDim() : Dim.Unknown;
    }

    /// <summary>Element i is start + i·delta; the limit decides how many there are, and that changes in jumps.</summary>
    private static Value?[] RangeGradient(Node n, Value dy)
    {
        var count = Op.SizeOf(n.Output, 0, ElementType.Int64);
        var steps = Op.Cast(Op.Range(count.Like(0), count, count.Like(1)), dy.ElementType);
        return [Op.ReduceSum(dy), null, Op.ReduceSum(dy * steps)];
    }
}

public static partial class Op
{
    /// <summary>A shape filled with one number. The shape, a vector of int64, may be computed.</summary>
    public static Value ConstantOfShape(Value shape, double number, ElementType type) =>
        shape.Graph.Emit(
            "ConstantOfShape",
            new Attributes { { "value", ConstantTensor.Filled(number, type, [1]) } },
            shape
        );

    /// <summary>The numbers from start to before a limit in steps of delta, all three single numbers of one type.</summary>
    public static Value Range(Value start, Value limit, Value delta) => start.Graph.Emit("Range", start, limit, delta);
}
