using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>An RNN, GRU or LSTM node read: its sizes, its directions, its functions; and whether its inputs fit.</summary>
internal sealed class RecurrentForm
{
    private readonly Node _node;

    /// <summary>Reads a node.</summary>
    /// <exception cref="GraphException">Its attributes are not understood.</exception>
    public RecurrentForm(Node node)
    {
        _node = node;
        (Gates, string[] defaults) = node.Op switch
        {
            "RNN" => (1, (string[])["Tanh"]),
            "GRU" => (3, ["Sigmoid", "Tanh"]),
            _ => (4, ["Sigmoid", "Tanh", "Tanh"]),
        };
        Reverse = node.Attributes.String("direction", "forward") switch
        {
            "forward" => [false],
            "reverse" => [true],
            "bidirectional" => [false, true],
            var other => throw new GraphException(
                $"{node} has the direction '{other}'; one of forward, reverse, bidirectional was expected. Choose one."
            ),
        };
        BatchFirst = node.Attributes.Int("layout") != 0;
        Activations = Functions(defaults);
        if (node.Attributes.Float("clip") is > 0 and var clip)
            Clip = clip;
    }

    /// <summary>How many rows of weights there are for each hidden unit.</summary>
    public int Gates { get; }

    /// <summary>For each direction, whether it goes from the last step to the first.</summary>
    public bool[] Reverse { get; }

    /// <summary>Whether the batch stands in front of time.</summary>
    public bool BatchFirst { get; }

    /// <summary>The bound of what goes into a function; null for none.</summary>
    public double? Clip { get; }

    /// <summary>The functions of each direction, bounds applied.</summary>
    public Func<Value, Value>[][] Activations { get; }

    /// <summary>Whether the node has a second state, the cell.</summary>
    public bool HasCell => _node.Op == "LSTM";

    /// <summary>The types of the outputs: all steps, the last hidden state, the last cell.</summary>
    public TensorType[] Infer()
    {
        var (x, w, r) = (_node.Input(0), _node.Input(1), _node.Input(2));
        Shapes.Rank(_node, x, 3, "an input");
        Shapes.Rank(_node, w, 3, "weights of the input");
        Shapes.Rank(_node, r, 3, "weights of the state");
        ElementKind.Float.Demand(_node, x);
        for (int i = 1; i < _node.Inputs.Count; i++)
            if (i != 4 && _node.Optional(i) is { } other)
                Define.SameElements(_node, x, other);
        Dim directions = Reverse.Length;
        var hidden = HiddenSize(r);
        Dim rows = hidden.IsKnown ? hidden.Value * Gates : Dim.Unknown;
        var (time, batch) = BatchFirst ? (x.Shape[1], x.Shape[0]) : (x.Shape[0], x.Shape[1]);
        Fit(1, "weights of the input", directions, rows, x.Shape[2]);
        Fit(2, "weights of the state", directions, rows, hidden);
        Fit(3, "biases", directions, rows.IsKnown ? rows.Value * 2 : Dim.Unknown);
        Fit(4, "lengths", batch);
        Dim[] state = BatchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
        Fit(5, "a first state", state);
        Fit(6, "a first cell", state);
        Fit(7, "peepholes", directions, hidden.IsKnown ? hidden.Value * 3 : Dim.Unknown);
        Dim[] steps = BatchFirst ? [batch, time, directions, hidden] : [time, directions, batch, hidden];
        var last = x.Type with { Shape = new Shape(state) };
        return [x.Type with { Shape = new Shape(steps) }, last, .. HasCell ? (TensorType[])[last] : []];
    }

    private Dim HiddenSize(Value r)
    {
        long given = _node.Attributes.Int("hidden_size");
        return given > 0 ? given : r.Shape[2];
    }

    private void Fit(int input, string what, params ReadOnlySpan<Dim> dims)
    {
        if (_node.Optional(input) is not { } value)
            return;
        bool fits = value.Rank == dims.Length;
        for (int i = 0; fits && i < dims.Length; i++)
            fits = !dims[i].IsKnown || !value.Shape[i].IsKnown || dims[i] == value.Shape[i];
        if (!fits)
            throw new GraphException(
                $"{_node} got {what} of shape {value.Shape}; {new Shape(dims)} was expected. Reshape them, or correct 'hidden_size' or 'direction'."
            );
    }

    private Func<Value, Value>[][] Functions(string[] defaults)
    {
        string[] names = _node.Attributes.Strings("activations") ?? defaults;
        // One direction's names serve both.
        if (names.Length == defaults.Length && Reverse.Length == 2)
            names = [.. names, .. names];
        if (names.Length != defaults.Length * Reverse.Length)
            throw new GraphException(
                $"{_node} names {names.Length} activations; {defaults.Length} for each of {Reverse.Length} direction(s) were expected. Name as many."
            );
        var functions = new RecurrentActivations(_node);
        return names
            .Chunk(defaults.Length)
            // What comes of a cell goes into its function as it is, whatever the bounds.
            .Select(some => some.Select((n, i) => i < 2 ? Bounded(functions.Next(n)) : functions.Next(n)).ToArray())
            .ToArray();
    }

    private Func<Value, Value> Bounded(Func<Value, Value> function) =>
        x => function(Clip is { } clip ? Op.Clip(x, x.Like(-clip), x.Like(clip)) : x);
}
