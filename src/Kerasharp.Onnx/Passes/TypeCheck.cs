using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>Infers every type again and compares. Tests switch it on for every pass.</summary>
internal static class TypeCheck
{
    /// <summary>Whether each pass is checked; costs time, so it is off outside tests.</summary>
    public static bool Enabled { get; set; }

    /// <summary>Checks a graph if checks are on.</summary>
    public static void AfterPass(Graph graph)
    {
        if (Enabled)
            Verify(graph);
    }

    /// <summary>Checks a graph.</summary>
    /// <exception cref="GraphException">A node's recorded type is not what its inputs give.</exception>
    public static void Verify(Graph graph)
    {
        var inputs = new HashSet<Value>(graph.Inputs, ReferenceEqualityComparer.Instance);
        foreach (var node in graph.Sort())
        {
            foreach (var input in node.Inputs)
                if (input is { Producer: null, IsConstant: false } && input.Graph == graph && !inputs.Contains(input))
                    throw new GraphException($"{node} reads {input}, which is no input of the graph any more.");
            foreach (var subgraph in node.Subgraphs())
                Verify(subgraph);
            var types = OperatorTable.Get(node).Infer(node);
            for (int i = 0; i < types.Length; i++)
            {
                var (inferred, recorded) = (types[i], node.Outputs[i].Type);
                if (inferred.ElementType != recorded.ElementType || !Agree(inferred.Shape, recorded.Shape))
                    throw new GraphException(
                        $"{node} has an output recorded as {recorded}; its inputs give {inferred}."
                    );
            }
        }
    }

    private static bool Agree(Shape a, Shape b)
    {
        if (a.Rank != b.Rank)
            return false;
        for (int i = 0; i < a.Rank; i++)
            if (a[i].IsKnown && b[i].IsKnown && a[i] != b[i])
                return false;
        return true;
    }
}
