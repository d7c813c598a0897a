using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Graphs;

/// <summary>The differences between opsets of operators that take samples: Resize, GridSample and the Fourier transform.</summary>
internal static class SamplingForms
{
    /// <summary>Brings a node that was read from another opset into the form that graphs hold; gives the operator's name there.</summary>
    public static string Upgrade(Graph graph, string op, int opset, List<Value?> inputs, Attributes attributes)
    {
        switch (op)
        {
            case "Upsample" or "Resize" when opset <= 10:
                UpgradeResize(graph, op, opset, inputs, attributes);
                return "Resize";
            case "Resize"
                when opset < 13
                    && attributes.String("coordinate_transformation_mode") == "tf_half_pixel_for_nn"
                    && attributes.String("nearest_mode") == "floor":
                // The half that this mode leaves standing and floor are together what rounding is elsewhere.
                attributes.Add("coordinate_transformation_mode", "half_pixel");
                attributes.Add("nearest_mode", "round_prefer_ceil");
                break;
            case "GridSample" when opset >= 20:
                attributes.Add("mode", ModeBefore20(attributes.String("mode", "linear")));
                break;
            case "DFT" when opset < 20:
                if (inputs.Count < 2)
                    inputs.Add(null);
                inputs.Add(graph.Scalar(attributes.Int("axis", 1), ElementType.Int64));
                attributes.Remove("axis");
                break;
        }
        return op;
    }

    /// <summary>Brings inputs and attributes of a node into the form of an opset.</summary>
    public static void Write(Node node, int opset, List<Value?> inputs, Attributes attributes)
    {
        switch (node.Op)
        {
            case "Resize" when attributes.Has("axes"):
                // ONNX Runtime overlooks axes that are counted from the last where proportions are kept.
                attributes.Add("axes", ResizeSizes.AxesOf(node));
                break;
            case "GridSample" when opset >= 20:
                string mode = attributes.String("mode", "bilinear");
                attributes.Add(
                    "mode",
                    mode == "bilinear" ? "linear"
                        : mode == "bicubic" ? "cubic"
                        : mode
                );
                break;
            case "DFT" when opset < 20:
                if (FourierTransforms.AxisOf(node) is not { } axis)
                    throw new GraphException(
                        $"{node} has a computed axis, which opset {opset} has as an attribute; write opset 20 or newer."
                    );
                attributes.Add("axis", axis);
                inputs.RemoveRange(Math.Min(2, inputs.Count), Math.Max(0, inputs.Count - 2));
                break;
        }
    }

    private static string ModeBefore20(string mode) =>
        mode == "linear" ? "bilinear"
        : mode == "cubic" ? "bicubic"
        : mode;

    /// <summary>Until opset 10 places were multiplied by the scale and cut off; smaller pictures took the element behind.</summary>
    private static void UpgradeResize(Graph graph, string op, int opset, List<Value?> inputs, Attributes attributes)
    {
        if (attributes.Floats("scales") is { } floats)
            inputs.Add(graph.Constant(ConstantTensor.Vector<float>(floats)));
        attributes.Remove("scales");
        if (inputs.Count != 2)
            throw new GraphException(
                $"{op} of opset {opset} came without scales for each axis; they were expected. Export the model with opset 11 or newer."
            );
        bool smaller = inputs[1]!.Constant?.ToDoubles() is { } scales && Array.Exists(scales, s => s < 1);
        if (
            smaller
            && inputs[1]!.Constant!.ToDoubles().Any(s => s > 1)
            && attributes.String("mode", "nearest") == "nearest"
        )
            throw new GraphException(
                $"{op} of opset {opset} came, which makes some axes larger and others smaller; only one of both is supported. Export the model with opset 11 or newer."
            );
        inputs.Insert(1, null);
        attributes.Add("coordinate_transformation_mode", "asymmetric");
        attributes.Add("nearest_mode", smaller ? "ceil" : "floor");
    }
}
