using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// An RNN, GRU or LSTM as a Scan over its steps, some ten nodes whatever their number: the form of its gradient.
/// </summary>
internal static class RecurrentSteps
{
    /// <summary>The next states from a step's share of the gates and the states before it.</summary>
    private delegate Value[] Turn(Value step, Value[] states);

    /// <summary>The node's outputs in other operators.</summary>
    public static Value[] Write(Node n)
    {
        var form = new RecurrentForm(n);
        if (form.BatchFirst)
            return TimeFirst(n, Write);
        var directions = new List<(Value Steps, Value[] States)>();
        for (int d = 0; d < form.Reverse.Length; d++)
            directions.Add(Run(n, form, d));
        return
        [
            Op.Concat(directions.Select(r => Op.Unsqueeze(r.Steps, [1])).ToArray(), 1),
            .. Enumerable
                .Range(0, directions[0].States.Length)
                .Select(i => Op.Concat(directions.Select(r => Op.Unsqueeze(r.States[i], [0])).ToArray(), 0)),
        ];
    }

    /// <summary>A node that has the batch in front, as one that has time in front, between transpositions.</summary>
    /// <param name="n">The node.</param>
    /// <param name="give">What to give of the other node: its outputs, or what stands for them.</param>
    public static Value[] TimeFirst(Node n, Func<Node, IReadOnlyList<Value>> give)
    {
        var attributes = n.Attributes.Clone();
        attributes.Remove("layout");
        var inputs = n.Inputs.ToArray();
        foreach (int i in (int[])[0, 5, 6])
            if (n.Optional(i) is { } value)
                inputs[i] = Op.Transpose(value, 1, 0, 2);
        var outputs = give(n.Graph.Add("", n.Op, inputs, attributes));
        return [Op.Transpose(outputs[0], 2, 0, 1, 3), .. outputs.Skip(1).Select(o => Op.Transpose(o, 1, 0, 2))];
    }

    private static (Value Steps, Value[] States) Run(Node n, RecurrentForm form, int direction)
    {
        var x = n.Input(0);
        var weights = new RecurrentWeights(n, direction);
        var cut = (0, form.Reverse[direction]);
        var lengths = n.Optional(4);
        if (lengths is not null && x.Shape[0].IsKnown && Shapes.Known(n, 4)?.All(l => l >= x.Shape[0].Value) == true)
            lengths = null;
        var first = FirstStates(n, form, weights);
        if (lengths is not null)
        {
            // A sequence of no elements ends with zeros.
            var any = Op.Unsqueeze(Op.Greater(lengths, lengths.Like(0)), [1]);
            first = first.Select(s => Op.Where(any, s, s.Like(0)));
        }
        first = first.ToArray();
        // The input's share of all steps is one product.
        var shares = weights.Project(x);
        var scan = new ScanBuilder(n.Graph);
        var now = first.Select(scan.AddState).ToArray();
        var share = scan.AddSequence(shares, cut);
        var within = lengths is null ? null : scan.AddSequence(Within(x, lengths), cut);
        var inner = weights.Inside(scan.AddConstant);
        Turn turn = n.Op switch
        {
            "RNN" => Rnn(inner, form.Activations[direction]),
            "GRU" => Gru(inner, form.Activations[direction], n.Attributes.Int("linear_before_reset") != 0),
            _ => Lstm(inner, form.Activations[direction], n.Attributes.Int("input_forget") != 0),
        };
        var next = turn(share, now);
        var output = next[0];
        if (within is not null)
        {
            // Behind its end a sequence gives zeros, and its states stay what they are.
            output = Op.Where(within, next[0], next[0].Like(0));
            next = next.Zip(now, (later, earlier) => Op.Where(within, later, earlier)).ToArray();
        }
        var last = next.Select(scan.GiveState).ToArray();
        var steps = scan.Stack(output, cut);
        scan.Emit();
        return (steps(), [.. last.Select(l => l())]);
    }

    /// <summary>Whether each step lies within each sequence, (time, batch, 1).</summary>
    private static Value Within(Value x, Value lengths)
    {
        var (graph, type) = (x.Graph, lengths.ElementType);
        var time = Op.Cast(Op.Squeeze(Op.Slice(Op.ShapeOf(x), 0, 0, 1), [0]), type);
        var steps = Op.Range(graph.Scalar(0, type), time, graph.Scalar(1, type));
        return Op.Less(Op.Unsqueeze(steps, [1, 2]), Op.Unsqueeze(lengths, [0, 2]));
    }

    private static IEnumerable<Value> FirstStates(Node n, RecurrentForm form, RecurrentWeights weights)
    {
        var x = n.Input(0);
        for (int i = 5; i < (form.HasCell ? 7 : 6); i++)
            yield return weights.Of(i) ?? Zeros(x, x.Like(0), weights.Hidden.Value);
    }

    /// <summary>A state of zeros for the batch of a sequence, which has time in front.</summary>
    /// <param name="sequence">The sequence, (time, batch, ...).</param>
    /// <param name="zero">The number 0 of the state's type.</param>
    /// <param name="sizes">The state's sizes behind the batch.</param>
    public static Value Zeros(Value sequence, Value zero, params ReadOnlySpan<long> sizes)
    {
        var batch = sequence.Shape[1];
        if (batch.IsKnown)
            return Op.Expand(zero, Shape.Of([batch.Value, .. sizes]));
        var dims = Op.Concat([Op.Slice(Op.ShapeOf(sequence), 0, 1, 2), sequence.Graph.Ints(sizes)], 0);
        return sequence.Graph.Emit("Expand", zero, dims);
    }

    private static Turn Rnn(RecurrentWeights w, Func<Value, Value>[] functions) =>
        (step, states) => [functions[0](step + w.Recurrent(states[0]))];

    private static Turn Gru(RecurrentWeights w, Func<Value, Value>[] functions, bool linearBeforeReset)
    {
        long hidden = w.Hidden.Value;
        var (gates, candidate) = (w.Rows(0, 2), w.Rows(2, 3));
        return (step, states) =>
        {
            var h = states[0];
            var parts = Op.Split(step, 1, 2 * hidden, hidden);
            var open = Op.Split(functions[0](parts[0] + gates.Recurrent(h)), 1, hidden, hidden);
            var (update, reset) = (open[0], open[1]);
            var old = linearBeforeReset ? reset * candidate.Recurrent(h) : candidate.Recurrent(reset * h);
            return [(1 - update) * functions[1](parts[1] + old) + update * h];
        };
    }

    private static Turn Lstm(RecurrentWeights w, Func<Value, Value>[] functions, bool inputForget)
    {
        var (gate, cell, output) = (functions[0], functions[1], functions[2]);
        long hidden = w.Hidden.Value;
        var peepholes = w.Peepholes is { } p ? Op.Split(p, 0, hidden, hidden, hidden) : null;
        return (step, states) =>
        {
            var (h, c) = (states[0], states[1]);
            var parts = Op.Split(step + w.Recurrent(h), 1, hidden, hidden, hidden, hidden);
            var enter = gate(Peeked(parts[0], 0, c));
            var keep = inputForget ? 1 - enter : gate(Peeked(parts[2], 2, c));
            var next = keep * c + enter * cell(parts[3]);
            var leave = gate(Peeked(parts[1], 1, next));
            return [leave * output(next), next];
        };

        Value Peeked(Value part, int which, Value cell) => peepholes is null ? part : part + peepholes[which] * cell;
    }
}
