using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Batch normalisation by given statistics, as a trained model uses it.</summary>
internal static class Normalizations
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "BatchNormalization",
            Infer = Infer,
            Gradient = Gradient,
        },
    ];

    private static TensorType[] Infer(Node n)
    {
        if (n.Attributes.Int("training_mode") != 0)
            throw new GraphException(
                $"{n} is in training mode, which no two devices run alike. Export the model for inference."
            );
        var x = n.Input(0);
        for (int i = 1; i < 5; i++)
        {
            var vector = n.Input(i).Shape;
            if (vector.Rank != 1 || (x.Shape[1].IsKnown && vector[0] != x.Shape[1]))
                throw new GraphException(
                    $"{n} got {vector} as input {i} for channels {x.Shape[1]} of {x.Shape}; give one number a channel."
                );
        }
        return [x.Type];
    }

    private static Value?[] Gradient(Node n, Value?[] dys)
    {
        var (x, dy) = (n.Input(0), dys[0]!);
        long[] axes = [0, .. Enumerable.Range(2, x.Rank - 2).Select(i => (long)i)];
        var inverse = 1 / Op.Sqrt(Channel(n.Input(4), x.Rank) + n.Attributes.Float("epsilon", 1e-5f));
        var scale = Channel(n.Input(1), x.Rank);
        var centred = x - Channel(n.Input(3), x.Rank);
        var scaled = dy * scale * inverse;
        return
        [
            scaled,
            Op.ReduceSum(dy * centred * inverse, axes),
            Op.ReduceSum(dy, axes),
            -Op.ReduceSum(scaled, axes),
            Op.ReduceSum(scaled * centred * inverse * inverse, axes) * -0.5,
        ];
    }

    /// <summary>A number for each channel, as it broadcasts against a value with channels first.</summary>
    private static Value Channel(Value vector, int rank) =>
        rank <= 2 ? vector : Op.Unsqueeze(vector, Enumerable.Range(1, rank - 2).Select(i => (long)i).ToArray());
}

public static partial class Op
{
    /// <summary>(x - mean) / sqrt(variance + epsilon) * scale + bias, a number of each for every channel of (batch, channels, …).</summary>
    public static Value BatchNormalization(
        Value x,
        Value scale,
        Value bias,
        Value mean,
        Value variance,
        double epsilon
    ) => x.Graph.Emit("BatchNormalization", new Attributes { { "epsilon", epsilon } }, x, scale, bias, mean, variance);
}
