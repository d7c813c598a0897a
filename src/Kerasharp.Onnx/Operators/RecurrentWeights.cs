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

    private RecurrentWeights(RecurrentWeights all, long from, long to)
    {
        (_node, _direction, Hidden) = (all._node, all._direction, all.Hidden);
        _recurrent = Op.Slice(all._recurrent, 0, from, to);
        _bias = all._bias is { } bias ? Op.Slice(bias, 0, from, to) : null;
    }

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

    /// <summary>The weights of some of the gates.</summary>
    public RecurrentWeights Rows(int firstGate, int endGate) =>
        new(this, firstGate * Hidden.Value, endGate * Hidden.Value);

    /// <summary>The input's share of the gates, of all steps.</summary>
    public Value Project(Value x)
    {
        var product = Op.MatMul(x, Op.Transpose(Of(1)!, 1, 0));
        if (Of(3) is not { } biases)
            return product;
        return product + Op.Slice(biases, 0, 0, biases.Shape[0].Value / 2);
    }

    /// <summary>The state's share of the gates.</summary>
    public Value Recurrent(Value h) => Op.Gemm(h, _recurrent, transB: true, c: _bias);
}
