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
        var sorted = graph.Sort();
        var readers = Readers(sorted);
        var updates = step.Updates.ToLookup(u => graph.FindOutput(u.Value)!.Value.Producer, u => u.Key);
        var afterUpdates = Descendants(sorted, [.. updates.Select(u => u.Key).OfType<Node>()]);
        var givenOut = graph.Outputs.Select(o => o.Value).ToHashSet(ReferenceEqualityComparer.Instance);
        var before = new Ancestry(
            step.Updates.Keys.SelectMany(s => readers.GetValueOrDefault(graph.FindInput(step.Inputs[s])!, []))
        );
        var inPlace = new HashSet<State>();
        foreach (var node in sorted)
        {
            before.Add(node);
            foreach (var state in updates[node])
                if (WaitsForAll(state, node))
                    inPlace.Add(state);
        }
        return inPlace;

        bool WaitsForAll(State state, Node producer)
        {
            var input = graph.FindInput(step.Inputs[state])!;
            if (givenOut.Contains(input))
                return false;
            var reading = readers.GetValueOrDefault(input, []);
            if (reading.Contains(producer) && !WritesWhereItReads(producer))
                return false;
            var late = reading.Where(r => r != producer && !before.Has(producer, r)).Distinct().ToList();
            if (late.Count > 0 && (!CanWait(producer) || late.Exists(afterUpdates.Contains)))
                return false;
            foreach (var reader in late)
            {
                producer.AppendInput(reader.Output);
                before.Add(producer, reader);
            }
            return true;
        }
    }

    private static bool IsView(Node node) =>
        node.Domain.Length == 0
        && (
            Views.Contains(node.Op)
            || (node.Op is "Mul" or "Div" && node.Inputs.Any(i => i is { IsConstant: true, Rank: 0 }))
        );

    private static bool WritesWhereItReads(Node node) => OperatorTable.Get(node).Elementwise || CanWait(node);

    private static bool CanWait(Node node) => Updates.Is(node);

    /// <summary>
    /// The nodes that read each input, also by way of a view: what the runtime gives out for a Reshape is the same memory, so who reads that
    /// reads the state. A product of a transposed weight becomes one node that reads the weight itself.
    /// </summary>
    private static Dictionary<Value, List<Node>> Readers(List<Node> sorted)
    {
        var readers = new Dictionary<Value, List<Node>>(ReferenceEqualityComparer.Instance);
        var seen = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var node in sorted)
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

    private static HashSet<Node> Descendants(List<Node> sorted, HashSet<Node> nodes)
    {
        var descendants = new HashSet<Node>(nodes);
        foreach (var node in sorted)
            if (node.Inputs.OfType<Value>().Any(v => v.Producer is { } p && descendants.Contains(p)))
                descendants.Add(node);
        return descendants;
    }
}
