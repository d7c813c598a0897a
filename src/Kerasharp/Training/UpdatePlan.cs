using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Training;

/// <summary>
/// Decides which states a step may change in place: those of which every reader is certain to be done when the new elements are
/// written. Where an update is one of our kernels, it is made to wait for the readers that it would not wait for by itself.
/// The others get a second buffer, and the two take turns.
/// </summary>
internal static class UpdatePlan
{
    // Operators whose output may be their input's memory; and those that the runtime takes into the product that reads their output,
    // which then reads their input instead, whenever it runs: a transposition, a factor, another type.
    private static readonly string[] Views =
    [
        "Reshape",
        "Flatten",
        "Squeeze",
        "Unsqueeze",
        "Identity",
        "Transpose",
        "Cast",
    ];

    /// <summary>The states that are changed in place; update kernels in the graph may get further inputs.</summary>
    public static HashSet<State> InPlace(StepGraph step)
    {
        var graph = step.Graph;
        var readers = Readers(graph);
        var producers = step.Updates.Values.Select(o => graph.FindOutput(o)!.Value.Producer).OfType<Node>().ToHashSet();
        var afterUpdates = Descendants(graph, producers);
        var inPlace = new HashSet<State>();
        foreach (var (state, output) in step.Updates)
        {
            var input = graph.FindInput(step.Inputs[state])!;
            var next = graph.FindOutput(output)!.Value;
            if (next.Producer is not { } producer || graph.Outputs.Any(o => o.Value == input))
                continue;
            var before = Ancestors(producer);
            var late = readers
                .GetValueOrDefault(input, [])
                .Where(r => r != producer && !before.Contains(r))
                .Distinct()
                .ToList();
            if (readers.GetValueOrDefault(input, []).Contains(producer) && !WritesWhereItReads(producer))
                continue;
            if (late.Count > 0 && (!CanWait(producer) || late.Exists(afterUpdates.Contains)))
                continue;
            foreach (var reader in late)
                producer.AppendInput(reader.Output);
            inPlace.Add(state);
        }
        return inPlace;
    }

    private static bool IsView(Node node) =>
        node.Domain.Length == 0
        && (
            Views.Contains(node.Op)
            || (node.Op is "Mul" or "Div" && node.Inputs.Any(i => i is { IsConstant: true, Rank: 0 }))
        );

    private static bool WritesWhereItReads(Node node) => OperatorTable.Get(node).Elementwise || CanWait(node);

    private static bool CanWait(Node node) => node.Domain == OperatorTable.KernelDomain && Updates.IsUpdate(node.Op);

    /// <summary>
    /// The nodes that read each input, also by way of a view: what the runtime gives out for a Reshape is the same memory, so who reads that
    /// reads the state. A product of a transposed weight becomes one node that reads the weight itself.
    /// </summary>
    private static Dictionary<Value, List<Node>> Readers(Graph graph)
    {
        var readers = new Dictionary<Value, List<Node>>(ReferenceEqualityComparer.Instance);
        var seen = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var node in graph.Sort())
        {
            foreach (var value in node.Inputs.OfType<Value>())
            {
                if (value.IsConstant || Root(value) is not { } root)
                    continue;
                if (!readers.TryGetValue(root, out var list))
                    readers.Add(root, list = []);
                list.Add(node);
                if (IsView(node))
                    seen[node.Output] = root;
            }
        }
        return readers;

        Value? Root(Value value) => value.Producer is null ? value : seen.GetValueOrDefault(value);
    }

    private static HashSet<Node> Ancestors(Node node)
    {
        var ancestors = new HashSet<Node>();
        var open = new Stack<Node>([node]);
        while (open.TryPop(out var next))
            foreach (var value in next.Inputs.OfType<Value>())
                if (value.Producer is { } producer && ancestors.Add(producer))
                    open.Push(producer);
        return ancestors;
    }

    private static HashSet<Node> Descendants(Graph graph, HashSet<Node> nodes)
    {
        var descendants = new HashSet<Node>(nodes);
        foreach (var node in graph.Sort())
            if (node.Inputs.OfType<Value>().Any(v => v.Producer is { } p && descendants.Contains(p)))
                descendants.Add(node);
        return descendants;
    }
}
