using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Walks a graph once, inputs before outputs, and lets a rule replace nodes. A pass is a rule; what it leaves unused is gone, since
/// a graph is what its outputs reach.
/// </summary>
internal static class Rewriter
{
    /// <summary>Applies a rule to every node.</summary>
    /// <param name="graph">The graph, changed in place.</param>
    /// <param name="rule">Gives values that replace the node's outputs, or null to keep the node. Its inputs are already replaced.</param>
    public static void Run(Graph graph, Func<Node, Value[]?> rule)
    {
        var replaced = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var node in graph.Sort())
        {
            ReplaceInputs(node, replaced);
            Value[]? values;
            using (graph.At(node.Scope))
                values = rule(node);
            if (values is null)
                continue;
            for (int i = 0; i < values.Length; i++)
                replaced[node.Outputs[i]] = values[i];
        }
        foreach (var output in graph.Outputs)
            if (replaced.TryGetValue(output.Value, out var value))
                output.Value = value;
        TypeCheck.AfterPass(graph);
    }

    /// <summary>Lets a pass work on the graphs that a graph's nodes run, each on its own.</summary>
    public static void EachBody(Graph graph, Action<Graph> pass)
    {
        foreach (var node in graph.Sort())
        foreach (var body in node.Subgraphs())
            pass(body);
    }

    private static void ReplaceInputs(Node node, Dictionary<Value, Value> replaced)
    {
        for (int i = 0; i < node.Inputs.Count; i++)
            if (node.Inputs[i] is { } input && replaced.TryGetValue(input, out var value))
                node.ReplaceInput(i, value);
    }
}
