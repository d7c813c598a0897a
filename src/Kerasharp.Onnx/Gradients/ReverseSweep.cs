using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Gradients;

/// <summary>Differentiates a graph: walks it backwards from a loss and adds the nodes that compute gradients.</summary>
public static class ReverseSweep
{
    /// <summary>
    /// Adds to the graph the gradients of a scalar with respect to some values. May be called several times on one graph, with other
    /// losses and other values; and on gradients themselves, for second derivatives.
    /// </summary>
    /// <param name="loss">A value without dimensions.</param>
    /// <param name="values">The values to differentiate by. Their shapes must be numbers.</param>
    /// <returns>A gradient in the shape of each value; null for a value on which the loss does not depend.</returns>
    /// <exception cref="GraphException">The loss is no scalar, or a node on the way has no gradient rule.</exception>
    public static IReadOnlyList<Value?> Gradients(Value loss, IReadOnlyList<Value> values) =>
        Gradients(loss, values, null);

    /// <summary>The same, where some nodes are computed again rather than their results kept.</summary>
    /// <param name="loss">A value without dimensions.</param>
    /// <param name="values">The values to differentiate by.</param>
    /// <param name="recomputed">The group of a node that is computed again; null for others.</param>
    internal static IReadOnlyList<Value?> Gradients(
        Value loss,
        IReadOnlyList<Value> values,
        Func<Node, Recomputed?>? recomputed
    )
    {
        if (loss.Rank != 0 || !loss.ElementType.IsFloat())
        {
            throw new GraphException(
                $"A loss of {loss.Type} came; gradients are taken of one floating-point number. Reduce it by a sum or a mean."
            );
        }
        var sorted = loss.Graph.Sort([loss]);
        var again = recomputed is null ? null : new Recomputation(sorted, recomputed);
        return Pull([loss], [loss.Like(1)], values, sorted, again);
    }

    /// <summary>
    /// The gradients of a node that stands for a composition of others, by way of the composition, which is written out for it.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="compose">Writes the same with other operators on the node's inputs.</param>
    /// <param name="gradients">A gradient for each output of the node, or null.</param>
    /// <returns>A gradient for each input, or null.</returns>
    internal static Value?[] Through(Node node, Decomposition compose, Value?[] gradients)
    {
        var outputs = compose(node);
        // A value that stands at two places gets the whole at the first.
        var places = new Dictionary<Value, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < node.Inputs.Count; i++)
            if (node.Inputs[i] is { } input)
                places.TryAdd(input, i);
        var inputs = places.Keys.Where(i => i.ElementType.IsFloat()).ToArray();
        var pulled = Pull(outputs, gradients, inputs, node.Graph.Sort(outputs, places.Keys));
        var result = new Value?[node.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
            result[places[inputs[i]]] = pulled[i];
        return result;
    }

    /// <summary>
    /// Hands gradients of some outputs back to some values, along the nodes between them, which are given in an order in which each
    /// comes after what it reads.
    /// </summary>
    internal static IReadOnlyList<Value?> Pull(
        IReadOnlyList<Value> outputs,
        IReadOnlyList<Value?> seeds,
        IReadOnlyList<Value> values,
        List<Node> sorted,
        Recomputation? again = null
    )
    {
        var graph = outputs[0].Graph;
        var dependent = Dependents(sorted, values);
        var gradients = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < outputs.Count; i++)
            if (seeds[i] is { } seed)
                Send(outputs[i], seed);

        for (int i = sorted.Count - 1; i >= 0; i--)
        {
            var node = sorted[i];
            if (!node.Outputs.Any(o => dependent.Contains(o) && gradients.ContainsKey(o)))
                continue;
            using var scope = graph.At(GradientScope(node));
            var read = again?.Read(
                node,
                node.Outputs.Select(o => gradients.GetValueOrDefault(o)).First(g => g is not null)!
            );
            var contributions = Differentiate(node, read ?? node, gradients);
            bool elementwise = OperatorTable.Get(node).Elementwise;
            for (int k = 0; k < contributions.Length && k < node.Inputs.Count; k++)
            {
                if (
                    contributions[k] is not { } contribution
                    || node.Inputs[k] is not { } input
                    || !dependent.Contains(input)
                )
                    continue;
                if (elementwise)
                    contribution = Repeated(contribution, input.Shape, node.Output);
                Send(input, Unbroadcast(contribution, input.Shape));
            }
        }
        return values.Select(v => gradients.TryGetValue(v, out var g) ? Op.ExpandLike(g, v) : null).ToArray();

