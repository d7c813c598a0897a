using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Graphs;

/// <summary>Forms in which other opsets have operators that move elements.</summary>
internal static class MovementForms
{
    /// <summary>Brings a node that was read into the form of opset 18.</summary>
    /// <param name="graph">The graph that gets the node.</param>
    /// <param name="op">The operator.</param>
    /// <param name="opset">The opset in which it was written.</param>
    /// <param name="inputs">The node's inputs, changed where they must be.</param>
    /// <param name="attributes">The node's attributes, changed where they must be.</param>
    public static void Upgrade(Graph graph, string op, int opset, List<Value?> inputs, Attributes attributes)
    {
        if (opset < 2 && op == "Pad" && attributes.Ints("paddings") is { } paddings)
        {
            attributes.Remove("paddings");
            attributes.Add("pads", paddings);
        }
        if (opset < 6 && op == "Tile")
            TileAxis(graph, inputs);
        // Where ONNX Runtime sees no shapes it takes vectors of one number; where it does it refuses them.
        if (op == "Range")
            for (int i = 0; i < inputs.Count; i++)
                if (inputs[i] is { Rank: 1 } vector)
                    inputs[i] = Op.Reshape(vector, Shape.Scalar);
    }

    /// <summary>
    /// Before opset 18 the number of parts said nothing about their sizes; and ONNX Runtime refuses a last part without elements.
    /// </summary>
    public static void WriteSizes(Node node, int opset, Attributes attributes, List<Value?> inputs)
    {
        int axis = Shapes.Axis(node, attributes.Int("axis"), node.Input(0).Rank);
        var sizes = node.Outputs.Select(o => o.Shape[axis]).ToArray();
        if (opset >= 18 && sizes[^1] != 0)
            return;
        if (!Array.TrueForAll(sizes, s => s.IsKnown))
            throw new GraphException(
                $"{node} cuts {node.Input(0).Shape} in {sizes.Length} parts of unknown sizes, which opset {opset} does not have; write opset 18 or newer."
            );
        attributes.Remove("num_outputs");
        inputs.RemoveRange(1, inputs.Count - 1);
        inputs.Add(node.Graph.Ints(Array.ConvertAll(sizes, s => s.Value)));
    }

    /// <summary>Before opset 6 a Tile was given one axis and how often.</summary>
    private static void TileAxis(Graph graph, List<Value?> inputs)
    {
        if (inputs is not [{ } x, { Constant: { } tiles }, { Constant: { } axis }])
            throw new GraphException(
                "A Tile of an opset before 6 with computed tiles or axis came; only constants are supported. Export the model with a newer opset."
            );
        var repeats = new long[x.Rank];
        Array.Fill(repeats, 1);
        repeats[(int)axis.ToInt64s()[0]] = tiles.ToInt64s()[0];
        inputs.RemoveRange(1, 2);
        inputs.Add(graph.Ints(repeats));
    }
}
