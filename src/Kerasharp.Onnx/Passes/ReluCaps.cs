using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Makes a Clip of each Relu with a maximum: one node, and the form that runtimes fuse with what stands before. It is written with a
/// comparison, since its gradient at the maximum is 0, where a Clip's is 1; so this runs after differentiation.
/// </summary>
internal static class ReluCaps
{
    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        Rewriter.Run(graph, node => Clip(node) is { } value ? [value] : null);
    }

    private static Value? Clip(Node n)
    {
        if (n.Domain.Length > 0 || n.Op != "Where" || n.Input(1) is not { Rank: 0, Constant: { } max } bound)
            return null;
        double number = max.ToDoubles()[0];
        return
            n.Input(0).ProducedBy("GreaterOrEqual") is { } comparison
            && n.Input(2).ProducedBy("Relu") is { } relu
            && comparison.Input(0) == relu.Input(0)
            && comparison.Input(1).Constant is { Count: 1 } least
            && least.IsAll(number)
            && number > 0
            ? Op.Clip(relu.Input(0), bound.Like(0), bound)
            : null;
    }
}
