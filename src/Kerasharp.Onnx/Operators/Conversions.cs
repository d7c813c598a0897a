using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The same numbers as elements of another type.</summary>
internal static class Conversions
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Cast",
            Elementwise = true,
            Infer = InferCast,
            Gradient = (n, dy) =>
                [
                    n.Input(0).ElementType.IsFloat() && n.Output.ElementType.IsFloat()
                        ? Op.Cast(dy[0]!, n.Input(0).ElementType)
                        : null,
                ],
        },
        Define.Composed(
            "CastLike",
            n => [Define.Same(n, ElementKind.Any) with { ElementType = n.Input(1).ElementType }],
            n => [Op.Cast(n.Input(0), n.Input(1).ElementType)],
            since: 15
        ),
    ];

    private static TensorType[] InferCast(Node n)
    {
        var type = Define.Same(n, ElementKind.Any);
        long to = n.Attributes.Int("to");
        if (to == 0 || !Enum.IsDefined((ElementType)to))
            throw new GraphException(
                $"{n} got {to} as the type to cast to; a number of ONNX's TensorProto.DataType was expected, of a type that ElementType names. "
                    + "Give 'to' such a number."
            );
        return [type with { ElementType = (ElementType)to }];
    }
}

public static partial class Op
{
    /// <summary>The same numbers as elements of another type; x itself where it has that type.</summary>
    public static Value Cast(Value x, ElementType to) =>
        x.ElementType == to ? x
        : x.Constant is { Count: 1 } c && x.Rank == 0 ? x.Graph.Scalar(c.ToDoubles()[0], to)
        : x.Graph.Emit("Cast", new Attributes { { "to", to } }, x);

    /// <summary>The numbers of x as elements of the type that another value has.</summary>
    public static Value CastLike(Value x, Value target) => x.Graph.Emit("CastLike", x, target);
}
