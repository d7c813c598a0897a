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

    /// <summary>
    /// Our node for one that sums up the squares of a whole tensor; null for others. Squares that somebody else reads as well are there anyway.
    /// </summary>
    /// <param name="n">The node.</param>
    /// <param name="readers">How often a value is read.</param>
    public static Value? Of(Node n, Func<Value, int> readers)
    {
        if (n.Domain.Length > 0 || n.Op is not ("ReduceSum" or "ReduceSumSquare"))
            return null;
        if (!Reductions.TakesFirst(n, n.Input(0).Rank))
            return null;
        if (n.Op == "ReduceSumSquare")
            return Add(n.Input(0));
        return
            n.Input(0) is { Producer: { Op: "Mul", Domain.Length: 0 } product } squares
            && ReferenceEquals(product.Input(0), product.Input(1))
            && readers(squares) == 1
            ? Add(product.Input(0))
            : null;
    }

    /// <summary>A node.</summary>
    public static Value Add(Value x) => x.Graph.Add(OperatorTable.KernelDomain, Name, [x]).Output;

    private static Value[] Write(Node n) =>
        [n.Input(0).Rank == 0 ? n.Input(0) * n.Input(0) : Op.ReduceSumSquare(n.Input(0))];
}
