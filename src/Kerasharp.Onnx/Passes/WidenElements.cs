using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Has a device compute in float32 what it does not have for elements of 16 bits: each such node reads its inputs cast to float32, and
/// what it gives is cast back, so that results are rounded to 16 bits behind each operator as on devices that have it.
/// </summary>
internal static class WidenElements
{
    /// <summary>Surrounds nodes with casts.</summary>
    /// <param name="graph">The graph, changed in place.</param>
    /// <param name="has">Whether the device runs a node on elements of a type.</param>
    public static void Run(Graph graph, Func<Node, ElementType, bool> has)
    {
        Rewriter.EachBody(graph, body => Run(body, has));
        var wide = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        Rewriter.Run(graph, node => Narrow(node) is { } type && !has(node, type) ? Widened(node, wide) : null);
    }

    /// <summary>
    /// Keeps ONNX Runtime from taking a cast to 16 bits and the cast back for nothing, as it does with two that stand side by side: a
    /// Reshape to the same shape, which moves nothing, comes between. To run last, since Simplify would take it out again.
    /// </summary>
    public static void KeepRoundings(Graph graph)
    {
        Rewriter.EachBody(graph, KeepRoundings);
        Rewriter.Run(
            graph,
            node =>
                node is { Domain: "", Op: "Cast" }
                && IsNarrow(node.Input(0).ElementType)
                && node.Input(0).ProducedBy("Cast")?.Input(0).ElementType == node.Output.ElementType
                    ? [Op.Cast(Same(node.Input(0)), node.Output.ElementType)]
                    : null
        );
    }

    /// <summary>Whether elements are floating-point numbers of 16 bits.</summary>
    public static bool IsNarrow(ElementType type) => type is ElementType.Float16 or ElementType.BFloat16;

    /// <summary>Whether a node of a graph gives elements of 16 bits.</summary>
    public static bool HasNarrow(Graph graph) => graph.Sort().Exists(n => n.Outputs.Any(o => IsNarrow(o.ElementType)));

    /// <summary>A constant with elements of another floating-point type.</summary>
    public static ConstantTensor Converted(ConstantTensor constant, ElementType type) =>
        ConstantTensor.From(constant.ToDoubles(), type, constant.Shape.ToArray());

    private static ElementType? Narrow(Node node)
    {
        // Graphs within are looked at by themselves; a cast is what there is to be had.
        if (node is { Domain: "", Op: "Cast" } || node.Subgraphs().Any())
            return null;
        foreach (var value in node.Inputs.Concat(node.Outputs))
            if (value is not null && IsNarrow(value.ElementType))
                return value.ElementType;
        return null;
    }

    private static Value[] Widened(Node node, Dictionary<Value, Value> wide)
    {
        var inputs = node.Inputs.Select(i => i is null || !IsNarrow(i.ElementType) ? i : Wide(i, wide)).ToArray();
        var attributes = node.Attributes.Clone();
        if (IsNarrow((ElementType)attributes.Int("dtype")))
        {
            attributes.Remove("dtype");
            attributes.Add("dtype", (long)ElementType.Float32);
        }
        var widened = node.Graph.Add(node.Domain, node.Op, inputs, attributes, node.WantedOutputs);
        return [.. widened.Outputs.Select((o, i) => Op.Cast(o, node.Outputs[i].ElementType))];
    }

    private static Value Wide(Value value, Dictionary<Value, Value> wide)
    {
        if (!wide.TryGetValue(value, out var cast))
            wide[value] = cast = value.Constant is { } constant
                ? value.Graph.Constant(Converted(constant, ElementType.Float32))
                : Op.Cast(value, ElementType.Float32);
        return cast;
    }

    private static Value Same(Value x) =>
        x.Graph.Emit("Reshape", x, x.Graph.Ints(x.Shape.IsStatic ? x.Shape.ToArray() : new long[x.Rank]));
}
