using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>Takes out nodes that change nothing, joins chains of reshaping, and computes what is known beforehand.</summary>
internal static class Simplify
{
    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        Rewriter.Run(graph, node => Branch(node) ?? (Replacement(node) is { } value ? [value] : null));
    }

    /// <summary>The branch of an If that is known to be taken, in its place.</summary>
    private static Value[]? Branch(Node n)
    {
        if (n.Domain.Length > 0 || n.Op != "If" || Shapes.Known(n, 0) is not [var holds])
            return null;
        var branch = ControlFlow.Body(n, holds != 0 ? "then_branch" : "else_branch");
        return GraphCopy.Body(branch, n.Graph, [.. Bodies.FromOutside(n)]);
    }

    private static Value? Replacement(Node n)
    {
        if (n.Domain.Length > 0 || n.Inputs.Count == 0 || n.Inputs[0] is not { } x)
            return null;
        if (ConstantFolding.TryFold(n) is { } folded)
            return folded;
        return n.Op switch
        {
            "Identity" => x,
            "Cast" when x.ElementType == n.Output.ElementType => x,
            "CastLike" => Op.Cast(x, n.Output.ElementType),
            "Expand" when x.Shape.Equals(n.Output.Shape) => x,
            "Shape" when x.Shape.IsStatic => n.Graph.Ints(x.Shape.ToArray()),
            "Neg" when x.ProducedBy("Neg") is { } inner => inner.Input(0),
            "Transpose" => Transposed(n, x),
            "Reshape" or "Squeeze" or "Unsqueeze" or "Flatten" => Reshaped(n, x),
            _ when Reductions.KeepsOne(n) => ReducedNothing(n, x),
            "Mul" or "Div" => Neutral(n, 1),
            "Add" or "Sub" => Neutral(n, 0),
            "Pad" when n.Input(1).Constant?.IsAll(0) == true => x,
            "Tile" when n.Input(1).Constant?.IsAll(1) == true => x,
            _ => null,
        };
    }

    private static Value? Transposed(Node n, Value x)
    {
        int[] order = Reshaping.Permutation(n);
        if (Permutations.IsIdentity(order))
            return x;
        if (x.ProducedBy("Transpose") is not null)
            return Op.Transpose(x, order);
        // Where only axes of size 1 move, the elements stay in order.
        bool ordered = order.Where(a => !x.Shape[a].IsOne).ToArray() is var moved && moved.SequenceEqual(moved.Order());
        return ordered && n.Output.Shape.Count(d => !d.IsKnown) <= 1 ? Reshaped(n, x) : null;
    }

    /// <summary>A chain of nodes that only rename dimensions is one Reshape, or nothing.</summary>
    private static Value? Reshaped(Node n, Value x)
    {
        var shape = n.Output.Shape;
        var source = x;
        while (source.Producer is { Domain: "", Op: "Reshape" or "Squeeze" or "Unsqueeze" or "Flatten" } inner)
            source = inner.Input(0);
        if (source.Shape.Equals(shape))
            return source;
        bool plain = n.Op == "Reshape" || (n.Op == "Flatten" && source == x);
        if ((source == x && plain) || shape.Count(d => !d.IsKnown) > 1)
            return null;
        return Op.Reshape(source, shape);
    }

    private static Value? ReducedNothing(Node n, Value x)
    {
        if (n.Optional(1) is not null && n.Input(1).Constant is null)
            return null;
        int[] axes = Reductions.AxesOf(n);
        if (axes.Length == 0)
            return x;
        return axes.All(a => x.Shape[a].IsOne) && n.Output.Shape.Count(d => !d.IsKnown) <= 1
            ? Op.Reshape(x, n.Output.Shape)
            : null;
    }

    private static Value? Neutral(Node n, double neutral)
    {
        if (IsNeutral(n.Input(1)) && n.Input(0).Shape.Equals(n.Output.Shape))
            return n.Input(0);
        bool commutes = n.Op is "Mul" or "Add";
        return commutes && IsNeutral(n.Input(0)) && n.Input(1).Shape.Equals(n.Output.Shape) ? n.Input(1) : null;

        bool IsNeutral(Value value) => value.Constant is { Count: 1 } c && c.IsAll(neutral);
    }
}
