using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Operators;

/// <summary>A Scan that is being put together: the graph of its turn, and what it reads and gives outside.</summary>
/// <param name="outer">The graph that gets the Scan.</param>
internal sealed class ScanBuilder(Graph outer)
{
    private readonly List<(Value Inner, Value Outer)> _states = [];
    private readonly List<(Value Inner, Value Outer, int Axis, bool Reverse)> _sequences = [];
    private readonly List<(Value Inner, Value Outer)> _constants = [];
    private readonly List<Value> _nextStates = [];
    private readonly List<(Value Inner, int Axis, bool Reverse)> _stacks = [];
    private IReadOnlyList<Value>? _outputs;

    /// <summary>The graph of the turn.</summary>
    public Graph Graph { get; } = new("turn");

    /// <summary>Whether there is a sequence, without which a Scan would not know when to end.</summary>
    public bool HasSequences => _sequences.Count > 0;

    /// <summary>Adds a state by its first value.</summary>
    public Value AddState(Value first)
    {
        var inner = Graph.AddInput($"state{_states.Count}", first.ElementType, first.Shape);
        _states.Add((inner, first));
        return inner;
    }

    /// <summary>Gives the next value of the state that is next in order; the result gives the last one.</summary>
    public Func<Value> GiveState(Value next)
    {
        int index = _nextStates.Count;
        _nextStates.Add(next);
        return () => _outputs![index];
    }

    /// <summary>The element for each turn of a sequence; the same sequence is read once.</summary>
    public Value AddSequence(Value sequence, (int Axis, bool Reverse) cut)
    {
        foreach (var (known, from, axis, reverse) in _sequences)
            if (from == sequence && (axis, reverse) == cut)
                return known;
        var shape = new Shape(sequence.Shape.Where((_, a) => a != cut.Axis).ToArray());
        var inner = Graph.AddInput($"element{_sequences.Count}", sequence.ElementType, shape);
        _sequences.Add((inner, sequence, cut.Axis, cut.Reverse));
        return inner;
    }

    /// <summary>A value that every turn reads as it is.</summary>
    public Value AddConstant(Value value)
    {
        foreach (var (known, from) in _constants)
            if (from == value)
                return known;
        var inner = Graph.AddInput($"constant{_constants.Count}", value.ElementType, value.Shape);
        _constants.Add((inner, value));
        return inner;
    }

    /// <summary>Stacks a value of each turn; the result gives the stack. What is stacked twice is one stack.</summary>
    public Func<Value> Stack(Value value, (int Axis, bool Reverse) cut)
    {
        int index = _stacks.IndexOf((value, cut.Axis, cut.Reverse));
        if (index < 0)
        {
            index = _stacks.Count;
            _stacks.Add((value, cut.Axis, cut.Reverse));
        }
        return () => _outputs![_nextStates.Count + index];
    }

    /// <summary>Replaces values that the turn reads, wherever it does, inputs of replaced nodes left aside.</summary>
    public void Replace(Func<Value, Value> replacement)
    {
        var open = new Stack<Node>();
        var seen = new HashSet<Node>();
        for (int i = 0; i < _nextStates.Count; i++)
            _nextStates[i] = Visit(_nextStates[i]);
        for (int i = 0; i < _stacks.Count; i++)
            _stacks[i] = _stacks[i] with { Inner = Visit(_stacks[i].Inner) };
        while (open.TryPop(out var node))
            for (int i = 0; i < node.Inputs.Count; i++)
                if (node.Inputs[i] is { } value)
                    node.ReplaceInput(i, Visit(value));

        Value Visit(Value value)
        {
            var next = replacement(value);
            if (next.Producer is { } producer && seen.Add(producer))
                open.Push(producer);
            return next;
        }
    }

    /// <summary>Adds the Scan to the outer graph.</summary>
    /// <param name="unroll">Whether its turns are written out one by one instead; their number must be known.</param>
    public void Emit(bool unroll = false)
    {
        Graph.ReplaceInputs([
            .. _states.Select(s => s.Inner),
            .. _sequences.Select(s => s.Inner),
            .. _constants.Select(c => c.Inner),
        ]);
        foreach (var next in _nextStates.Concat(_stacks.Select(s => s.Inner)))
            Graph.AddOutput($"{Graph.Name}_out{Graph.Outputs.Count}", next);
        var attributes = new Attributes
        {
            { "num_scan_inputs", _sequences.Count },
            { "scan_input_axes", _sequences.Select(s => (long)s.Axis).ToArray() },
            { "scan_input_directions", _sequences.Select(s => s.Reverse ? 1L : 0).ToArray() },
            { "scan_output_axes", _stacks.Select(s => (long)s.Axis).ToArray() },
            { "scan_output_directions", _stacks.Select(s => s.Reverse ? 1L : 0).ToArray() },
            { "body", Graph },
            { Bodies.Captured, _constants.Count },
        };
        Value[] inputs =
        [
            .. _states.Select(s => s.Outer),
            .. _sequences.Select(s => s.Outer),
            .. _constants.Select(c => c.Outer),
        ];
        var node = outer.Add("", "Scan", inputs, attributes);
        _outputs = unroll ? ScanUnrolling.Write(node) : node.Outputs;
    }
}
