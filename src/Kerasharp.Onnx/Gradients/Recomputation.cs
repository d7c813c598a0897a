using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Gradients;

/// <summary>
/// Nodes whose results are not kept for the gradients but computed again: when the sweep first comes to a group of them, the whole group
/// is written a second time, of its inputs as they are once the gradient has arrived; the rules then read the second results, and the
/// first ones can go as soon as the forward pass has used them.
/// </summary>
/// <param name="sorted">The nodes that are differentiated, each after what it reads.</param>
/// <param name="groupOf">The group of a node; null where its result is kept.</param>
internal sealed class Recomputation(List<Node> sorted, Func<Node, string?> groupOf)
{
    private readonly Dictionary<Node, Node> _again = [];

    /// <summary>The node that a rule is to read: the second one of those that are computed again.</summary>
    /// <param name="node">The node that is differentiated.</param>
    /// <param name="gradient">A gradient that has come to one of its outputs.</param>
    public Node Read(Node node, Value gradient)
    {
        if (groupOf(node) is not { } group)
            return node;
        if (!_again.ContainsKey(node))
            Write(group, gradient);
        return _again[node];
    }

    private void Write(string group, Value gradient)
    {
        var graph = gradient.Graph;
        var values = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var node in sorted.Where(n => groupOf(n) == group))
        {
            var copy = GraphCopy.One(node, graph, node.Inputs.Select(Input).ToArray());
            for (int i = 0; i < copy.Outputs.Count; i++)
                values[node.Outputs[i]] = copy.Outputs[i];
            _again.Add(node, copy);
        }

        Value? Input(Value? value)
        {
            if (value is null)
                return null;
            if (values.TryGetValue(value, out var known))
                return known;
            // Weights and constants are there anyway, and whole numbers are small.
            bool waits = value.Producer is not null && value.ElementType.IsFloat();
            return values[value] = waits ? Op.After(value, gradient) : value;
        }
    }
}
