using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The sum of the squares of all elements, without a tensor of the squares: what norms of gradients and penalties on weights are.</summary>
internal static class SumsOfSquares
{
    private const string Name = "SumOfSquares";

    public static Operator[] Operators { get; } =
    [
        new()
        {
            Name = Name,
            Domain = OperatorTable.KernelDomain,
            Infer = n =>
            {
                ElementKind.Float.Demand(n, n.Input(0));
                return [n.Input(0).Type with { Shape = Shape.Scalar }];
            },
            Gradient = (n, dys) => ReverseSweep.Through(n, Write, dys),
            Decompose = Write,
        },
    ];

    /// <summary>Whether a node sums up squares in a form that our kernel has; it counts how often a value is read.</summary>
    public static bool Fits(Node n, Func<Value, int> readers) => Squared(n, readers) is not null;

    /// <summary>Our node for such a one.</summary>
    public static Value Of(Node sum, Func<Value, int> readers) => Add(Squared(sum, readers)!);

    /// <summary>A node.</summary>
    public static Value Add(Value x) => x.Graph.Add(OperatorTable.KernelDomain, Name, [x]).Output;

    /// <summary>What is squared; null for another node. Squares that somebody else reads as well are there anyway.</summary>
    private static Value? Squared(Node n, Func<Value, int> readers)
    {
        if (n.Domain.Length > 0 || n.Op is not ("ReduceSum" or "ReduceSumSquare") || !SumsAll(n))
            return null;
        if (n.Op == "ReduceSumSquare")
            return n.Input(0);
        return
            n.Input(0) is { Producer: { Op: "Mul", Domain.Length: 0 } product } squares
            && ReferenceEquals(product.Input(0), product.Input(1))
            && readers(squares) == 1
            ? product.Input(0)
            : null;
    }

    private static bool SumsAll(Node n) =>
        n.Input(0) is { ElementType: ElementType.Float32, Rank: > 0, Shape.IsStatic: true } x
        && n.Attributes.Int("keepdims", 1) == 0
        && n.Optional(1) is null or { IsConstant: true }
        && Reductions.AxesOf(n).Order().SequenceEqual(Enumerable.Range(0, x.Rank));

    private static Value[] Write(Node n) =>
        [n.Input(0).Rank == 0 ? n.Input(0) * n.Input(0) : Op.ReduceSumSquare(n.Input(0))];
}
