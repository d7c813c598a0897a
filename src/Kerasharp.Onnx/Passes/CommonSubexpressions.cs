using System.Globalization;
using System.Text;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Computes equal things once. ONNX Runtime does so too, but neither for its own fused operators nor for our kernels. Constants with a
/// name are weights: two that are equal now, as biases of zeros, are two all the same, since the file may be trained further.
/// </summary>
internal static class CommonSubexpressions
{
    /// <summary>Larger constants are not compared by content.</summary>
    private const int ComparedBytes = 256;

    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        var numbers = new Dictionary<Value, int>(ReferenceEqualityComparer.Instance);
        var constants = new Dictionary<string, Value>();
        var seen = new Dictionary<string, Node>();
        Rewriter.Run(
            graph,
            node =>
            {
                for (int i = 0; i < node.Inputs.Count; i++)
                    if (
                        node.Inputs[i] is { Constant: { } constant, Name: null } input
                        && constant.Bytes.Length <= ComparedBytes
                    )
                        node.ReplaceInput(i, Canonical(input, constant));
                if (!OperatorTable.Get(node).Pure || Key(node) is not { } key || seen.TryAdd(key, node))
                    return null;
                return [.. seen[key].Outputs];
            }
        );

        Value Canonical(Value value, ConstantTensor constant)
        {
            string key = $"{constant.Type}{constant.Shape}{Convert.ToHexString(constant.Bytes)}";
            constants.TryAdd(key, value);
            return constants[key];
        }

        string? Key(Node node)
        {
            var key = new StringBuilder(node.Domain).Append('.').Append(node.Op);
            foreach (var (name, value) in node.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal))
            {
                if (value is Graph or ConstantTensor)
                    return null;
                key.Append('|').Append(name).Append('=');
                key.Append(value is Array array ? string.Join(",", array.Cast<object>()) : value);
            }
            foreach (var input in node.Inputs)
                key.Append(CultureInfo.InvariantCulture, $"|{(input is null ? -1 : Number(input))}");
            return key.ToString();
        }

        int Number(Value value)
        {
            if (!numbers.TryGetValue(value, out int number))
                numbers.Add(value, number = numbers.Count);
            return number;
        }
    }
}
