using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Layers speak of channels last, ONNX's convolutions of channels first. Their builders put transpositions around the operator; this
/// pass moves each transposition behind the operators that do not mind, until it meets its opposite and both are gone.
/// </summary>
internal static class AxisOrder
{
    /// <summary>Moves transpositions in a graph of which no gradients have been taken, or none will be.</summary>
    public static void Run(Graph graph) => Run(graph, drops: true);

    /// <summary>Moves transpositions.</summary>
    /// <param name="graph">The graph, changed in place.</param>
    /// <param name="drops">
    /// Whether elements that are dropped by chance may be numbered anew; not once gradients are there, which drop the same again.
    /// </param>
    public static void Run(Graph graph, bool drops)
    {
        Rewriter.EachBody(graph, body => Run(body, drops));
        ScanOrder.Run(graph);
        var worthwhile = Worthwhile(graph);
        Rewriter.Run(
            graph,
            node =>
                !drops && RandomDrops.Is(node) ? null
                : IsSplit(node) ? SinkSplit(node, worthwhile.Contains(node))
                : IsBatchNormalize(node) ? SinkBatchNormalize(node, worthwhile.Contains(node))
                : Sink(node, worthwhile.Contains(node)) is { } value ? [value]
                : null
        );
    }

    /// <summary>
    /// The nodes behind which a transposition may be of use: it meets another one further on, or a reduction, behind which there is
    /// less to move. Or it does no harm, since nothing else reads what it moves; where others do, each would get one of its own.
    /// </summary>
    private static HashSet<Node> Worthwhile(Graph graph)
    {
        var nodes = graph.Sort();
        var readers = Readers.Count(graph);
        var meeting = new HashSet<Value>(ReferenceEqualityComparer.Instance);
        var worthwhile = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            var node = nodes[i];
            bool meets = IsMeeting(node) || (LetsThrough(node) && node.Outputs.Any(meeting.Contains));
            if (meets)
                meeting.UnionWith(node.Inputs.OfType<Value>());
            // A cut would make several of one.
            if (meets || IsSplit(node))
            {
                if (meets)
                    worthwhile.Add(node);
            }
            else if (node.Inputs.All(input => input is null || input.IsConstant || readers[input] == 1))
                worthwhile.Add(node);
        }
        return worthwhile;
    }

    private static bool IsMeeting(Node n) => (n.Domain.Length == 0 && n.Op == "Transpose") || Reductions.IsReduction(n);

    private static bool LetsThrough(Node n) =>
        OperatorTable.Get(n).Elementwise
        || (n.Domain.Length == 0 && n.Op is "Softmax" or "LogSoftmax" or "Concat" or "Pad" or "Slice" or "Split")
        || IsNoise(n)
        || IsBatchNormalize(n)
        || RandomDrops.Is(n);

    private static bool IsSplit(Node n) => n.Domain.Length == 0 && n.Op == "Split";

    private static bool IsBatchNormalize(Node n) => n.Domain == OperatorTable.KernelDomain && n.Op == "BatchNormalize";

    private static bool IsNoise(Node n) => n.Domain == OperatorTable.KernelDomain && n.Op == "RandomUniformLike";

    /// <summary>The node's output with the transposition of its input behind it, or null where it must stay.</summary>
    private static Value? Sink(Node n, bool worthwhile)
    {
        if (n.Outputs.Count != 1)
            return null;
        if (OperatorTable.Get(n).Elementwise)
            return worthwhile || Transpositions(n) > 1 ? SinkElementwise(n) : null;
        if (n.Domain.Length == 0 && n.Op == "Concat")
            return Source(n.Input(0)) is var (_, found) ? SinkConcat(n, found) : null;
        if (!worthwhile)
            return null;
        if (IsNoise(n))
            return SinkNoise(n);
        if (RandomDrops.Is(n))
            return Source(n.Input(1)) is var (dropped, way)
                ? Op.Transpose(Again(n, n.Attributes.Clone(), [n.Input(0), dropped, .. n.Inputs.Skip(2)]), way)
                : null;
        if (n.Domain.Length > 0)
            return null;
        if (n.Op == "Transpose")
            return n.Input(0).ProducedBy("Transpose") is null
                ? null
                : Op.Transpose(n.Input(0), Reshaping.Permutation(n));
        if (Source(n.Optional(0)) is not var (source, order))
            return null;
        return n.Op switch
        {
            _ when Reductions.IsReduction(n) => SinkReduction(n, source, order),
            "Softmax" or "LogSoftmax" => Op.Transpose(Again(n, WithAxis(n, order, -1), source), order),
            "Pad" when n.Optional(3) is null => SinkPad(n, source, order),
            "Slice" => SinkSlice(n, source, order),
            _ => null,
        };
    }

    private static (Value Source, int[] Order)? Source(Value? value) =>
        value?.ProducedBy("Transpose") is { } transpose ? (transpose.Input(0), Reshaping.Permutation(transpose)) : null;

    /// <summary>How many operands of full rank are transposed; of several, one is left behind the node.</summary>
    private static int Transpositions(Node n) =>
        n.Inputs.Where(i => i?.Rank == n.Output.Rank && Source(i) is not null).Distinct().Count();

    private static Value Again(Node n, Attributes attributes, params ReadOnlySpan<Value?> inputs) =>
        n.Graph.Add(n.Domain, n.Op, inputs, attributes).Output;

    private static Value? SinkElementwise(Node n)
    {
        int rank = n.Output.Rank;
        int[]? order = null;
        foreach (var input in n.Inputs)
            if (input?.Rank == rank && Source(input) is var (_, found))
                order ??= found;
        if (order is null)
            return null;
        var inputs = new Value?[n.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (n.Inputs[i] is not { } input)
                continue;
            inputs[i] = Reordered(input, order);
            if (inputs[i] is null)
                return null;
        }
        return Op.Transpose(n.Graph.Add(n.Domain, n.Op, inputs, n.Attributes.Clone()).Output, order);
    }

    /// <summary>An operand as it must lie so that the transposition behind gives it back; null where that would move elements.</summary>
    private static Value? Reordered(Value input, int[] order)
    {
        if (input.Rank == 0)
            return input;
        if (Source(input) is var (source, found) && found.AsSpan().SequenceEqual(order))
            return source;
        var padded = new Dim[order.Length];
        Array.Fill(padded, 1);
        input.Shape.ToDims().CopyTo(padded, order.Length - input.Rank);
        var inverse = Permutations.Inverse(order);
        if (padded.Count(d => !d.IsOne) > 1 && !input.IsConstant)
            return null;
        var wide = Op.Reshape(input, new Shape(padded));
        if (input.IsConstant)
            return Op.Transpose(wide, inverse);
        // At most one axis is longer than 1: another order of axes is another shape of the same row of elements.
        var target = new Shape(padded).Permute(inverse);
        return Op.Reshape(input, target);
    }

    private static Value? SinkReduction(Node n, Value source, int[] order)
    {
        if (n.Optional(1) is { IsConstant: false })
            return null;
        int[] axes = Reductions.AxesOf(n);
        var moved = Array.ConvertAll(axes, a => (long)order[a]);
        Array.Sort(moved);
        var reduced = Again(n, n.Attributes.Clone(), source, n.Graph.Ints(moved));
        if (n.Attributes.Int("keepdims", 1) != 0)
            return Op.Transpose(reduced, order);
        int[] kept = Enumerable.Range(0, order.Length).Where(a => !axes.Contains(a)).Select(a => order[a]).ToArray();
        int[] sorted = kept.Order().ToArray();
        return Op.Transpose(reduced, Array.ConvertAll(kept, a => Array.IndexOf(sorted, a)));
    }

    private static Attributes WithAxis(Node n, int[] order, long @default)
    {
        var attributes = n.Attributes.Clone();
        attributes.Add("axis", order[Shapes.Axis(n, n.Attributes.Int("axis", @default), order.Length)]);
        return attributes;
    }

    private static Value? SinkConcat(Node n, int[] order)
    {
        var sources = new Value?[n.Inputs.Count];
        for (int i = 0; i < sources.Length; i++)
        {
            if (Source(n.Inputs[i]) is not var (source, found) || !found.AsSpan().SequenceEqual(order))
                return null;
            sources[i] = source;
        }
        return Op.Transpose(Again(n, WithAxis(n, order, 0), sources), order);
    }

    private static Value[]? SinkSplit(Node n, bool worthwhile)
    {
        if (!worthwhile || Source(n.Input(0)) is not var (source, order))
            return null;
        Value?[] inputs = [source, .. n.Inputs.Skip(1)];
        var parts = n.Graph.Add("", "Split", inputs, WithAxis(n, order, 0), n.WantedOutputs);
        return [.. parts.Outputs.Select(p => Op.Transpose(p, order))];
    }

    private static Value[]? SinkBatchNormalize(Node n, bool worthwhile)
    {
        if (!worthwhile || Source(n.Input(0)) is not var (source, order))
            return null;
        var outputs = n.Graph.Add(n.Domain, n.Op, [source, n.Input(1), n.Input(2)], WithAxis(n, order, 1)).Outputs;
        return [Op.Transpose(outputs[0], order), outputs[1], outputs[2]];
    }

    private static Value? SinkPad(Node n, Value source, int[] order)
    {
        if (n.Input(1).Constant is not { } constant)
            return null;
        long[] pads = constant.ToInt64s();
        var moved = new long[pads.Length];
        for (int i = 0; i < order.Length; i++)
        {
            moved[order[i]] = pads[i];
            moved[order[i] + order.Length] = pads[i + order.Length];
        }
        return Op.Transpose(Again(n, n.Attributes.Clone(), source, n.Graph.Ints(moved), n.Optional(2)), order);
    }

    private static Value? SinkSlice(Node n, Value source, int[] order)
    {
        if (n.Optional(3)?.Constant is not { } constant)
            return null;
        long[] axes = Array.ConvertAll(Shapes.Axes(n, constant.ToInt64s(), order.Length), a => (long)order[a]);
        return Op.Transpose(
            Again(n, n.Attributes.Clone(), source, n.Input(1), n.Input(2), n.Graph.Ints(axes), n.Optional(4)),
            order
        );
    }

    private static Value? SinkNoise(Node n)
    {
        if (Source(n.Input(1)) is not var (source, order))
            return null;
        int[] ones = Array.ConvertAll(n.Attributes.Ints("ones", []), a => order[(int)a]);
        var drawn = Op.DrawLike(n.Input(0), source, n.Attributes.Int("site"), ones, RandomNumbers.SeedOf(n));
        return Op.Transpose(drawn, order);
    }
}
