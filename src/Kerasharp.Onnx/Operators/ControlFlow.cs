using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Operators that run graphs: one of two, or one as often as there are turns. See <see cref="Bodies"/> for their form.</summary>
internal static class ControlFlow
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "If",
            Infer = InferIf,
            Gradient = IfGradient,
            EveryOutput = true,
        },
        new Operator
        {
            Name = "Loop",
            Infer = InferLoop,
            Gradient = (n, dy) => ReverseSweep.Through(n, CountedLoop.AsScan, dy),
            IsComposed = true,
            EveryOutput = true,
        },
        new Operator
        {
            Name = "Scan",
            Infer = InferScan,
            Gradient = ScanGradient.Rule,
            EveryOutput = true,
        },
    ];

    /// <summary>A graph of a node, as an attribute that must be there.</summary>
    public static Graph Body(Node n, string attribute = "body") =>
        n.Attributes.Subgraph(attribute)
        ?? throw new GraphException($"{n} lacks its graph '{attribute}'; the operator requires it.");

    private static TensorType[] InferIf(Node n)
    {
        var condition = n.Input(0);
        if (condition.ElementType != ElementType.Bool)
            throw new GraphException($"{n} got a condition of {condition.Type}; a truth value was expected. Cast it.");
        var (then, otherwise) = (Body(n, "then_branch"), Body(n, "else_branch"));
        if (then.Outputs.Count != otherwise.Outputs.Count)
            throw new GraphException(
                $"{n} has branches of {then.Outputs.Count} and {otherwise.Outputs.Count} outputs; both must give as many."
            );
        if (Shapes.Known(n, 0) is [var holds, ..])
            return Types(holds != 0 ? then : otherwise);
        return Types(then).Zip(Types(otherwise), (a, b) => Merge(n, a, b)).ToArray();
    }

    private static TensorType[] Types(Graph graph) => graph.Outputs.Select(o => o.Value.Type).ToArray();

    /// <summary>What two values that may stand at one place have in common.</summary>
    private static TensorType Merge(Node n, TensorType a, TensorType b)
    {
        if (a.ElementType != b.ElementType || a.Shape.Rank != b.Shape.Rank)
            throw new GraphException(
                $"{n} gives {a} in one case and {b} in another; element type and number of dimensions must be the same."
            );
        return a with { Shape = new Shape(a.Shape.Zip(b.Shape, (x, y) => x == y ? x : Dim.Unknown).ToArray()) };
    }

    private static TensorType[] InferLoop(Node n)
    {
        var body = Body(n);
        int carried = Bodies.Own(n).Count() - 2;
        int scans = body.Outputs.Count - 1 - carried;
        if (carried < 0 || scans < 0 || body.Inputs.Count != n.Inputs.Count)
            throw new GraphException(
                $"{n} carries {carried} values through a body of {body.Inputs.Count} inputs and {body.Outputs.Count} outputs; it must take the turn, a condition and each value, and give a condition and each value."
            );
        var types = Types(body);
        var result = new TensorType[carried + scans];
        for (int i = 0; i < carried; i++)
            result[i] = Merge(n, Merge(n, n.Input(2 + i).Type, body.Inputs[2 + i].Type), types[1 + i]);
        Dim turns = CountedLoop.Turns(n) is { } count ? count : Dim.Unknown;
        for (int i = 0; i < scans; i++)
            result[carried + i] = Stack(types[1 + carried + i], 0, turns);
        return result;
    }

    private static TensorType[] InferScan(Node n)
    {
        var body = Body(n);
        int sequences = (int)n.Attributes.Int("num_scan_inputs");
        int states = Bodies.Own(n).Count() - sequences;
        if (states < 0 || body.Inputs.Count != n.Inputs.Count || body.Outputs.Count < states)
            throw new GraphException(
                $"{n} carries {states} states and cuts {sequences} sequences for a body of {body.Inputs.Count} inputs and {body.Outputs.Count} outputs; it must take each, and give back each state."
            );
        Dim length = Dim.Unknown;
        for (int i = 0; i < sequences; i++)
        {
            var shape = n.Input(states + i).Shape;
            var (axis, _) = Bodies.Cut(n.Attributes, "input", i, shape.Rank, n.ToString());
            if (length.IsKnown && shape[axis].IsKnown && length != shape[axis])
                throw new GraphException(
                    $"{n} got sequences of {length} and {shape[axis]} elements; all must be equally long."
                );
            length = length.IsKnown || shape[axis] == Dim.Unknown ? length : shape[axis];
        }
        var types = Types(body);
        for (int i = 0; i < states; i++)
            types[i] = Merge(n, n.Input(i).Type, types[i]);
        for (int i = states; i < types.Length; i++)
        {
            var (axis, _) = Bodies.Cut(n.Attributes, "output", i - states, types[i].Shape.Rank + 1, n.ToString());
            types[i] = Stack(types[i], axis, length);
        }
        return types;
    }

    private static TensorType Stack(TensorType type, int axis, Dim length) =>
        type with
        {
            Shape = new Shape([.. type.Shape.Take(axis), length, .. type.Shape.Skip(axis)]),
        };

    /// <summary>Another If, of which each branch hands the gradient back through its own nodes.</summary>
    private static Value?[] IfGradient(Node n, Value?[] dys)
    {
        var outside = n.Inputs.Skip(1).Select(v => v!).ToArray();
        int[] differentiable = Enumerable
            .Range(0, outside.Length)
            .Where(i => outside[i].ElementType.IsFloat())
            .ToArray();
        int[] reached = Enumerable.Range(0, dys.Length).Where(i => dys[i] is not null).ToArray();
        var gradients = Op.If(
            n.Input(0),
            [.. outside, .. reached.Select(i => dys[i]!)],
            (g, v) => Back(Body(n, "then_branch"), g, v),
            (g, v) => Back(Body(n, "else_branch"), g, v)
        );
        var result = new Value?[n.Inputs.Count];
        for (int i = 0; i < differentiable.Length; i++)
            result[1 + differentiable[i]] = gradients[i];
        return result;

        Value[] Back(Graph branch, Graph g, Value[] values)
        {
            var outputs = Passes.GraphCopy.Body(branch, g, values[..outside.Length]);
            var seeds = new Value?[outputs.Length];
            for (int i = 0; i < reached.Length; i++)
                seeds[reached[i]] = outputs[reached[i]].ElementType.IsFloat() ? values[outside.Length + i] : null;
            var by = Array.ConvertAll(differentiable, i => values[i]);
            return ReverseSweep
                .Pull(outputs, seeds, by, g.Sort(outputs))
                .Select((gradient, i) => gradient ?? Op.Expand(by[i].Like(0), by[i].Shape))
                .ToArray();
        }
    }
}

