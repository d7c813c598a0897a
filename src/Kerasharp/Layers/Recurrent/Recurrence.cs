using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Takes the steps of a sequence: as a Scan, whose size does not depend on how many there are, or written out one by one.
/// </summary>
internal sealed class Recurrence
{
    /// <summary>The cell, ready for the sequence.</summary>
    public required CellTurn Cell { get; init; }

    /// <summary>The context of the graph that has the sequence.</summary>
    public required CallContext Context { get; init; }

    /// <summary>The states before the first step.</summary>
    public required IReadOnlyList<SymbolicTensor> First { get; init; }

    /// <summary>Which elements count (time, batch), as truth values; all where it is null.</summary>
    public SymbolicTensor? Mask { get; init; }

    /// <summary>Whether the output is zero where an element does not count, rather than what it was before.</summary>
    public bool ZeroOutput { get; init; }

    /// <summary>Whether to go from the last element to the first.</summary>
    public bool Backwards { get; init; }

    /// <summary>Whether the outputs of all steps are wanted.</summary>
    public bool WantsSteps { get; init; }

    /// <summary>
    /// What stands for the output before the first step, where that is needed: with a mask, and where the last output is no state.
    /// </summary>
    public SymbolicTensor? FirstOutput { get; init; }

    /// <summary>The outputs with time in front, the last one, and the last states.</summary>
    /// <param name="unroll">Whether the steps are written out one by one; their number must be known.</param>
    public RecurrentResult Run(bool unroll)
    {
        var turn = new ScanBuilder(Context.Graph);
        Value[] carried = [.. Carried.Select(s => turn.AddState(s.Value))];
        var elements = Cell.Sequences.Select(s => turn.AddSequence(s.Value, (0, Backwards))).ToArray();
        var mask = Mask is null ? null : turn.AddSequence(Mask.Value, (0, Backwards));
        var (output, next) = Step(Context.Inside(turn), elements, mask, carried);
        var last = next.Select(turn.GiveState).ToArray();
        var steps = WantsSteps ? turn.Stack(output, (0, Backwards)) : null;
        turn.Emit(unroll);
        return Result(steps?.Invoke(), [.. last.Select(l => l())]);
    }

    /// <summary>What goes from step to step: the states, then perhaps the output.</summary>
    private IEnumerable<SymbolicTensor> Carried => FirstOutput is null ? First : First.Append(FirstOutput);

    private (Value Output, Value[] Next) Step(CallContext inner, Value[] elements, Value? mask, Value[] carried)
    {
        var states = carried[..First.Count];
        var given = Cell.Run(
            inner,
            [.. elements.Select(e => new SymbolicTensor(e))],
            [.. states.Select(s => new SymbolicTensor(s))]
        );
        var output = given[0].Value;
        Value[] next = [.. given.Skip(1).Select(s => s.Value)];
        if (mask is not null)
        {
            // A state that is also the output is chosen once.
            bool isState = next.Length > 0 && next[0] == output && FirstOutput is null && !ZeroOutput;
            for (int i = 0; i < next.Length; i++)
                next[i] = Where(mask, next[i], states[i]);
            output =
                isState ? next[0]
                : ZeroOutput ? Where(mask, output, output.Like(0))
                : Where(mask, output, carried[^1]);
        }
        return (output, FirstOutput is null ? next : [.. next, output]);
    }

    private static Value Where(Value mask, Value counts, Value else_) =>
        Op.Where(Op.Unsqueeze(mask, [.. Enumerable.Range(1, counts.Rank - 1).Select(a => (long)a)]), counts, else_);

    private RecurrentResult Result(Value? steps, Value[] last)
    {
        var states = last[..First.Count].Select(s => new SymbolicTensor(s)).ToArray();
        return new RecurrentResult(
            steps is null ? null : new SymbolicTensor(steps),
            new SymbolicTensor(FirstOutput is null ? states[OutputState].Value : last[^1]),
            states
        );
    }

    /// <summary>Which state is the output, where that is not carried by itself.</summary>
    public int OutputState { get; init; }
}
