using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>Copies nodes from one graph into another; types are inferred anew, from the inputs that the copy gets.</summary>
internal static class GraphCopy
{
    /// <summary>Copies what the given values need.</summary>
    /// <param name="roots">The values to have in the other graph.</param>
    /// <param name="target">The other graph.</param>
    /// <param name="map">What stands for which value there: at first the inputs; afterwards everything that was copied.</param>
    /// <returns>The copies of the values.</returns>
    public static Value[] Into(IReadOnlyList<Value> roots, Graph target, Dictionary<Value, Value> map)
    {
        if (roots.Count == 0)
            return [];
        foreach (var node in roots[0].Graph.Sort(roots))
        {
            var copy = One(node, target, node.Inputs.Select(i => i is null ? null : Find(i)).ToArray());
            for (int i = 0; i < copy.Outputs.Count; i++)
                map[node.Outputs[i]] = copy.Outputs[i];
        }
        return roots.Select(Find).ToArray();

        Value Find(Value value)
        {
            if (map.TryGetValue(value, out var copy))
                return copy;
            return map[value] = value.IsConstant
                ? Constant(value, target)
                : throw new GraphException(
                    $"{value} is read but was given no counterpart in the graph '{target.Name}'."
                );
        }
    }

    /// <summary>A constant in another graph.</summary>
    public static Value Constant(Value value, Graph target)
    {
        var constant = value.Constant!;
        return constant.Shape.Rank == 0 && constant.Type != ElementType.Int64
            ? target.Scalar(constant.ToDoubles()[0], constant.Type)
            : target.Constant(constant);
    }

    /// <summary>A copy of one node, for other inputs.</summary>
    public static Node One(Node node, Graph target, Value?[] inputs)
    {
        var attributes = new Attributes();
        foreach (var (name, value) in node.Attributes)
            attributes.Add(name, value is Graph body ? Again(body, node, inputs) : value);
        if (attributes.Has("auto_pad"))
            AutoPad.Resolve(node.Op, attributes, inputs);
        using var scope = target.Scope.Length == 0 ? target.At(node.Scope) : target.Within(node.Scope);
        return target.Add(node.Domain, node.Op, inputs, attributes, node.WantedOutputs);
    }

    /// <summary>Copies what a node's graph computes into another graph, for other inputs.</summary>
    /// <param name="body">The graph.</param>
    /// <param name="target">The graph that gets its nodes.</param>
    /// <param name="inputs">What stands there for each of its inputs.</param>
    /// <param name="map">Where to note what stands for which of its values; may be left out.</param>
    /// <returns>What stands for its outputs.</returns>
    public static Value[] Body(Graph body, Graph target, Value[] inputs, Dictionary<Value, Value>? map = null)
    {
        map ??= new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < inputs.Length; i++)
            map[body.Inputs[i]] = inputs[i];
        return Into(body.Outputs.Select(o => o.Value).ToArray(), target, map);
    }

    /// <summary>A node's graph as it is for a copy of the node with other inputs.</summary>
    private static Graph Again(Graph body, Node node, Value?[] inputs)
    {
        int captured = Bodies.CapturedCount(node.Attributes);
        var own = Bodies.OwnTypes(node.Op, node.Attributes, inputs[..^captured], node.ToString());
        Value[] outside = [.. inputs[^captured..]!];
        return Bodies.Settle(
            node.Op,
            own,
            types =>
            {
                var copy = new Graph(body.Name);
                var given = new Value[body.Inputs.Count];
                for (int i = 0; i < given.Length; i++)
                    given[i] =
                        i < types.Length
                            ? copy.AddInput(body.Inputs[i].Name!, types[i].ElementType, types[i].Shape)
                            : Bodies.Enter(copy, body.Inputs[i].Name!, outside[i - types.Length]);
                var outputs = Body(body, copy, given);
                for (int i = 0; i < outputs.Length; i++)
                    copy.AddOutput(body.Outputs[i].Name, outputs[i]);
                return copy;
            }
        );
    }

    /// <summary>Copies, within its graph, what a value needs and what depends on some values; the rest is shared.</summary>
    /// <param name="value">The value.</param>
    /// <param name="map">What stands for which value.</param>
    /// <returns>The value as it is with those.</returns>
    public static Value With(Value value, Dictionary<Value, Value> map)
    {
        foreach (var node in value.Graph.Sort([value]))
        {
            bool depends = node.Inputs.Any(i => i is not null && map.ContainsKey(i));
            if (!depends || node.Outputs.All(map.ContainsKey))
                continue;
            var inputs = node.Inputs.Select(i => i is null ? null : map.GetValueOrDefault(i, i)).ToArray();
            var copy = One(node, value.Graph, inputs);
            for (int i = 0; i < copy.Outputs.Count; i++)
                map.TryAdd(node.Outputs[i], copy.Outputs[i]);
        }
        return map.GetValueOrDefault(value, value);
    }

    /// <summary>A graph of its own, equal to a given one.</summary>
    public static Graph Of(Graph graph) => Bind(graph, new Dictionary<string, long>());

    /// <summary>A graph of its own with symbols replaced by numbers, where the table has them.</summary>
    public static Graph Bind(Graph graph, IReadOnlyDictionary<string, long> numbers)
    {
        var bound = new Graph(graph.Name);
        var map = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var input in graph.Inputs)
            map[input] = bound.AddInput(input.Name!, input.ElementType, input.Shape.Bind(numbers));
        var outputs = Into(graph.Outputs.Select(o => o.Value).ToArray(), bound, map);
        for (int i = 0; i < outputs.Length; i++)
            bound.AddOutput(graph.Outputs[i].Name, outputs[i]);
        TypeCheck.AfterPass(bound);
        return bound;
    }
}