public static partial class Op
{
    /// <summary>The results of one of two computations; the other one does not run.</summary>
    /// <param name="condition">A single truth value.</param>
    /// <param name="values">What the computations read.</param>
    /// <param name="then">Builds, in a graph of its own, what runs where the condition holds, from the values as that graph has them.</param>
    /// <param name="otherwise">Builds what runs where it does not hold; it must give as many results of the same types.</param>
    /// <returns>The results.</returns>
    /// <example><code>var y = Op.If(positive, [x], (g, v) => [Op.Sqrt(v[0])], (g, v) => [v[0] * 0])[0];</code></example>
    public static IReadOnlyList<Value> If(
        Value condition,
        Value[] values,
        Func<Graph, Value[], Value[]> then,
        Func<Graph, Value[], Value[]> otherwise
    )
    {
        var types = Array.ConvertAll(values, v => v.Type);
        var attributes = new Attributes
        {
            { "then_branch", Build("then", types, then) },
            { "else_branch", Build("else", types, otherwise) },
            { Bodies.Captured, values.Length },
        };
        return condition.Graph.Add("", "If", [condition, .. values], attributes).Outputs;
    }

    /// <summary>Carries states through a computation, once for each element of some sequences, and stacks what else it gives.</summary>
    /// <param name="states">The states before the first turn.</param>
    /// <param name="sequences">What is cut along its first axis: an element for each turn.</param>
    /// <param name="values">What every turn reads as it is.</param>
    /// <param name="body">
    /// Builds a turn, in a graph of its own, from the states, the elements and the values: gives the next states, then what is stacked.
    /// </param>
    /// <param name="reverse">Whether the turns go from the last element to the first; results are stacked so that each stands at its element's place.</param>
    /// <returns>The states after the last turn, then the stacks, with a first axis as long as the sequences.</returns>
    /// <example><code>
    /// // The running sums of a sequence.
    /// var sums = Op.Scan([zero], [x], [], (g, v) => [v[0] + v[1], v[0] + v[1]])[1];
    /// </code></example>
    public static IReadOnlyList<Value> Scan(
        Value[] states,
        Value[] sequences,
        Value[] values,
        Func<Graph, Value[], Value[]> body,
        bool reverse = false
    )
    {
        var attributes = new Attributes { { "num_scan_inputs", sequences.Length } };
        Value[] own = [.. states, .. sequences];
        var types = Bodies.OwnTypes("Scan", attributes, own, "Scan").Concat(values.Select(v => v.Type)).ToArray();
        var graph = Build("turn", types, body);
        attributes.Add("body", graph);
        attributes.Add(Bodies.Captured, values.Length);
        if (reverse)
        {
            attributes.Add("scan_input_directions", sequences.Select(_ => 1L).ToArray());
            attributes.Add("scan_output_directions", graph.Outputs.Skip(states.Length).Select(_ => 1L).ToArray());
        }
        return own[0].Graph.Add("", "Scan", [.. own, .. values], attributes).Outputs;
    }

