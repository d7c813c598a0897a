using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Makes a MaxPool and its gradient nodes that hand on the chosen places, together with a Relu behind the pooling and that one's gradient:
/// what is pooled is then read once, and the Relu costs nothing. Where kernels are, after differentiation.
/// </summary>
internal sealed class PoolForms
{
    private readonly Dictionary<Node, Pair> _pairs = [];

    private PoolForms(Graph graph)
    {
        var readers = Readers.Count(graph);
        var sorted = graph.Sort();
        var pools = new Dictionary<Value, Pair>(ReferenceEqualityComparer.Instance);
        foreach (var node in sorted)
            if (
                node is { Domain: "", Op: "MaxPool" }
                && !readers.ContainsKey(node.Outputs[1])
                && PlacedMaxPools.Fits(node)
            )
                pools[node.Input(0)] = new(node);
        foreach (var node in sorted)
            if (IsOurs(node, "MaxPoolGradient") && pools.ContainsKey(node.Input(0)) && PlacedMaxPools.Fits(node))
                pools[node.Input(0)].Gradients.Add(node);
        foreach (var pair in pools.Values.Where(p => p.Gradients.Count > 0))
        {
            pair.Relu = readers.GetValueOrDefault(pair.Pool.Output) == 1 ? Between(sorted, pair) : null;
            _pairs.Add(pair.Relu ?? pair.Pool, pair);
            foreach (var gradient in pair.Gradients)
                _pairs.Add(gradient, pair);
        }
    }

    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        var pass = new PoolForms(graph);
        Rewriter.Run(graph, pass.Replaced);
    }

    /// <summary>The Relu that stands between a pooling and all of its gradients.</summary>
    private static Node? Between(List<Node> sorted, Pair pair) =>
        sorted.Find(n =>
            n is { Domain: "", Op: "Relu" }
            && n.Input(0) == pair.Pool.Output
            && pair.Gradients.TrueForAll(g =>
                g.Input(1).Producer is { } mask && IsOurs(mask, "ReluGradient") && mask.Input(1) == n.Output
            )
        );

    private Value[]? Replaced(Node n)
    {
        if (!_pairs.TryGetValue(n, out var pair))
            return null;
        if (!pair.Gradients.Contains(n))
            return [pair.Placed(pair.Pool.Input(0)).Outputs[0]];
        var x = n.Input(0);
        var dy = pair.Relu is null ? n.Input(1) : n.Input(1).Producer!.Input(0);
        return [PlacedMaxPools.Gradient(dy, pair.Placed(x).Outputs[1], x.Shape)];
    }

    private static bool IsOurs(Node n, string op) => n.Domain == OperatorTable.KernelDomain && n.Op == op;

    /// <summary>A pooling, its gradients, and the Relu between them where there is one.</summary>
    private sealed class Pair(Node pool)
    {
        private Node? _placed;

        public Node Pool { get; } = pool;

        public Node? Relu { get; set; }

        public List<Node> Gradients { get; } = [];

        /// <summary>The node that takes the pooling's place.</summary>
        public Node Placed(Value x) => _placed ??= PlacedMaxPools.Pool(x, Relu is not null);
    }
}
