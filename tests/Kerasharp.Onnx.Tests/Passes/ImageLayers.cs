using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Passes;

/// <summary>Layers on images as the library writes them: channels last, with transpositions around what ONNX has channels first.</summary>
internal sealed class ImageLayers(Graph graph)
{
    private int _count;

    public List<Value> Weights { get; } = [];

    public Value Convolve(Value x, long filters, long kernel = 3)
    {
        using var scope = graph.Within($"conv_{++_count}");
        var w = Weight(kernel, kernel, x.Shape[-1].Value, filters);
        var y = Op.Conv(First(x), Op.Transpose(w, 3, 2, 0, 1), Weight(filters), autoPad: "SAME_UPPER");
        return Last(y);
    }

    public Value Pool(Value x)
    {
        using var scope = graph.Within($"pool_{++_count}");
        return Last(Op.MaxPool(First(x), [2, 2], [2, 2]));
    }

    /// <summary>From primitives, by the batch's own mean and variance.</summary>
    public Value Normalize(Value x)
    {
        using var scope = graph.Within($"norm_{++_count}");
        var centred = x - Op.ReduceMean(x, [0, 1, 2], keepDims: true);
        var variance = Op.ReduceMean(centred * centred, [0, 1, 2], keepDims: true);
        graph.AddOutput($"variance_{_count}", Op.Reshape(variance, x.Shape[-1].Value));
        return centred * (Weight(x.Shape[-1].Value) / Op.Sqrt(variance + 0.001)) + Weight(x.Shape[-1].Value);
    }

    public Value Dense(Value x, long units)
    {
        using var scope = graph.Within($"dense_{++_count}");
        return Op.MatMul(x, Weight(x.Shape[-1].Value, units)) + Weight(units);
    }

    public Value Drop(Value x, Value state)
    {
        using var scope = graph.Within($"dropout_{++_count}");
        var kept = Op.GreaterOrEqual(Op.DrawLike(state, x, _count), x.Like(0.25));
        return Op.Where(kept, x / 0.75, x.Like(0));
    }

    private static Value First(Value x) => Op.Transpose(x, Permutations.ToChannelsFirst(x.Rank));

    private static Value Last(Value x) => Op.Transpose(x, Permutations.ToChannelsLast(x.Rank));

    private Value Weight(params long[] dims)
    {
        var weight = graph.AddInput($"w{Weights.Count}", ElementType.Float32, Shape.Of(dims));
        Weights.Add(weight);
        return weight;
    }
}
