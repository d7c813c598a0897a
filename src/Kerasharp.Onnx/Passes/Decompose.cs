using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>Replaces nodes that a device or an opset lacks by the same in operators that it has.</summary>
internal static class Decompose
{
    private const int MostPlaces = 1 << 14;
    private const int LongestAxis = 1 << 24;

    /// <summary>Replaces every node for which there is a twin and no kernel.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="hasKernel">Whether the device runs a node of ours as it is.</param>
    public static void Run(Graph graph, Func<Node, bool> hasKernel)
    {
        Rewriter.Run(
            graph,
            node => node.Domain.Length > 0 && !hasKernel(node) ? OperatorTable.Get(node).Decompose?.Invoke(node) : null
        );
        // A twin may be a Scan whose turn holds other nodes of ours.
        Rewriter.EachBody(graph, body => Run(body, hasKernel));
    }

    /// <summary>Whether a graph, or a graph within it, holds a node that an opset lacks.</summary>
    public static bool Needed(Graph graph, int opset) =>
        graph.Sort().Exists(n => IsMissing(n, opset) || n.Subgraphs().Any(g => Needed(g, opset)));

    /// <summary>Replaces every node that an opset lacks.</summary>
    /// <exception cref="GraphException">A node has no form in older operators.</exception>
    public static void ForOpset(Graph graph, int opset)
    {
        // What a decomposition is made of may itself be too new.
        while (Needed(graph, opset))
        {
            Rewriter.EachBody(graph, body => ForOpset(body, opset));
            Rewriter.Run(graph, node => IsMissing(node, opset) ? Older(node, opset) : null);
        }
    }

    private static bool IsMissing(Node node, int opset) =>
        node.Domain.Length == 0 && !OperatorTable.Get(node).Knows(node, opset);

    private static Value[] Older(Node node, int opset)
    {
        CheckSize(node);
        return OperatorTable.Get(node).Decompose?.Invoke(node)
            ?? throw new GraphException(
                $"{node} has no form in opset {opset}, which was asked for. Write the model with a newer opset, up to {ModelWriter.Opsets.Newest}."
            );
    }

    /// <summary>
    /// Compositions have a node for each place of a window, or a constant for each place of an axis: a small file that claims vast
    /// sizes must not make vast graphs.
    /// </summary>
    private static void CheckSize(Node node)
    {
        double places = (node.Attributes.Ints("kernel_shape") ?? []).Aggregate(1.0, (product, k) => product * k);
        double longest = 0;
        foreach (var value in node.Inputs.Concat(node.Outputs))
            if (value is { IsConstant: false })
                foreach (var dim in value.Shape)
                    longest = Math.Max(longest, dim.IsKnown ? dim.Value : 0);
        if (places > MostPlaces || longest > LongestAxis)
            throw new GraphException(
                FormattableString.Invariant(
                    $"{node} has a window of {places} places and an axis of {longest}; to be written in other operators, up to {MostPlaces} and {LongestAxis} are supported. Write the model with a newer opset, or with smaller sizes."
                )
            );
    }
}
