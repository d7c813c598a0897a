using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// Batch normalisation: by given statistics, as a trained model uses it, or by those of the batch. No two devices run the latter
/// alike, so it is written as other operators. In that mode a node has five outputs, of which opset 14 has three: the last two, the
/// batch's own mean and variance, come from older files.
/// </summary>
internal static class BatchNormalizations
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "BatchNormalization",
            Infer = Infer,
            Gradient = (n, dy) => IsPlain(n) ? Gradient(n, dy[0]!) : ReverseSweep.Through(n, Compose, dy),
            Decompose = Compose,
            Lacks = (n, _) => !IsPlain(n),
        },
    ];

    /// <summary>Brings a node from an opset below 14 into today's form.</summary>
    /// <param name="attributes">The node's attributes, changed where they must be.</param>
    /// <param name="outputs">How many outputs the node has: more than one told that it takes the batch's statistics.</param>
    public static void Upgrade(Attributes attributes, int outputs)
    {
        if (outputs > 1 && attributes.Int("is_test") == 0)
            attributes.Add("training_mode", 1);
        if (attributes.Int("spatial", 1) != 0)
            attributes.Remove("spatial");
    }

    private static bool IsTraining(Node n) => n.Attributes.Int("training_mode") != 0;

    /// <summary>Whether all places of a channel share their statistics; before opset 9 each place might have its own.</summary>
    private static bool IsSpatial(Node n) => n.Attributes.Int("spatial", 1) != 0;

    private static bool IsPlain(Node n) =>
        !IsTraining(n) && IsSpatial(n) && n.Inputs.All(i => i!.ElementType == n.Output.ElementType);

    private static TensorType[] Infer(Node n)
    {
        var x = n.Input(0);
        if (x.Rank == 0)
            throw new GraphException($"{n} got a single number; it needs (batch, channels, …). Reshape it.");
        // A vector is a batch of one channel.
        Shape wanted =
            x.Rank == 1 ? Shape.Of(1)
            : IsSpatial(n) ? new Shape(x.Shape[1])
            : new Shape(x.Shape.ToDims().AsSpan(1));
        ElementKind.Float.Demand(n, x);
        for (int i = 1; i < 5; i++)
        {
            ElementKind.Float.Demand(n, n.Input(i));
            var got = n.Input(i).Shape;
            if (
                got.Rank != wanted.Rank
                || got.Zip(wanted).Any(d => d is { First.IsKnown: true, Second.IsKnown: true } && d.First != d.Second)
            )
                throw new GraphException(
                    $"{n} got {got} as input {i} for channels {string.Join(", ", wanted)} of {x.Shape}; give one number a channel."
                );
        }
        var (mean, variance) = (n.Input(3).Type, n.Input(4).Type);
        return IsTraining(n) ? [x.Type, mean, variance, mean, variance] : [x.Type];
    }

    private static Value?[] Gradient(Node n, Value dy)
    {
        var x = n.Input(0);
        long[] axes = Axes(n);
        var inverse = 1 / Op.Sqrt(Spread(n, 4) + Epsilon(n));
        var centred = x - Spread(n, 3);
        var scaled = dy * Spread(n, 1) * inverse;
        return
        [
            scaled,
            Op.ReduceSum(dy * centred * inverse, axes),
            Op.ReduceSum(dy, axes),
            -Op.ReduceSum(scaled, axes),
            Op.ReduceSum(scaled * centred * inverse * inverse, axes) * -0.5,
        ];
    }

    private static Value[] Compose(Node n)
    {
        var x = n.Input(0);
        var (scale, bias, mean, variance) = (Spread(n, 1), Spread(n, 2), Spread(n, 3), Spread(n, 4));
        if (!IsTraining(n))
            return [(x + -mean) * (scale / Op.Sqrt(variance + Epsilon(n))) + bias];
        long[] axes = Axes(n);
        var batch = Moments.Of(x, axes);
        double momentum = n.Attributes.Float("momentum", 0.9f);
        return
        [
            batch.Centred * (scale * batch.Inverse(Epsilon(n))) + bias,
            Given(mean * momentum + batch.Mean * (1 - momentum), 3),
            Given(variance * momentum + batch.Variance * (1 - momentum), 4),
            Given(batch.Mean, 3),
            Given(batch.Variance, 4),
        ];

        // Statistics as the node takes them.
        Value Given(Value wide, int input) =>
            Op.Cast(x.Rank == 1 ? wide : Op.Squeeze(wide, axes), n.Input(input).ElementType);
    }

    private static double Epsilon(Node n) => n.Attributes.Float("epsilon", 1e-5f);

    /// <summary>The axes that share statistics.</summary>
    private static long[] Axes(Node n) => IsSpatial(n) && n.Input(0).Rank > 2 ? [0, .. Places(n.Input(0))] : [0];

    /// <summary>An input of a number for each channel, as it broadcasts against the first.</summary>
    private static Value Spread(Node n, int input)
    {
        var (x, wide) = (n.Input(0), Op.Cast(n.Input(input), n.Input(0).ElementType));
        if (!IsSpatial(n))
            return Op.Unsqueeze(wide, [0]);
        return x.Rank == 1 ? wide : Op.Unsqueeze(wide, [0, .. Places(x)]);
    }

    /// <summary>The axes behind batch and channels.</summary>
    private static IEnumerable<long> Places(Value x) => Enumerable.Range(2, x.Rank - 2).Select(i => (long)i);
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

    /// <summary>
    /// The same by the batch's own mean and variance (the mean of squared deviations). The running ones are handed on as
    /// momentum times what they were, plus the rest of the batch's.
    /// </summary>
    public static (Value Output, Value RunningMean, Value RunningVariance) BatchNormalizationTraining(
        Value x,
        Value scale,
        Value bias,
        Value runningMean,
        Value runningVariance,
        double epsilon = 1e-5,
        double momentum = 0.9
    )
    {
        var attributes = new Attributes
        {
            { "epsilon", epsilon },
            { "momentum", momentum },
            { "training_mode", 1 },
        };
        var node = x.Graph.Add("", "BatchNormalization", [x, scale, bias, runningMean, runningVariance], attributes);
        return (node.Outputs[0], node.Outputs[1], node.Outputs[2]);
    }
}