        void Send(Value value, Value gradient) =>
            gradients[value] = gradients.TryGetValue(value, out var sum) ? sum + gradient : gradient;
    }

    /// <summary>The values through which the sought ones reach the loss, by floating-point numbers alone.</summary>
    private static HashSet<Value> Dependents(List<Node> sorted, IReadOnlyList<Value> values)
    {
        var dependent = new HashSet<Value>(values, ReferenceEqualityComparer.Instance);
        foreach (var node in sorted)
        {
            if (!node.Inputs.Any(i => i is not null && dependent.Contains(i)))
                continue;
            if (OperatorTable.Get(node).Constant is not null)
                continue;
            foreach (var output in node.Outputs)
                if (output.ElementType.IsFloat())
                    dependent.Add(output);
        }
        return dependent;
    }

    /// <summary>What a node's rule gives, which reads inputs and outputs of the node itself or of one that computes the same.</summary>
    private static Value?[] Differentiate(Node node, Node read, Dictionary<Value, Value> gradients)
    {
        var op = OperatorTable.Get(node);
        if (op.Gradient is null)
        {
            throw new GraphException(
                $"{node} has no gradient rule, and a weight that is to be trained reaches the loss through it. "
                    + "Freeze the weights before it, or write the model with operators that docs/operators.md lists with a gradient."
            );
        }
        var outputs = new Value?[node.Outputs.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            if (!gradients.TryGetValue(node.Outputs[i], out var gradient))
                continue;
            // Element-wise rules broadcast by themselves; a product or a convolution needs every element.
            outputs[i] = op.Elementwise ? gradient : Op.ExpandLike(gradient, read.Outputs[i]);
        }
        return op.Gradient(read, outputs);
    }

    /// <summary>
    /// An element-wise rule may be given a gradient with one number where the output has many, equal ones. Where the input has one
    /// element too, which went into all of those, it gets the sum of their gradients: that number, many times.
    /// </summary>
    private static Value Repeated(Value gradient, Shape input, Value output)
    {
        double times = 1;
        for (int i = 1; i <= output.Rank; i++)
        {
            if (!IsOne(gradient.Shape, i) || !IsOne(input, i))
                continue;
            // How often is seen when it runs.
            if (!output.Shape[-i].IsKnown)
                return Op.ExpandLike(gradient, output);
            times *= output.Shape[-i].Value;
        }
        return times == 1 ? gradient : gradient * times;

        static bool IsOne(Shape shape, int fromLast) => fromLast > shape.Rank || shape[-fromLast].IsOne;
    }

    /// <summary>
    /// Undoes broadcasting, in this one place: sums over the axes that were added or stretched. A gradient that still has ones where
    /// the input has more stays as it is; it broadcasts on.
    /// </summary>
    private static Value Unbroadcast(Value gradient, Shape shape)
    {
        int extra = gradient.Rank - shape.Rank;
        var summed = new List<long>();
        for (int i = 0; i < gradient.Rank; i++)
        {
            bool stretched = i < extra || (shape[i - extra].IsOne && !gradient.Shape[i].IsOne);
            if (stretched)
                summed.Add(i);
        }
        if (summed.Count == 0)
            return gradient;
        if (summed.TrueForAll(a => a < extra))
            return Op.ReduceSum(gradient, [.. summed]);
        var kept = Op.ReduceSum(gradient, [.. summed], keepDims: true);
        return extra == 0 ? kept : Op.Squeeze(kept, Enumerable.Range(0, extra).Select(i => (long)i).ToArray());
    }

    private static string GradientScope(Node node) =>
        node.Scope.Length == 0 ? "gradient"
        : node.Scope.EndsWith("gradient", StringComparison.Ordinal) ? node.Scope
        : $"{node.Scope}/gradient";
}
