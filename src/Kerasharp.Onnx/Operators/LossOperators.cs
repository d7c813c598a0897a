using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// ONNX's losses by class labels: the negative log-probability of each label, times the weight of its class, without labels that are
/// to be ignored; as it is, summed, or as the mean by weight. Scores are (batch, classes, places…), labels (batch, places…).
/// </summary>
internal static class LossOperators
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "NegativeLogLikelihoodLoss",
            Since = 12,
            Infer = n => [InferLoss(n)],
            Gradient = (n, dy) => [Placed(n, n.Input(0), dy[0]!), null, ToWeights(n, n.Input(0), dy[0])],
        },
        new Operator
        {
            Name = "SoftmaxCrossEntropyLoss",
            Since = 12,
            Infer = n => [InferLoss(n), n.Input(0).Type],
            Gradient = (n, dy) => [ToLogits(n, dy), null, ToWeights(n, n.Outputs[1], dy[0])],
        },
    ];

    private static TensorType InferLoss(Node n)
    {
        var (scores, labels) = (n.Input(0), n.Input(1));
        ElementKind.Float.Demand(n, scores);
        Shape expected =
            scores.Rank < 2
                ? throw new GraphException(
                    $"{n} got scores of shape {scores.Shape}; it needs (batch, classes, …). Reshape them."
                )
                : [scores.Shape[0], .. scores.Shape.Skip(2)];
        bool fits = labels.Rank == expected.Rank && labels.ElementType is ElementType.Int32 or ElementType.Int64;
        for (int i = 0; fits && i < expected.Rank; i++)
            fits = !labels.Shape[i].IsKnown || !expected[i].IsKnown || labels.Shape[i] == expected[i];
        if (!fits)
            throw new GraphException(
                $"{n} got labels {labels.Type} for scores {scores.Shape}; integers {expected} were expected, the class of each place."
            );
        if (n.Optional(2) is { } weights)
        {
            Define.SameElements(n, scores, weights);
            Shapes.Rank(n, weights, 1, "weights of classes");
            if (weights.Shape[0].IsKnown && scores.Shape[1].IsKnown && weights.Shape[0] != scores.Shape[1])
                throw new GraphException(
                    $"{n} got {weights.Shape[0]} weights for the {scores.Shape[1]} classes of {scores.Shape}; give one for each class."
                );
        }
        return new TensorType(
            scores.ElementType,
            Reduction(n) switch
            {
                "none" => expected,
                "mean" or "sum" => Shape.Scalar,
                var other => throw new GraphException(
                    $"{n} got the reduction '{other}'; ONNX has 'none', 'mean' and 'sum'. Choose one of them."
                ),
            }
        );
    }

    private static string Reduction(Node n) => n.Attributes.String("reduction", "mean");

    /// <summary>The softmax less one at the label, each times the place's weight.</summary>
    private static Value ToLogits(Node n, Value?[] dys)
    {
        var probabilities = Op.Exp(n.Outputs[1]);
        Value? sum = null;
        if (dys[0] is { } dy)
        {
            var slope = Slope(n, dy);
            sum = Op.ScatterElements(probabilities * -slope, Labels(n).Places, slope, 1, "add");
        }
        if (dys[1] is not { } dz)
            return sum!;
        var own = dz - probabilities * Op.ReduceSum(dz, [1], keepDims: true);
        return sum is null ? own : sum + own;
    }

    private static Value Placed(Node n, Value scores, Value dy) =>
        Op.ScatterElements(Op.FilledLike(scores, 0, scores.ElementType), Labels(n).Places, Slope(n, dy), 1);

    /// <summary>The gradient by each label's log-probability, (batch, 1, places…).</summary>
    private static Value Slope(Node n, Value dy) => Op.ExpandLike(-(Weights(n) * Each(n, dy)), Labels(n).Places);

    /// <summary>
    /// What each weight adds to the loss; to a mean, as far as it differs from it. Where the weights sum to nothing, the mean has no
    /// slope, as it has no value.
    /// </summary>
    private static Value? ToWeights(Node n, Value logarithms, Value? dy)
    {
        if (n.Optional(2) is not { } weights || dy is null)
            return null;
        var (places, valid) = Labels(n);
        var loss = -Op.GatherElements(logarithms, places, 1);
        var share = (Reduction(n) == "mean" ? loss - n.Output : loss) * Each(n, dy);
        if (valid is not null)
            share = Op.Where(valid, share, share.Like(0));
        return Op.ScatterElements(
            Op.FilledLike(weights, 0, weights.ElementType),
            Op.Reshape(places, -1),
            Op.Reshape(share, -1),
            0,
            "add"
        );
    }

    /// <summary>
    /// The gradient of each place's weighted loss. A mean of nothing, whose value is 0 / 0, has none: one batch of ignored labels
    /// must not spoil what was trained.
    /// </summary>
    private static Value Each(Node n, Value dy)
    {
        if (Reduction(n) == "none")
            return Op.Unsqueeze(dy, [1]);
        if (Reduction(n) == "sum")
            return dy;
        var weights = Weights(n);
        if (weights.Rank == 0)
            return dy / Op.Cast(Op.Size(n.Input(1)), dy.ElementType);
        var total = Op.ReduceSum(weights);
        return dy / Op.Where(Op.Equal(total, total.Like(0)), total.Like(1), total);
    }

    /// <summary>The weight of each place, (batch, 1, places…), 0 where its label is ignored; a single 1 where all are equal.</summary>
    private static Value Weights(Node n)
    {
        var (places, valid) = Labels(n);
        var one = n.Input(0).Like(1);
        if (n.Optional(2) is not { } weights)
            return valid is null ? one : Op.Cast(valid, one.ElementType);
        var own = Op.Gather(weights, places);
        return valid is null ? own : Op.Where(valid, own, own.Like(0));
    }

    /// <summary>The labels, (batch, 1, places…), and which of them count; those that do not, and may be no classes, are given as 0.</summary>
    private static (Value Places, Value? Valid) Labels(Node n)
    {
        var labels = Op.Unsqueeze(n.Input(1), [1]);
        if (!n.Attributes.Has("ignore_index"))
            return (labels, null);
        var ignored = Op.Equal(labels, labels.Like(n.Attributes.Int("ignore_index")));
        return (Op.Where(ignored, labels.Like(0), labels), Op.Not(ignored));
    }
}

