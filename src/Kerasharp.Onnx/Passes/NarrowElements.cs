using System.Collections.Frozen;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Gives a graph to a device that lacks some element types: integers of 64 bits become such of 32, and so on. What ONNX wants as 64-bit
/// integers (shapes, axes) stays so where it is constant, since the runtime reads it beforehand.
/// </summary>
internal static class NarrowElements
{
    /// <summary>The inputs that ONNX wants as 64-bit integers and reads on the host, by operator.</summary>
    private static readonly FrozenDictionary<string, int> FirstHostInput = new Dictionary<string, int>
    {
        ["Reshape"] = 1,
        ["Expand"] = 1,
        ["Tile"] = 1,
        ["Squeeze"] = 1,
        ["Unsqueeze"] = 1,
        ["Slice"] = 1,
        ["Split"] = 1,
        ["TopK"] = 1,
        ["Resize"] = 1,
        ["Trilu"] = 1,
        ["CumSum"] = 1,
        ["ConstantOfShape"] = 0,
        ["CenterCropPad"] = 1,
        ["Col2Im"] = 1,
        ["MaxUnpool"] = 2,
        ["AffineGrid"] = 1,
    }.ToFrozenDictionary();

    /// <summary>The graph in the types that a device has.</summary>
    /// <param name="graph">The graph; it stays as it is.</param>
    /// <param name="stored">What stands for each element type.</param>
    public static Graph Run(Graph graph, Func<ElementType, ElementType> stored)
    {
        var narrow = new Graph(graph.Name);
        var map = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var input in graph.Inputs)
            map[input] = narrow.AddInput(input.Name!, stored(input.ElementType), input.Shape);
        foreach (var node in graph.Sort())
        {
            using var scope = narrow.At(node.Scope);
            var inputs = node.Inputs.Select((input, i) => input is null ? null : Input(node, i, input)).ToArray();
            var copy = Copy(node, narrow, inputs, stored);
            for (int i = 0; i < copy.Outputs.Count; i++)
                map[node.Outputs[i]] = Op.Cast(copy.Outputs[i], stored(copy.Outputs[i].ElementType));
        }
        foreach (var output in graph.Outputs)
            narrow.AddOutput(output.Name, Find(output.Value));
        TypeCheck.AfterPass(narrow);
        return narrow;

        Value Input(Node node, int index, Value input)
        {
            if (input.ElementType != ElementType.Int64 || !IsForHost(node, index))
                return Find(input);
            return input.IsConstant ? GraphCopy.Constant(input, narrow) : Op.Cast(Find(input), ElementType.Int64);
        }

        Value Find(Value value) =>
            map.TryGetValue(value, out var found) ? found : map[value] = Constant(value, narrow, stored);
    }

    /// <summary>Whether a graph holds elements of a type that another stands for.</summary>
    public static bool Needed(Graph graph, Func<ElementType, ElementType> stored) =>
        graph.Inputs.Any(i => stored(i.ElementType) != i.ElementType)
        || graph.Sort().Exists(n => n.Outputs.Any(o => stored(o.ElementType) != o.ElementType));

    private static bool IsForHost(Node node, int index) =>
        node.Domain.Length == 0
        && (
            (FirstHostInput.TryGetValue(node.Op, out int first) && index >= first)
            || (node.Op == "Pad" && index is 1 or 3)
            || (node.Op.StartsWith("Reduce", StringComparison.Ordinal) && index == 1)
            || (node.Op is "GatherND" or "ScatterND" && index == 1)
        );

    private static Value Constant(Value value, Graph target, Func<ElementType, ElementType> stored)
    {
        var constant =
            value.Constant
            ?? throw new GraphException($"{value} is read but was given no counterpart in the graph '{target.Name}'.");
        var type = stored(constant.Type);
        if (type == constant.Type)
            return GraphCopy.Constant(value, target);
        return constant.Shape.Rank == 0
            ? target.Scalar(constant.ToDoubles()[0], type)
            : target.Constant(ConstantTensor.From(constant.ToDoubles(), type, constant.Shape.ToArray()));
    }

    private static Node Copy(Node node, Graph target, Value?[] inputs, Func<ElementType, ElementType> stored)
    {
        var attributes = new Attributes();
        foreach (var (name, value) in node.Attributes)
            attributes.Add(name, Attribute(node, name, value, stored));
        return node.Attributes.Any(a => a.Value is Graph)
            ? GraphCopy.One(node, target, inputs)
            : target.Add(node.Domain, node.Op, inputs, attributes, node.WantedOutputs);
    }

    private static object Attribute(Node node, string name, object value, Func<ElementType, ElementType> stored) =>
        value switch
        {
            long to when (node.Op, name) is ("Cast", "to") or (_, "dtype") => (long)stored((ElementType)to),
            ConstantTensor tensor when stored(tensor.Type) is var type && type != tensor.Type => ConstantTensor.From(
                tensor.ToDoubles(),
                type,
                tensor.Shape.ToArray()
            ),
            _ => value,
        };
}
