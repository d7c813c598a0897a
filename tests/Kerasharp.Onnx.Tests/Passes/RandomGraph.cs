using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

/// <summary>
/// A graph of float64 of some thirty operators drawn at random, among them many that the passes look at, with numbers that stay small.
/// It may be made with a symbolic batch.
/// </summary>
internal sealed class RandomGraph
{
    private const long Batch = 2;

    private readonly Draw _d;
    private readonly List<Value> _values = [];
    private readonly bool _symbolic;

    public RandomGraph(int seed, bool symbolic = false, bool differentiated = false)
    {
        _d = new Draw(seed);
        _symbolic = symbolic;
        Graph = new Graph("random");
        for (int i = 0; i < 3; i++)
            AddInput(i);
        for (int i = 0; i < 30; i++)
            _values.Add(Tame(Grow()));
        for (int i = 1; i < 4; i++)
            Graph.AddOutput($"y{i}", _values[^i]);
        if (differentiated)
            AddGradients();
    }

    public Graph Graph { get; }

    public Dictionary<string, ConstantTensor> Inputs { get; } = [];

    private Value Any() => _values[_d.Int(Math.Max(0, _values.Count - 6), _values.Count - 1)];

    private void AddInput(int i)
    {
        long[] dims = [Batch, .. Enumerable.Range(0, 3).Select(_ => (long)_d.Int(1, 3))];
        Inputs[$"x{i}"] = _d.Normal(dims);
        _values.Add(
            Graph.AddInput($"x{i}", ElementType.Float64, Shape.Of(dims).With(0, _symbolic ? Dim.Batch : Batch))
        );
    }

    private void AddGradients()
    {
        var loss = Graph.Scalar(0, ElementType.Float64);
        foreach (var output in Graph.Outputs)
            loss += output.Value.Rank == 0 ? output.Value : Op.ReduceMean(output.Value);
        var gradients = ReverseSweep.Gradients(loss, Graph.Inputs);
        for (int i = 0; i < gradients.Count; i++)
            if (gradients[i] is { } gradient)
                Graph.AddOutput($"g{i}", gradient);
    }

    // Differences of large numbers would hide errors, or make some.
    private Value Tame(Value x) => _d.Chance(0.3) ? Op.Tanh(x) : x * 0.5;

    private Value Grow()
    {
        var x = Any();
        int rank = x.Rank;
        return _d.Int(0, 19) switch
        {
            0 or 1 or 2 when rank > 1 => Op.Transpose(x, _d.Order(rank)),
            3 => _d.Of<Func<Value, Value>>(Op.Relu, Op.Sigmoid, Op.Abs, Op.Neg, Op.Identity, v => Op.Neg(Op.Neg(v)))(x),
            4 or 5 => Combine(x, Any()),
            6 => x + Vector(x),
            7 => x * Vector(x) + 0,
            8 => _d.Of(x * 1, 1 * x, x + 0, 0 + x, x - 0, 0 - x, x / 1, 1 / (x * x + 1), x + (x.Like(2) * 3 - 1)),
            9 when rank > 0 => Reduce(x),
            10 when rank > 0 => Op.Softmax(x, _d.Int(-rank, rank - 1)),
            11 when rank > 1 => Join(x),
            12 when rank > 1 => Op.Pad(x, Pads(rank)),
            13 when rank > 1 => Op.Slice(x, _d.Int(1, rank - 1), _d.Of(0, 0, -1), long.MaxValue, 1),
            14 when rank > 1 => Op.Unsqueeze(
                Op.Squeeze(Op.ReduceMean(x, [rank - 1], keepDims: true), [-1]),
                [_d.Int(1, rank - 1)]
            ),
            15 when rank > 1 => Op.Flatten(Op.Reshape(x, 0, -1), 1),
            16 when rank > 2 && x.Shape.Skip(1).All(s => s.IsKnown) => Op.Reshape(
                Op.Reshape(x, 0, -1),
                [0, .. x.Shape.Skip(1).Reverse().Select(s => s.Value)]
            ),
            17 => Op.Where(Op.Less(x, x.Like(0.1)), x, x * 3),
            18 => Op.Cast(Op.Clip(x, x.Like(-0.5), x.Like(0.7)), ElementType.Float64),
            19 when rank > 1 && x.Shape.IsStatic => Op.Expand(Op.ReduceMax(x, [1], keepDims: true), x.Shape),
            _ => Op.ReduceMax(x, _d.Chance() ? [] : null, keepDims: true),
        };
    }

    private Value Combine(Value a, Value b)
    {
        bool fits = a.Rank == b.Rank;
        for (int i = 1; fits && i <= a.Rank; i++)
            fits = a.Shape[-i] == b.Shape[-i] || a.Shape[-i].IsOne || b.Shape[-i].IsOne;
        return fits ? _d.Of<Func<Value, Value, Value>>(Op.Add, Op.Sub, Op.Mul, Op.Max)(a, b) : a * a;
    }

    /// <summary>A row of numbers along the last axis, or with one axis longer than 1.</summary>
    private Value Vector(Value x)
    {
        if (x.Rank == 0)
            return x.Like(0.5);
        int axis = x.Rank - 1 - _d.Int(0, Math.Min(2, x.Rank - 1));
        if (!x.Shape[axis].IsKnown)
            return x.Like(0.25);
        long[] dims = [x.Shape[axis].Value, .. Enumerable.Repeat(1L, x.Rank - 1 - axis)];
        return Graph.Constant(_d.Normal(dims));
    }

    private Value Reduce(Value x)
    {
        var reduce = _d.Of<Func<Value, long[]?, bool, Value>>(
            Op.ReduceSum,
            Op.ReduceMean,
            Op.ReduceMax,
            Op.ReduceMin,
            Op.ReduceL1,
            Op.ReduceL2,
            Op.ReduceSumSquare,
            Op.ReduceLogSumExp
        );
        return reduce(x, _d.Axes(x.Rank), _d.Chance());
    }

    private Value Join(Value x)
    {
        int axis = _d.Int(1, x.Rank - 1);
        return Op.Concat(_d.Of<Value[]>([x, x * 2], [x, Op.Relu(x), x], [x]), axis);
    }

    private long[] Pads(int rank)
    {
        var pads = new long[2 * rank];
        pads[_d.Int(1, rank - 1)] = 1;
        pads[rank + _d.Int(1, rank - 1)] = _d.Int(0, 1);
        return pads;
    }
}
