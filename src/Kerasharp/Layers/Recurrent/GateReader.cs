using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>How gates read a state: by the recurrent kernel, and while training perhaps through masks, one for each gate.</summary>
/// <param name="kernel">The recurrent kernel (units, gates · units).</param>
/// <param name="masks">0 where a unit is dropped, for each gate; null where none is.</param>
/// <param name="units">The units of a gate.</param>
internal sealed class GateReader(SymbolicTensor kernel, SymbolicTensor[]? masks, int units)
{
    /// <summary>A reader of some neighbouring gates.</summary>
    public GateReader Gates(int first, int count) =>
        new(
            new SymbolicTensor(Op.Slice(kernel.Value, 1, (long)first * units, (long)(first + count) * units)),
            masks?[first..(first + count)],
            units
        );

    /// <summary>The state as a gate reads it.</summary>
    public Value Masked(CallContext turn, Value state, int gate = 0) =>
        masks is null ? state : state * turn.Captured(masks[gate]).Value;

    /// <summary>The state's share of the gates, and what is added to it.</summary>
    /// <param name="turn">The context of the step.</param>
    /// <param name="state">The state (batch, units).</param>
    /// <param name="add">What is added, (batch, gates · units) or (gates · units); null for nothing.</param>
    public Value Read(CallContext turn, Value state, Value? add)
    {
        var matrix = turn.Captured(kernel).Value;
        if (masks is null)
            return Op.Gemm(state, matrix, c: add);
        if (masks.Length == 1)
            return Op.Gemm(Masked(turn, state), matrix, c: add);
        var parts = Op.Split(matrix, 1, [.. Enumerable.Repeat((long)units, masks.Length)]);
        var shares = parts.Select((part, gate) => Op.Gemm(Masked(turn, state, gate), part));
        var all = Op.Concat([.. shares], -1);
        return add is null ? all : all + add;
    }
}
