using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Takes out of each Scan what nobody reads: stacks, states that only lead to themselves, and what the turns then no longer need of
/// outside. The gradient of a Scan computes those of all that it reads, wanted or not; the forward Scan keeps what that reads.
/// </summary>
internal static class ScanTrim
{
    public static void Run(Graph graph)
    {
        var kept = new Dictionary<Node, Parts>(ReferenceEqualityComparer.Instance);
        var read = new HashSet<Value>(graph.Outputs.Select(o => o.Value), ReferenceEqualityComparer.Instance);
        var nodes = graph.Sort();
        // From the end, so that what one leaves out its sources may leave out, too.
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            var node = nodes[i];
            IEnumerable<Value?> inputs = node.Inputs;
            if (IsScan(node))
            {
                var parts = Parts.Of(node, read);
                if (!parts.IsAll)
                    kept.Add(node, parts);
                inputs = parts.Inputs.Select(k => node.Inputs[k]);
            }
            read.UnionWith(inputs.OfType<Value>());
        }
        if (kept.Count > 0)
            Rewriter.Run(graph, node => kept.TryGetValue(node, out var parts) ? Trimmed(node, parts) : null);
        Rewriter.EachBody(graph, Run);
    }

    private static bool IsScan(Node n) => n.Domain.Length == 0 && n.Op == "Scan";

    private static Value[] Trimmed(Node n, Parts parts)
    {
        var body = ControlFlow.Body(n);
        var inputs = body.Inputs.ToArray();
        var outputs = body.Outputs.ToArray();
        for (int i = 0; i < outputs.Length; i++)
            if (!parts.Outputs.Contains(i))
                body.RemoveOutput(outputs[i].Name);
        body.ReplaceInputs([.. parts.Inputs.Select(i => inputs[i])]);
        var attributes = n.Attributes.Clone();
        int firstSequence = parts.States;
        int firstOutside = firstSequence + parts.Sequences;
        attributes.Add("num_scan_inputs", parts.Inputs.Count(i => i >= firstSequence && i < firstOutside));
        attributes.Add(Bodies.Captured, parts.Inputs.Count(i => i >= firstOutside));
        foreach (string kind in (string[])["axes", "directions"])
        {
            Choose(
                $"scan_input_{kind}",
                parts.Inputs.Where(i => i >= firstSequence && i < firstOutside),
                firstSequence
            );
            Choose($"scan_output_{kind}", parts.Outputs.Where(i => i >= parts.States), parts.States);
        }
        var trimmed = n.Graph.Add("", "Scan", [.. parts.Inputs.Select(i => n.Inputs[i])], attributes);
        trimmed.Name = n.Name;
        var result = new Value[outputs.Length];
        // Nobody asks for those that are left out.
        foreach (var (value, place) in trimmed.Outputs.Zip(parts.Outputs))
            result[place] = value;
        return result;

        void Choose(string name, IEnumerable<int> places, int first)
        {
            if (n.Attributes.Ints(name) is { } all)
                attributes.Add(name, places.Select(i => i - first < all.Length ? all[i - first] : 0).ToArray());
        }
    }

    /// <summary>What of a Scan is needed.</summary>
    /// <param name="States">How many states it has.</param>
    /// <param name="Sequences">How many sequences.</param>
    /// <param name="Inputs">The places of the inputs that are needed.</param>
    /// <param name="Outputs">The places of the outputs that are needed.</param>
    /// <param name="IsAll">Whether nothing is to be left out.</param>
    private sealed record Parts(
        int States,
        int Sequences,
        IReadOnlyList<int> Inputs,
        IReadOnlyList<int> Outputs,
        bool IsAll
    )
    {
        public static Parts Of(Node n, HashSet<Value> read)
        {
            var body = ControlFlow.Body(n);
            int sequences = (int)n.Attributes.Int("num_scan_inputs");
            int states = Bodies.Own(n).Count() - sequences;
            var outputs = new SortedSet<int>(
                Enumerable.Range(0, n.Outputs.Count).Where(i => read.Contains(n.Outputs[i]))
            );
            HashSet<Value> reached;
            int before;
            // A state that is read in the turn, or at the end, has to be carried on.
            do
            {
                before = outputs.Count;
                reached = Reached(body, outputs);
                for (int i = 0; i < states; i++)
                    if (reached.Contains(body.Inputs[i]))
                        outputs.Add(i);
            } while (outputs.Count > before);
            var inputs = Enumerable
                .Range(0, body.Inputs.Count)
                .Where(i => i < states ? outputs.Contains(i) : reached.Contains(body.Inputs[i]))
                .ToList();
            // One sequence must stay, to say how many turns there are.
            if (!inputs.Exists(i => i >= states && i < states + sequences))
                inputs.Insert(inputs.Count(i => i < states), states);
            bool all = outputs.Count == n.Outputs.Count && inputs.Count == n.Inputs.Count;
            return new Parts(states, sequences, inputs, [.. outputs], all || outputs.Count == 0);
        }

        private static HashSet<Value> Reached(Graph body, SortedSet<int> outputs)
        {
            var roots = outputs.Select(i => body.Outputs[i].Value).ToArray();
            var reached = new HashSet<Value>(roots, ReferenceEqualityComparer.Instance);
            foreach (var node in body.Sort(roots))
                reached.UnionWith(node.Inputs.OfType<Value>());
            return reached;
        }
    }
}