    /// <summary>Carries values through a computation as often as is said, or as long as a condition holds.</summary>
    /// <param name="turns">The greatest number of turns, a single int64; null for no limit.</param>
    /// <param name="condition">Whether to begin; null for yes.</param>
    /// <param name="carried">The values before the first turn.</param>
    /// <param name="values">What every turn reads as it is.</param>
    /// <param name="body">
    /// Builds a turn, in a graph of its own, from its number, the condition, the carried values and the others: gives whether to go on,
    /// the next carried values, then what is stacked along a new first axis.
    /// </param>
    /// <returns>The carried values after the last turn, then the stacks.</returns>
    public static IReadOnlyList<Value> Loop(
        Value? turns,
        Value? condition,
        Value[] carried,
        Value[] values,
        Func<Graph, Value[], Value[]> body
    )
    {
        Value?[] own = [turns, condition, .. carried];
        var types = Bodies.OwnTypes("Loop", [], own, "Loop");
        var outside = values.Select(v => v.Type);
        var attributes = new Attributes
        {
            { "body", Bodies.Settle("Loop", types, t => Build("turn", [.. t, .. outside], body)) },
            { Bodies.Captured, values.Length },
        };
        var graph = own.Concat(values).First(v => v is not null)!.Graph;
        return graph.Add("", "Loop", [.. own, .. values], attributes).Outputs;
    }

    private static Graph Build(string name, TensorType[] types, Func<Graph, Value[], Value[]> body)
    {
        var graph = new Graph(name);
        var inputs = types.Select((t, i) => graph.AddInput($"{name}_in{i}", t.ElementType, t.Shape)).ToArray();
        var outputs = body(graph, inputs);
        for (int i = 0; i < outputs.Length; i++)
            graph.AddOutput($"{name}_out{i}", outputs[i]);
        return graph;
    }
}
