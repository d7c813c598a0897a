using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>Replaces nodes that a device has no kernel for by their twins in operators that it has.</summary>
internal static class Decompose
{
    /// <summary>Replaces every node for which there is a twin and no kernel.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="hasKernel">Whether the device runs a node of ours as it is.</param>
    public static void Run(Graph graph, Func<Node, bool> hasKernel) =>
        Rewriter.Run(
            graph,
            node => node.Domain.Length > 0 && !hasKernel(node) ? OperatorTable.Get(node).Decompose?.Invoke(node) : null
        );
}
