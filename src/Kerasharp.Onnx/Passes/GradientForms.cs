using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Gives biases' gradients to our kernel, together with that of the Relu behind the bias where there is one, once everything else about a step
/// is decided.
/// </summary>
internal static class GradientForms
{
    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        var summed = graph
            .Sort()
            .Where(ColumnSums.Fits)
            .Select(n => n.Input(0).Producer)
            .Where(n => n is { Op: "ReluGradient" })
            .ToHashSet();
        Rewriter.Run(graph, node => summed.Contains(node) ? [ColumnSums.OfRelu(node)[0]] : Sums(node));
    }

    private static Value[]? Sums(Node node) =>
        !ColumnSums.Fits(node) ? null
        : node.Input(0).Producer is { Op: "ReluColumnSums" } both ? [both.Outputs[1]]
        : [ColumnSums.Of(node)];
}
