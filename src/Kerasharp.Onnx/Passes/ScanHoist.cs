using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Computes outside of a Scan, once, what its turns would compute of outside values alone, each time the same: a weight transposed, or a
/// part of it. Before differentiation it also leaves the weight's gradient one product over all turns.
/// </summary>
internal static class ScanHoist
{
    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        Rewriter.Run(graph, node => node.Domain.Length == 0 && node.Op == "Scan" ? Hoisted(node) : null);
    }

    private static Value[]? Hoisted(Node n)
    {
        var body = ControlFlow.Body(n);
        int captured = Bodies.CapturedCount(n.Attributes);
        var outside = new HashSet<Value>(body.Inputs.TakeLast(captured), ReferenceEqualityComparer.Instance);
        var still = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var leaving = new List<Value>();
        foreach (var node in body.Sort())
        {
            // What constants alone give, the runtime computes beforehand by itself.
            bool same = OperatorTable.Get(node).Pure && !node.Subgraphs().Any() && node.Inputs.Any(IsOutside);
            if (same && node.Inputs.All(i => i is null || i.IsConstant || IsOutside(i)))
            {
                outside.UnionWith(node.Outputs);
                still.Add(node);
                continue;
            }
            leaving.AddRange(node.Inputs.OfType<Value>());
        }
        leaving.AddRange(body.Outputs.Select(o => o.Value));
        var moved = leaving
            .Where(v => v.Producer is { } producer && still.Contains(producer))
            .Distinct<Value>(ReferenceEqualityComparer.Instance)
            .ToArray();
        if (moved.Length == 0)
            return null;
        var map = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var (inner, given) in body.Inputs.TakeLast(captured).Zip(Bodies.FromOutside(n)))
            map[inner] = given;
        var outer = GraphCopy.Into(moved, n.Graph, map);
        var entered = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < moved.Length; i++)
            entered[moved[i]] = Bodies.Enter(body, FreeName(body), outer[i]);
        Rewriter.Run(
            body,
            node => still.Contains(node) ? [.. node.Outputs.Select(o => entered.GetValueOrDefault(o, o))] : null
        );
        var attributes = n.Attributes.Clone();
        attributes.Add(Bodies.Captured, captured + moved.Length);
        var scan = n.Graph.Add("", "Scan", [.. n.Inputs, .. outer], attributes);
        scan.Name = n.Name;
        return [.. scan.Outputs];

        bool IsOutside(Value? value) => value is not null && outside.Contains(value);
    }

    private static string FreeName(Graph graph)
    {
        int number = 0;
        while (graph.FindInput($"outside{number}") is not null)
            number++;
        return $"outside{number}";
    }
}