public static partial class Op
{
    /// <summary>
    /// The cross-entropy of labels and the softmax of logits, and that softmax's logarithm. Logits are (batch, classes, places…), labels
    /// int32 or int64 (batch, places…).
    /// </summary>
    /// <param name="logits">What the softmax is taken of, along the second axis.</param>
    /// <param name="labels">The class of each place.</param>
    /// <param name="weights">A weight for each class, or null.</param>
    /// <param name="reduction">"none", "sum", or "mean": the sum divided by that of the weights.</param>
    /// <param name="ignoreIndex">A label that does not count; it may be none of the classes.</param>
    public static (Value Loss, Value LogProbabilities) SoftmaxCrossEntropyLoss(
        Value logits,
        Value labels,
        Value? weights = null,
        string reduction = "mean",
        long? ignoreIndex = null
    )
    {
        var attributes = LossAttributes(reduction, ignoreIndex);
        var node = logits.Graph.Add("", "SoftmaxCrossEntropyLoss", [logits, labels, weights], attributes);
        return (node.Outputs[0], node.Outputs[1]);
    }

    /// <summary>The same loss of log-probabilities, (batch, classes, places…).</summary>
    public static Value NegativeLogLikelihoodLoss(
        Value logProbabilities,
        Value labels,
        Value? weights = null,
        string reduction = "mean",
        long? ignoreIndex = null
    ) =>
        logProbabilities.Graph.Emit(
            "NegativeLogLikelihoodLoss",
            LossAttributes(reduction, ignoreIndex),
            logProbabilities,
            labels,
            weights
        );

    private static Attributes LossAttributes(string reduction, long? ignoreIndex) =>
        new() { { "reduction", reduction }, { "ignore_index", ignoreIndex } };
}
