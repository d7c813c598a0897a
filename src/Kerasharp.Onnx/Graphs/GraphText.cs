using System.Globalization;
using System.Text;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Graphs;

/// <summary>Writes a graph as text that a person can read, a line for each node.</summary>
public static class GraphText
{
    /// <summary>The text of a graph: its inputs, its nodes in order, its outputs.</summary>
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        Print(graph, text, "", new ValueNames(graph));
        return text.ToString();
    }

    private static void Print(Graph graph, StringBuilder text, string indent, ValueNames names)
    {
        var inputs = graph.Inputs.Select(i => $"{names[i]}: {Type(i.Type)}");
        text.Append(CultureInfo.InvariantCulture, $"{indent}{graph.Name}({string.Join(", ", inputs)})\n");
        foreach (var node in graph.Sort())
        {
            var outputs = node.Outputs.Select(o => $"{names[o]}: {Type(o.Type)}");
            text.Append(CultureInfo.InvariantCulture, $"{indent}  {string.Join(", ", outputs)} = ");
            if (node.Domain.Length > 0)
                text.Append(node.Domain).Append('.');
            text.Append(node.Op).Append('(');
            text.AppendJoin(", ", Given(node).Select(i => i is null ? "-" : Operand(i, names)));
            text.Append(')');
            if (node.Attributes.Count > 0)
                text.Append(" {")
                    .AppendJoin(", ", node.Attributes.Select(a => $"{a.Key}={Attribute(a.Value)}"))
                    .Append('}');
            text.Append('\n');
            foreach (var subgraph in node.Subgraphs())
                Print(subgraph, text, indent + "    ", new ValueNames(subgraph, names, [.. Bodies.FromOutside(node)]));
        }
        foreach (var output in graph.Outputs)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{indent}  return {output.Name} = {Operand(output.Value, names)}\n"
            );
    }

    /// <summary>The inputs without absent ones at the end, which files do not tell either.</summary>
    private static IEnumerable<Value?> Given(Node node)
    {
        int count = node.Inputs.Count;
        while (count > 0 && node.Inputs[count - 1] is null)
            count--;
        return node.Inputs.Take(count);
    }

    private static string Type(TensorType type) =>
        $"{type.ElementType.ToString().ToLowerInvariant()}[{string.Join(",", type.Shape)}]";

    private static string Operand(Value value, ValueNames names)
    {
        if (value.Constant is not { } constant)
            return names[value];
        if (constant.Count > 8 || constant.Type.Size() == 0)
            return $"<{Type(value.Type)}>";
        var numbers = constant.ToDoubles().Select(n => n.ToString("R", CultureInfo.InvariantCulture));
        return constant.Shape.Rank == 0 ? numbers.First() : $"[{string.Join(", ", numbers)}]";
    }

    private static string Attribute(object value) =>
        value switch
        {
            long[] ints => $"[{string.Join(",", ints)}]",
            float[] floats =>
                $"[{string.Join(",", floats.Select(f => f.ToString("R", CultureInfo.InvariantCulture)))}]",
            string[] texts => $"[{string.Join(",", texts)}]",
            float number => number.ToString("R", CultureInfo.InvariantCulture),
            ConstantTensor tensor => $"<{Type(new TensorType(tensor.Type, tensor.Shape))}>",
            Graph graph => $"graph {graph.Name}",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
}
