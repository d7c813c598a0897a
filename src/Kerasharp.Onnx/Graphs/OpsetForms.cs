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
        ["Squeeze"] = (13, ["axes"]),
        ["Unsqueeze"] = (13, ["axes"]),
        ["Split"] = (13, ["split"]),
        ["Reshape"] = (5, ["shape"]),
        ["Expand"] = (8, ["shape"]),
        ["Clip"] = (11, ["min", "max"]),
        ["Pad"] = (11, ["pads", "value"]),
        ["Slice"] = (10, ["starts", "ends", "axes"]),
    };

    /// <summary>The inputs and attributes of a node as an opset has them.</summary>
    public static (List<Value?> Inputs, Attributes Attributes) ForWriting(Node node, int opset)
    {
        var inputs = node.Inputs.ToList();
        var attributes = node.Attributes;
        if (node.Domain.Length == 0 && Moved.TryGetValue(node.Op, out var moved) && opset < moved.Since)
        {
            attributes = attributes.Clone();
            for (int i = moved.Names.Length; i > 0; i--)
            {
                if (i >= inputs.Count)
                    continue;
                if (inputs[i]?.Constant is { } constant)
                    attributes.Add(moved.Names[i - 1], constant.ToInt64s());
                else if (inputs[i] is not null)
                    throw new GraphException($"{node} has a computed input {i}, which opset {opset} has as an attribute; write opset {moved.Since} or newer.");
                inputs.RemoveAt(i);
            }
            attributes.Remove("noop_with_empty_axes");
        }
        return (inputs, attributes);
    }

    /// <summary>Brings a node that was read from an older opset into the form of opset 18.</summary>
    public static void Upgrade(Graph graph, string op, int opset, List<Value?> inputs, Attributes attributes)
    {
        if (op is "Softmax" or "LogSoftmax" && opset < 13)
        {
            // Before opset 13 all axes from one on were taken together; for the last axis that is the same.
            int rank = inputs[0]!.Rank;
            long axis = attributes.Int("axis", 1);
            if ((axis < 0 ? axis + rank : axis) != rank - 1)
                throw new GraphException($"A {op} of opset {opset} along axis {axis} of {inputs[0]!.Shape} came; only the last axis is supported. Write the model with opset 13 or newer.");
            attributes.Add("axis", -1);
        }
        if (!Moved.TryGetValue(op, out var moved) || opset >= moved.Since)
            return;
        for (int i = 0; i < moved.Names.Length; i++)
        {
            string name = moved.Names[i];
            Value? value =
                attributes.Ints(name, []) is { Length: > 0 } ints ? graph.Ints(ints)
                : attributes.Has(name) && op is "Clip" or "Pad" ? graph.Scalar(attributes.Float(name), inputs[0]!.ElementType)
                : null;
            attributes.Remove(name);
            inputs.Add(value);
        }
        attributes.Remove("broadcast");
    }
}
