using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// An RNN, GRU or LSTM written out step by step, some twenty nodes each: the form of its gradient. It is meant for short sequences;
/// a Scan takes long ones without growing.
/// </summary>
internal static class RecurrentUnrolled
{
    /// <summary>The next states from a step's share of the gates and the states before it.</summary>
    private delegate Value[] Turn(Value step, Value[] states);

    /// <summary>The node's outputs in other operators.</summary>
    public static Value[] Write(Node n)
    {
        var form = new RecurrentForm(n);
        if (form.BatchFirst)
            return TimeFirst(n, Write);
        var x = n.Input(0);
        if (!x.Shape.IsStatic)
            throw new GraphException(
                $"{n} got {x.Shape}; its gradient is written out step by step, which needs sizes that are known. Bind them first."
            );
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
        Turn turn = n.Op switch
        {
            "RNN" => Rnn(weights, form.Activations[direction]),
            "GRU" => Gru(weights, form.Activations[direction], n.Attributes.Int("linear_before_reset") != 0),
            _ => Lstm(weights, form.Activations[direction], n.Attributes.Int("input_forget") != 0),
        };
        long length = x.Shape[0].Value;
        var lengths = n.Optional(4);
        if (lengths is not null && Shapes.Known(n, 4)?.All(l => l >= length) == true)
            lengths = null;
        var now = FirstStates(n, form, weights).Select(s => Within(0, s, s.Like(0))).ToArray();
        // The input's share of all steps is one product.
        var shares = Op.Split(weights.Project(x), 0, Enumerable.Repeat(1L, (int)length).ToArray());
        var steps = new Value[length];
        for (int k = 0; k < length; k++)
        {
            int t = form.Reverse[direction] ? (int)length - 1 - k : k;
            var next = turn(Op.Squeeze(shares[t], [0]), now);
            // Behind its end a sequence gives zeros, and its states stay what they are.
            steps[t] = Op.Unsqueeze(Within(t, next[0], x.Like(0)), [0]);
            now = next.Zip(now, (later, earlier) => Within(t, later, earlier)).ToArray();
        }
        return (Op.Concat(steps, 0), now);

        Value Within(int t, Value inside, Value behind) =>
            lengths is null
                ? inside
                : Op.Where(Op.Unsqueeze(Op.Greater(lengths, lengths.Like(t)), [1]), inside, behind);
    }

    private static IEnumerable<Value> FirstStates(Node n, RecurrentForm form, RecurrentWeights weights)
    {
        var x = n.Input(0);
        for (int i = 5; i < (form.HasCell ? 7 : 6); i++)
            yield return weights.Of(i) ?? Op.Expand(x.Like(0), new Shape(x.Shape[1], weights.Hidden));
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
        var peepholes = w.Of(7) is { } p ? Op.Split(p, 0, hidden, hidden, hidden) : null;
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
