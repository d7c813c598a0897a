using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Metrics;

/// <summary>
/// The weighted harmonic mean of precision and recall of each class: (1 + β²) precision · recall / (β² precision + recall).
/// </summary>
/// <remarks>Keras: <c>keras.metrics.FBetaScore</c>; by name <c>f_beta_score</c>.</remarks>
/// <example><code>model.Compile("adam", "categorical_crossentropy", metrics: [new FBetaScore(average: "macro", beta: 2)]);</code></example>
public class FBetaScore : Metric
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    private const double Epsilon = 1e-7;

    // True positives, false positives, false negatives, all of the class.
    private Weight[]? _sums;

    /// <summary>A score.</summary>
    /// <param name="average">
    /// How the classes' scores become one: <c>micro</c> (one score of all counts together), <c>macro</c> (their mean), <c>weighted</c>
    /// (their mean, each weighing as many as are of the class), or null for a score for each class; <see cref="Results"/> gives them
    /// all, <see cref="Result"/> then their mean.
    /// </param>
    /// <param name="beta">How many times recall matters as much as precision; above 0.</param>
    /// <param name="threshold">What predictions must exceed to be a yes, above 0 and at most 1; null for the greatest of an example alone.</param>
    /// <param name="name">The name under which it is shown.</param>
    /// <exception cref="ArgumentException">An argument is none of those.</exception>
    public FBetaScore(string? average = null, double beta = 1, double? threshold = null, string? name = "fbeta_score")
        : base(name)
    {
        Average = average is null ? null : Arguments.OneOf(average, "average", "micro", "macro", "weighted");
        Beta =
            beta > 0 && double.IsFinite(beta)
                ? beta
                : throw new ArgumentOutOfRangeException(
                    nameof(beta),
                    FormattableString.Invariant(
                        $"beta of {beta} came; a number above 0 was expected. Give one, such as 1."
                    )
                );
        Threshold = threshold is null or (> 0 and <= 1)
            ? threshold
            : throw new ArgumentOutOfRangeException(
                nameof(threshold),
                FormattableString.Invariant(
                    $"threshold of {threshold} came; a number above 0 and at most 1 was expected. Give one, such as 0.5."
                )
            );
    }

    /// <summary>How the classes' scores become one.</summary>
    public string? Average { get; }

    /// <summary>How many times recall matters as much as precision.</summary>
    public double Beta { get; }

    /// <summary>What predictions must exceed to be a yes; null for the greatest of an example alone.</summary>
    public double? Threshold { get; }

    /// <summary>Adds a batch.</summary>
    /// <param name="context">Where.</param>
    /// <param name="yTrue">0 or 1, of shape (batch, classes).</param>
    /// <param name="yPred">Predictions, of the same shape.</param>
    /// <param name="sampleWeight">A weight for each example, or for each prediction.</param>
    /// <exception cref="ArgumentException">The shapes are others.</exception>
    public override void UpdateState(
        CallContext context,
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor? sampleWeight
    )
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        if (
            yPred.Rank != 2
            || yTrue.Rank != 2
            || !yPred.Shape[1].IsKnown
            || !Ranks.MayBeEqual(yTrue.Shape, yPred.Shape)
            || (_sums is { } built && built[0].Shape.Rank == 1 && built[0].Shape[0] != yPred.Shape[1])
        )
            throw new ArgumentException(
                $"The metric '{Name}' got targets of shape {yTrue.Shape} and predictions of shape {yPred.Shape}; it expects (batch, classes) of both, the same in each step. Reshape them, or make targets one-hot by Utils.ToCategorical."
            );
        sampleWeight = PlaceWeights(context, yPred, sampleWeight);
        if (yPred.ElementType != ElementType.Float64)
            yPred = Ops.Cast(yPred, ElementType.Float32);
        var p = Ops.Cast(Decided(yPred), ElementType.Float64);
        var y = Ops.Cast(yTrue, ElementType.Float64);
        var weight = BroadcastWeights.Merge(y, sampleWeight, null, LossReduction.Sum);
        long[] shape = Average == "micro" ? [] : [yPred.Shape[1].Value];
        _sums ??=
        [
            AddVariable("true_positives", shape),
            AddVariable("false_positives", shape),
            AddVariable("false_negatives", shape),
            AddVariable("intermediate_weights", shape),
        ];
        Add(0, p * y);
        Add(1, p * (1 - y));
        Add(2, (1 - p) * y);
        Add(3, y);

        void Add(int sum, SymbolicTensor values)
        {
            if (weight is not null)
                values *= weight;
            AddTo(context, _sums[sum], Average == "micro" ? Ops.Sum(values) : Ops.Sum(values, 0));
        }
    }

    /// <summary>The score; of the classes' scores, where they are not averaged, the mean.</summary>
    public override double Result() => Results().Average();

    /// <summary>The score, or without an average that of each class.</summary>
    public override IReadOnlyList<double> Results()
    {
        if (_sums is null)
            return [0];
        double[][] sums = Array.ConvertAll(_sums, Read);
        double[] scores =
        [
            .. Enumerable.Range(0, sums[0].Length).Select(i => Score(sums[0][i], sums[1][i], sums[2][i])),
        ];
        double all = sums[3].Sum() + Epsilon;
        return Average switch
        {
            null => scores,
            "weighted" => [scores.Zip(sums[3], (score, own) => score * own / all).Sum()],
            _ => [scores.Average()],
        };
    }

    private double Score(double tp, double fp, double fn)
    {
        double precision = tp / (tp + fp + Epsilon);
        double recall = tp / (tp + fn + Epsilon);
        double square = Beta * Beta;
        return (1 + square) * precision * recall / (square * precision + recall + Epsilon);
    }

    // The greatest predictions of an example, if they are not 0, or those above the threshold.
    private SymbolicTensor Decided(SymbolicTensor p) =>
        Threshold is { } threshold
            ? Ops.Greater(p, threshold)
            : Ops.LogicalAnd(Ops.GreaterEqual(p, Ops.Max(p, -1, keepDims: true)), Ops.Greater(Ops.Absolute(p), 1e-9));
}
