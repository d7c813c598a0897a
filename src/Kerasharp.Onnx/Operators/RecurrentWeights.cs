using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The weights of one direction of a recurrent node, or of some of its gates.</summary>
internal sealed class RecurrentWeights
{
    private readonly Node _node;
    private readonly int _direction;
    private readonly Value _recurrent;
    private readonly Value? _bias;

    /// <summary>All weights of a direction.</summary>
    public RecurrentWeights(Node node, int direction)
    {
        (_node, _direction) = (node, direction);
        _recurrent = Of(2)!;
        Hidden = _recurrent.Shape[1];
        if (Of(3) is not { } biases)
            return;
        long rows = biases.Shape[0].Value / 2;
        _bias = Op.Split(biases, 0, rows, rows)[1];
    }

    private RecurrentWeights(RecurrentWeights all, Func<Value, Value> by)
    {
        (_node, _direction, Hidden, Enter) = (all._node, all._direction, all.Hidden, all.Enter);
        _recurrent = by(all._recurrent);
        _bias = all._bias is { } bias ? by(bias) : null;
    }

    private Func<Value, Value> Enter { get; init; } = value => value;

    /// <summary>The number of hidden units.</summary>
    public Dim Hidden { get; }

    /// <summary>The direction's part of an input whose first axis counts directions; null where the input is absent.</summary>
    public Value? Of(int input)
    {
        if (_node.Optional(input) is not { } value)
            return null;
        var part = value.Shape[0].IsOne ? value : Op.Slice(value, 0, _direction, _direction + 1);
        return Op.Squeeze(part, [0]);
    }

    /// <summary>What the cell adds to the gates, (3 hidden); null for nothing.</summary>
    public Value? Peepholes => Of(7) is { } value ? Enter(value) : null;

    /// <summary>The weights as the turns of a Scan have them.</summary>
    /// <param name="enter">Gives what stands in a turn for a value outside.</param>
    public RecurrentWeights Inside(Func<Value, Value> enter) => new(this, value => value) { Enter = enter };

    /// <summary>The weights of some of the gates.</summary>
    public RecurrentWeights Rows(int firstGate, int endGate) =>
        new(this, value => Op.Slice(value, 0, firstGate * Hidden.Value, endGate * Hidden.Value));

    /// <summary>The input's share of the gates, of all steps.</summary>
    public Value Project(Value x)
    {
        var product = Op.MatMul(x, Op.Transpose(Of(1)!, 1, 0));
        if (Of(3) is not { } biases)
            return product;
        return product + Op.Slice(biases, 0, 0, biases.Shape[0].Value / 2);
    }

    /// <summary>The state's share of the gates.</summary>
    public Value Recurrent(Value h) =>
        Op.Gemm(h, Enter(_recurrent), transB: true, c: _bias is null ? null : Enter(_bias));
}
