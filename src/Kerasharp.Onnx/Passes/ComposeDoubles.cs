using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>Writes what a device does not have in float64 in other operators, where there is such a form, and finds what has none.</summary>
internal static class ComposeDoubles
{
    // A composition may hold what is itself to be composed: a pool's mean is a convolution.
    private const int Rounds = 4;

    /// <summary>Replaces nodes by their compositions.</summary>
    /// <param name="graph">The graph, changed in place.</param>
    /// <param name="has">Whether the device runs a node on elements of a type.</param>
    public static void Run(Graph graph, Func<Node, ElementType, bool> has)
    {
        for (int i = 0; i < Rounds && Lacking(graph, has) is not null; i++)
            Once(graph, has);
    }

    /// <summary>A node of float64 that the device does not have; null where it has all.</summary>
    public static Node? Lacking(Graph graph, Func<Node, ElementType, bool> has)
    {
        foreach (var node in graph.Sort())
        {
            if (IsDouble(node) && !has(node, ElementType.Float64))
                return node;
            foreach (var body in node.Subgraphs())
                if (Lacking(body, has) is { } within)
                    return within;
        }
        return null;
    }

    private static void Once(Graph graph, Func<Node, ElementType, bool> has)
    {
        Rewriter.EachBody(graph, body => Once(body, has));
        Rewriter.Run(graph, node => IsDouble(node) && !has(node, ElementType.Float64) ? Composed(node) : null);
    }

    private static Value[]? Composed(Node node) =>
        node.Op switch
        {
            "Conv" => [UnfoldedConvolutions.Convolve(node)],
            "ConvTranspose" => [UnfoldedConvolutions.ConvolveTransposed(node)],
            "AveragePool" => [AveragePools.ByConvolution(node)],
            _ => OperatorTable.Get(node).Decompose?.Invoke(node),
        };

    private static bool IsDouble(Node node) =>
        node.Inputs.Concat(node.Outputs).Any(v => v?.ElementType == ElementType.Float64);
}
