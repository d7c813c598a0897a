using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Recurrent;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// All steps of an LSTM or GRU as one node, and their gradient as another; a step's outputs that the gradient reads are outputs. Their twins
/// are Scans.
/// </summary>
internal static class RecurrentSequences
{
    private const string Gradient = "Gradient";

    public static Operator[] Operators { get; } =
    [.. Of<LstmCell>(Lstm, LstmBack, LstmRule), .. Of<GruCell>(Gru, GruBack, GruRule)];

    /// <summary>Whether a node is one of these.</summary>
    public static bool Has(Node n) =>
        n.Domain == OperatorTable.KernelDomain && n.Op.Contains("Sequence", StringComparison.Ordinal);

    /// <summary>A node where our kernel can serve, else the same in other operators.</summary>
    /// <param name="backwards">Whether steps go from the last element to the first.</param>
    /// <param name="inputs">The inputs, as the kernel has them.</param>
    public static IReadOnlyList<Value> Add<TCell>(bool backwards, params ReadOnlySpan<Value?> inputs)
        where TCell : struct, ISequenceCell => Add(TCell.Operator, backwards, inputs);

    /// <summary>The same of the gradient's node.</summary>
    internal static IReadOnlyList<Value> AddGradient<TCell>(bool backwards, params ReadOnlySpan<Value?> inputs)
        where TCell : struct, ISequenceCell => Add(TCell.Operator + Gradient, backwards, inputs);

    private static IReadOnlyList<Value> Add(string op, bool backwards, params ReadOnlySpan<Value?> inputs)
    {
        var attributes = new Attributes { { "backwards", backwards ? 1 : 0 } };
        var node = inputs[0]!.Graph.Add(OperatorTable.KernelDomain, op, inputs, attributes);
        return inputs[0]!.ElementType == ElementType.Float32 ? node.Outputs : OperatorTable.Get(node).Decompose!(node);
    }

    private static Operator[] Of<TCell>(Decomposition forward, Decomposition back, GradientRule rule)
        where TCell : struct, ISequenceCell =>
        [
            new()
            {
                Name = TCell.Operator,
                Domain = OperatorTable.KernelDomain,
                Infer = Infer<TCell>,
                Gradient = rule,
                Decompose = forward,
            },
            new()
            {
                Name = TCell.Operator + Gradient,
                Domain = OperatorTable.KernelDomain,
                Infer = InferBack<TCell>,
                Gradient = (n, dys) => ReverseSweep.Through(n, back, dys),
                Decompose = back,
            },
        ];

    private static TensorType[] Infer<TCell>(Node n)
        where TCell : struct, ISequenceCell
    {
        var (x, r, h) = (n.Input(0), n.Input(1), n.Input(2));
        ElementKind.Float.Demand(n, x);
        foreach (var value in n.Inputs.OfType<Value>())
            Define.SameElements(n, x, value);
        bool fits =
            x.Rank == 3
            && r.Rank == 2
            && h.Rank == 2
            && r.Shape[0] is { IsKnown: true } units
            && r.Shape[1] == TCell.Gates * units.Value
            && (x.Shape[2] == r.Shape[1] || !x.Shape[2].IsKnown)
            && h.Shape[1] == units
            && (h.Shape[0] == x.Shape[1] || !h.Shape[0].IsKnown || !x.Shape[1].IsKnown)
            && (!TCell.HasCell || (n.Input(3).Rank == 2 && n.Input(3).Shape[1] == units));
        if (!fits)
            throw new GraphException(
                $"{n} got {x.Shape}, a matrix {r.Shape} and a state {h.Shape}; (time, batch, {TCell.Gates} units), (units, {TCell.Gates} units) and (batch, units){(TCell.HasCell ? ", and a cell like it," : "")} were expected. Reshape them."
            );
        var one = h.Type;
        var all = Stack(x, r.Shape[0]);
        var open = Stack(x, 4 * r.Shape[0].Value);
        return TCell.HasCell ? [one, all, all, open, one, all, all] : [one, all, all, open];
    }

