using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Writes each Scan, and each Loop, of a known number of turns as so many copies of its turn, for devices without control flow. It comes
/// after differentiation, so forward and backward turns are written out alike. Others stay what they are: the runtime lets the processor
/// run them.
/// </summary>
internal static class ScanUnrolling
{
    /// <summary>A graph of more turns, of some ten nodes each, would take minutes to load.</summary>
    private const long MostTurns = 4096;

    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        Rewriter.Run(graph, WrittenOut);
    }

    private static Value[]? WrittenOut(Node n)
    {
        if (n.Domain.Length > 0)
            return null;
        if (n.Op == "Scan")
            return Length(n) <= MostTurns ? Write(n) : null;
        if (n.Op != "Loop" || CountedLoop.Turns(n) is not { } turns || turns > MostTurns)
            return null;
        var scan = CountedLoop.AsScan(n);
        return turns == 0 ? scan : Write(scan[0].Producer!);
    }

    /// <summary>A Scan's outputs by so many copies of its turn as it has elements, whose number must be known.</summary>
    public static Value[] Write(Node n)
    {
        var body = ControlFlow.Body(n);
        var (states, cuts) = Cuts(n);
        long length = Length(n)!.Value;
        var elements = cuts.Select((cut, i) => Elements(n.Input(states + i), cut, length)).ToArray();
        Value[] outside = [.. Bodies.FromOutside(n)];
        Value[] now = [.. n.Inputs.Take(states).Select(v => v!)];
        var stacks = n.Outputs.Skip(states).Select(_ => new Value[length]).ToArray();
        for (int k = 0; k < length; k++)
        {
            var given = GraphCopy.Body(body, n.Graph, [.. now, .. elements.Select(e => e[k]), .. outside]);
            now = given[..states];
            for (int i = 0; i < stacks.Length; i++)
                stacks[i][k] = given[states + i];
        }
        return [.. now, .. stacks.Select((turns, i) => Stacked(n, turns, i, n.Outputs[states + i].Rank))];
    }

    /// <summary>How many turns a Scan has; null where that is not known.</summary>
    private static long? Length(Node n)
    {
        var (states, cuts) = Cuts(n);
        return
            cuts.Select((cut, i) => n.Input(states + i).Shape[cut.Axis]).FirstOrDefault(d => d.IsKnown, Dim.Unknown)
                is { IsKnown: true } length
            ? length.Value
            : null;
    }

    /// <summary>How many states a Scan has, and how its sequences are cut.</summary>
    private static (int States, (int Axis, bool Reverse)[] Cuts) Cuts(Node n)
    {
        int sequences = (int)n.Attributes.Int("num_scan_inputs");
        int states = Bodies.Own(n).Count() - sequences;
        return (
            states,
            [
                .. Enumerable
                    .Range(0, sequences)
                    .Select(i => Bodies.Cut(n.Attributes, "input", i, n.Input(states + i).Rank, n.ToString())),
            ]
        );
    }

    /// <summary>The elements of a sequence in the order of the turns.</summary>
    private static Value[] Elements(Value sequence, (int Axis, bool Reverse) cut, long length)
    {
        IEnumerable<Value> parts =
            length == 1 ? [sequence] : Op.Split(sequence, cut.Axis, [.. Enumerable.Repeat(1L, (int)length)]);
        var elements = parts.Select(part => Op.Squeeze(part, [cut.Axis]));
        return [.. cut.Reverse ? elements.Reverse() : elements];
    }

    private static Value Stacked(Node n, Value[] turns, int index, int rank)
    {
        var (axis, reverse) = Bodies.Cut(n.Attributes, "output", index, rank, n.ToString());
        var parts = turns.Select(t => Op.Unsqueeze(t, [axis])).ToArray();
        if (reverse)
            Array.Reverse(parts);
        return Op.Concat(parts, axis);
    }
}
