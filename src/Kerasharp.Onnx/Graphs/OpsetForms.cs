using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Graphs;

/// <summary>
/// The graph holds operators in the form of opset 18. Here stand the differences to other opsets: inputs that were attributes once.
/// </summary>
internal static class OpsetForms
{
    /// <summary>Attributes that became inputs: for each operator the opset since when, and the attributes in the inputs' order.</summary>
    private static readonly Dictionary<string, (int Since, string[] Names)> Moved = new()
    {
        ["ReduceSum"] = (13, ["axes"]),
        ["ReduceMean"] = (18, ["axes"]),
        ["ReduceMax"] = (18, ["axes"]),
        ["ReduceMin"] = (18, ["axes"]),
        ["ReduceProd"] = (18, ["axes"]),
        ["ReduceSumSquare"] = (18, ["axes"]),
        ["ReduceL1"] = (18, ["axes"]),
        ["ReduceL2"] = (18, ["axes"]),
        ["ReduceLogSum"] = (18, ["axes"]),
        ["ReduceLogSumExp"] = (18, ["axes"]),
        ["Squeeze"] = (13, ["axes"]),
        ["Unsqueeze"] = (13, ["axes"]),
        ["Split"] = (13, ["split"]),
        ["Reshape"] = (5, ["shape"]),
        ["Expand"] = (8, ["shape"]),
        ["Clip"] = (11, ["min", "max"]),
        ["Pad"] = (11, ["pads", "value"]),
        ["Dropout"] = (12, ["ratio"]),
        ["Slice"] = (10, ["starts", "ends", "axes"]),
        ["TopK"] = (10, ["k"]),
    };

    /// <summary>Attributes that no opset of today has, and that did not say what to compute, or said what is always so today.</summary>
    private static readonly string[] Gone = ["consumed_inputs", "is_test", "output_sequence"];

    /// <summary>The operator, inputs and attributes of a node as an opset has them.</summary>
    public static (string Op, List<Value?> Inputs, Attributes Attributes) ForWriting(Node node, int opset)
    {
        var inputs = node.Inputs.ToList();
        var attributes = node.Attributes.Clone();
        if (node.Domain.Length > 0)
            return (node.Op, inputs, attributes);
        SamplingForms.Write(node, opset, inputs, attributes);
        if (node.Op == "Split" && attributes.Has("num_outputs"))
            MovementForms.WriteSizes(node, opset, attributes, inputs);
        if (opset < 18 && node.Op == "Pad" && node.Optional(3) is not null)
        {
            if (Shapes.Known(node, 1) is null || Shapes.Known(node, 3) is null)
                throw new GraphException(
                    $"{node} has computed pads for some axes, which opset {opset} does not have; write opset 18 or newer."
                );
            inputs = [inputs[0], node.Graph.Ints(Padding.Pads(node, node.Input(0).Rank)), inputs[2]];
        }
        if (!Moved.TryGetValue(node.Op, out var moved) || opset >= moved.Since)
            return (node.Op, inputs, attributes);
        attributes.Remove("noop_with_empty_axes");
        for (int i = moved.Names.Length; i > 0; i--)
        {
            if (i >= inputs.Count)
                continue;
            if (inputs[i] is { } input)
            {
                long[] known =
                    KnownElements.Numbers(input)
                    ?? throw new GraphException(
                        $"{node} has a computed input {i}, which opset {opset} has as an attribute; write opset {moved.Since} or newer."
                    );
                if (known.Length > 0)
                    attributes.Add(moved.Names[i - 1], known);
            }
            inputs.RemoveAt(i);
        }
        return (node.Op, inputs, attributes);
    }

    /// <summary>What an older opset's node gives, where that takes more than one node today; else null.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="opset">The opset in which it was written.</param>
    /// <param name="inputs">The node's inputs.</param>
    /// <param name="attributes">The node's attributes.</param>
    public static Value? Compose(string op, int opset, List<Value?> inputs, Attributes attributes) =>
        opset < 13 && op is "Softmax" or "LogSoftmax" or "Hardmax" && inputs is [{ } x, ..]
            ? Softmaxes.OfMatrix(op, x, attributes.Int("axis", 1))
            : null;

    /// <summary>The name that an operator of an older opset has today.</summary>
    public static string NameToday(string domain, string op) =>
        domain.Length == 0 && op == "Scatter" ? "ScatterElements" : op;

    /// <summary>Brings a node that was read from an older opset into the form of opset 18.</summary>
    /// <param name="graph">The graph that gets the node.</param>
    /// <param name="op">The operator.</param>
    /// <param name="opset">The opset in which it was written.</param>
    /// <param name="inputs">The node's inputs, changed where they must be.</param>
    /// <param name="attributes">The node's attributes, changed where they must be.</param>
    /// <param name="outputs">How many outputs the node has.</param>
    public static void Upgrade(
        Graph graph,
        string op,
        int opset,
        List<Value?> inputs,
        Attributes attributes,
        int outputs
    )
    {
        if (opset < 14 && op == "BatchNormalization")
            BatchNormalizations.Upgrade(attributes, outputs);
        foreach (string name in Gone)
            attributes.Remove(name);
        ElementwiseForms.Upgrade(op, opset, inputs, attributes);
        MovementForms.Upgrade(graph, op, opset, inputs, attributes);
        if (
            opset < 7
            && op
                is "Add"
                    or "Sub"
                    or "Mul"
                    or "Div"
                    or "Pow"
                    or "Gemm"
                    or "And"
                    or "Or"
                    or "Xor"
                    or "Equal"
                    or "Greater"
                    or "Less"
        )
            Align(inputs, attributes);
        if (opset < 4 && op == "Concat" && !attributes.Has("axis"))
            attributes.Add("axis", 1);
        // Before opset 16 there was no choice of where places lie.
        if (opset < 16 && op == "RoiAlign")
            attributes.Add("coordinate_transformation_mode", "output_half_pixel");
        if (opset < 18 && op == "Split" && inputs.Count < 2 && !attributes.Has("split"))
            attributes.Add("num_outputs", outputs);
        if (opset < 10 && op == "TopK")
            attributes.Add("k", new[] { attributes.Int("k") });
        if (!Moved.TryGetValue(op, out var moved) || opset >= moved.Since)
            return;
        for (int i = 0; i < moved.Names.Length; i++)
        {
            string name = moved.Names[i];
            bool number = op == "Clip" || name is "value" or "ratio";
            Value? value =
                number && attributes.Has(name) ? graph.Scalar(attributes.Float(name), inputs[0]!.ElementType)
                : !number && attributes.Ints(name, []) is { Length: > 0 } ints ? graph.Ints(ints)
                : null;
            attributes.Remove(name);
            inputs.Add(value);
        }
        while (inputs.Count > 1 && inputs[^1] is null)
            inputs.RemoveAt(inputs.Count - 1);
    }

    /// <summary>Before opset 7 the second operand's first axis could be matched to any of the first one's.</summary>
    private static void Align(List<Value?> inputs, Attributes attributes)
    {
        if (attributes.Int("broadcast") != 0 && attributes.Has("axis") && inputs is [{ } a, { } b, ..])
        {
            long axis = attributes.Int("axis");
            long behind = a.Rank - (axis < 0 ? axis + a.Rank : axis) - b.Rank;
            if (behind > 0)
                inputs[1] = Op.Unsqueeze(b, [.. Enumerable.Range(b.Rank, (int)behind).Select(i => (long)i)]);
        }
        attributes.Remove("broadcast");
        attributes.Remove("axis");
    }
}