    private static TensorType[] InferBack<TCell>(Node n)
        where TCell : struct, ISequenceCell
    {
        var (r, gates) = (n.Input(0), n.Input(1));
        var share = Stack(gates, r.Shape[1]);
        var one = gates.Type with { Shape = new Shape(gates.Shape[1], r.Shape[0]) };
        return [share, one, TCell.HasCell ? one : share];
    }

    private static TensorType Stack(Value sequence, Dim width) =>
        sequence.Type with
        {
            Shape = new Shape(sequence.Shape[0], sequence.Shape[1], width),
        };

    private static Value?[] LstmRule(Node n, Value?[] dys)
    {
        if (dys[2] is not null || dys[3] is not null || dys[5] is not null || dys[6] is not null)
            return ReverseSweep.Through(n, Lstm, dys);
        var (gates, cells, shown) = (n.Outputs[3], n.Outputs[5], n.Outputs[6]);
        var given = AddGradient<LstmCell>(IsBackwards(n), n.Input(1), gates, cells, shown, dys[1], dys[0], dys[4]);
        return [given[0], Op.Gemm(Rows(n.Outputs[2]), Rows(given[0]), transA: true), given[1], given[2]];
    }

    private static Value?[] GruRule(Node n, Value?[] dys)
    {
        if (dys[2] is not null || dys[3] is not null)
            return ReverseSweep.Through(n, Gru, dys);
        var (before, gates) = (n.Outputs[2], n.Outputs[3]);
        var given = AddGradient<GruCell>(IsBackwards(n), n.Input(1), gates, before, dys[1], dys[0]);
        var share = Rows(given[2]);
        return
        [
            given[0],
            Op.Gemm(Rows(before), share, transA: true),
            given[1],
            n.Optional(3) is null ? null : Op.ReduceSum(share, [0], keepDims: false),
        ];
    }

    private static Value[] Lstm(Node n)
    {
        var turn = new ScanBuilder(n.Graph);
        var (h, c) = (turn.AddState(n.Input(2)), turn.AddState(n.Input(3)));
        var share = turn.AddSequence(n.Input(0), (0, IsBackwards(n)));
        var gates = RecurrentGates.Add<LstmGates>(Op.Gemm(h, turn.AddConstant(n.Input(1)), c: share), c);
        var (last, lastCell) = (turn.GiveState(gates[0]), turn.GiveState(gates[1]));
        return Emit(turn, n, last, [gates[0], h, gates[2]], lastCell, [c, gates[3]]);
    }

    private static Value[] Gru(Node n)
    {
        var turn = new ScanBuilder(n.Graph);
        var h = turn.AddState(n.Input(2));
        var share = turn.AddSequence(n.Input(0), (0, IsBackwards(n)));
        var bias = n.Optional(3) is { } outside ? turn.AddConstant(outside) : null;
        var gates = RecurrentGates.Add<GruGates>(share, Op.Gemm(h, turn.AddConstant(n.Input(1)), c: bias), h);
        return Emit(turn, n, turn.GiveState(gates[0]), [gates[0], h, gates[1]], null, []);
    }

    private static Value[] Emit(
        ScanBuilder turn,
        Node n,
        Func<Value> last,
        Value[] stacks,
        Func<Value>? lastCell,
        Value[] cellStacks
    )
    {
        var stacked = stacks.Concat(cellStacks).Select(s => turn.Stack(s, (0, IsBackwards(n)))).ToArray();
        turn.Emit();
        Value[] given = [.. stacked.Select(s => s())];
        return lastCell is null ? [last(), .. given] : [last(), .. given[..3], lastCell(), .. given[3..]];
    }

