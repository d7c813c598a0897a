using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Gradients;

/// <summary>
/// Nodes whose results are not kept for the gradients but computed again: when the sweep comes to one, it is written a second time with those
/// of its group before it, of inputs as they are once the gradient has arrived; the rules then read the second results, and the first
/// ones can go as soon as the forward pass has used them.
/// </summary>
/// <param name="sorted">The nodes that are differentiated, each after what it reads.</param>
/// <param name="groupOf">The group of a node; null where all stays as it is.</param>
internal sealed class Recomputation(List<Node> sorted, Func<Node, Recomputed?> groupOf)
{
    // What a symbolic dimension, such as the batch, is taken for where sizes are compared.
    private const long SomeBatch = 32;

    private readonly Dictionary<Node, Recomputed?> _places = sorted.ToDictionary(n => n, groupOf);
    private readonly Dictionary<Node, Node> _again = [];

    /// <summary>
    /// The node that a rule is to read: the second one of those that are computed again; for a node whose own result is kept, one that
    /// has the second results as inputs.
    /// </summary>
    /// <param name="node">The node that is differentiated.</param>
    /// <param name="gradient">A gradient that has come to one of its outputs.</param>
    public Node Read(Node node, Value gradient)
    {
        if (_places[node] is not { } place)
            return node;
        if (!_again.ContainsKey(node))
            Write(node, place.Group, gradient);
        return _again[node];
    }

    private void Write(Node node, string group, Value gradient)
    {
        var needed = Before(node, group);
        var waiting = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var one in sorted.Where(needed.Contains))
        {
            var inputs = one.Inputs.Select(i => Again(i, group)).ToArray();
            bool isKept = _places[one] is { IsKept: true };
            bool waits = inputs.Where((input, i) => !ReferenceEquals(input, one.Inputs[i])).Any();
            if (!isKept && !waits && Smallest(one) is { } smallest)
            {
                if (!waiting.TryGetValue(smallest, out var later))
                    waiting.Add(smallest, later = Op.After(smallest, gradient));
                inputs = Array.ConvertAll(inputs, i => ReferenceEquals(i, smallest) ? later : i);
            }
            // Nobody but a rule reads the second one of a node whose result is kept.
            _again.Add(one, isKept && !waits ? one : GraphCopy.One(one, gradient.Graph, inputs));
        }
    }

    /// <summary>A node and those of its group before it that must be written again and have not been yet.</summary>
    private HashSet<Node> Before(Node node, string group)
    {
        var before = new HashSet<Node> { node };
        var open = new Stack<Node>([node]);
        while (open.TryPop(out var next))
            foreach (var producer in next.Inputs.Select(i => i?.Producer).OfType<Node>())
                if (IsWrittenAgain(producer, group) && !_again.ContainsKey(producer) && before.Add(producer))
                    open.Push(producer);
        return before;
    }

    private bool IsWrittenAgain(Node node, string group) =>
        _places.GetValueOrDefault(node) is { IsKept: false } place && place.Group == group;

    private Value? Again(Value? value, string group) =>
        value?.Producer is { } producer && IsWrittenAgain(producer, group)
            ? _again[producer].Outputs[value.Index]
            : value;

    /// <summary>
    /// The input by which a node waits for the gradient: one is enough, and waiting is a copy. Null where the only ones are larger weights,
    /// or whole numbers: then it does not wait.
    /// </summary>
    private static Value? Smallest(Node node)
    {
        var smallest = node
            .Inputs.OfType<Value>()
            .Where(i => i.ElementType.IsFloat() && !i.IsConstant)
            .MinBy(i => Elements(i.Shape));
        return smallest is { Producer: null } && Elements(smallest.Shape) > node.Outputs.Max(o => Elements(o.Shape))
            ? null
            : smallest;
    }

    private static long Elements(Shape shape) =>
        shape.Aggregate(1L, (product, d) => product * (d.IsKnown ? d.Value : SomeBatch));
}