    private static Value[] LstmBack(Node n)
    {
        var turn = new ScanBuilder(n.Graph);
        var cut = (0, !IsBackwards(n));
        var dh = turn.AddState(n.Optional(5) ?? Zeros(n));
        var dc = turn.AddState(n.Optional(6) ?? Zeros(n));
        Value[] kept = [.. Enumerable.Range(1, 3).Select(i => turn.AddSequence(n.Input(i), cut))];
        if (n.Optional(4) is { } dy)
            dh += turn.AddSequence(dy, cut);
        var given = RecurrentGates.Add<LstmGatesGradient>(dh, dc, kept[0], kept[1], kept[2]);
        var first = turn.GiveState(Op.Gemm(given[0], turn.AddConstant(n.Input(0)), transB: true));
        var firstCell = turn.GiveState(given[1]);
        var share = turn.Stack(given[0], cut);
        turn.Emit();
        return [share(), first(), firstCell()];
    }

    private static Value[] GruBack(Node n)
    {
        var turn = new ScanBuilder(n.Graph);
        var cut = (0, !IsBackwards(n));
        var dh = turn.AddState(n.Optional(4) ?? Zeros(n));
        Value[] kept = [.. Enumerable.Range(1, 2).Select(i => turn.AddSequence(n.Input(i), cut))];
        if (n.Optional(3) is { } dy)
            dh += turn.AddSequence(dy, cut);
        var given = RecurrentGates.Add<GruGatesGradient>(dh, kept[0], kept[1]);
        var matrix = turn.AddConstant(n.Input(0));
        var first = turn.GiveState(Op.Gemm(given[1], matrix, c: given[2], transB: true));
        var (share, stateShare) = (turn.Stack(given[0], cut), turn.Stack(given[1], cut));
        turn.Emit();
        return [share(), first(), stateShare()];
    }

    private static Value Zeros(Node n) =>
        RecurrentSteps.Zeros(n.Input(1), n.Input(1).Like(0), n.Input(0).Shape[0].Value);

    private static Value Rows(Value stack) => Op.Reshape(stack, -1, stack.Shape[-1].Value);

    private static bool IsBackwards(Node n) => n.Attributes.Int("backwards") != 0;
}

public static partial class Op
{
    /// <summary>
    /// An LSTM along a sequence, its gates in Keras's order i, f, g, o, with sigmoid and tanh: all steps at once.
    /// </summary>
    /// <param name="x">The input's share of the gates, its product with the kernel and the bias, (time, batch, 4 units).</param>
    /// <param name="r">The recurrent kernel, (units, 4 units).</param>
    /// <param name="h">The first state, (batch, units).</param>
    /// <param name="c">The first cell, (batch, units).</param>
    /// <param name="backwards">Whether the steps go from the last element to the first.</param>
    /// <returns>The states after each step (time, batch, units), each at its element's place; the last state and cell (batch, units).</returns>
    internal static (Value States, Value H, Value C) LstmSequence(Value x, Value r, Value h, Value c, bool backwards)
    {
        var outputs = RecurrentSequences.Add<LstmCell>(backwards, x, r, h, c);
        return (outputs[1], outputs[0], outputs[4]);
    }

    /// <summary>
    /// A GRU along a sequence, its gates in Keras's order z, r, n, with sigmoid and tanh, whose reset gate works on the product with the state's
    /// weights: all steps at once.
    /// </summary>
    /// <param name="x">The input's share of the gates, its product with the kernel and its bias, (time, batch, 3 units).</param>
    /// <param name="r">The recurrent kernel, (units, 3 units).</param>
    /// <param name="h">The first state, (batch, units).</param>
    /// <param name="bias">The state's bias (3 units), or none.</param>
    /// <param name="backwards">Whether the steps go from the last element to the first.</param>
    /// <returns>The states after each step (time, batch, units), each at its element's place; the last state (batch, units).</returns>
    internal static (Value States, Value H) GruSequence(Value x, Value r, Value h, Value? bias, bool backwards)
    {
        var outputs = RecurrentSequences.Add<GruCell>(backwards, x, r, h, bias);
        return (outputs[1], outputs[0]);
    }
}
