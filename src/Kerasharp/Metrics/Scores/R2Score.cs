using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Metrics;

/// <summary>How much of the targets' variance predictions explain: 1 - Σ (y - p)² / Σ (y - mean y)², of each output.</summary>
/// <remarks>
/// Keras: <c>keras.metrics.R2Score</c>; by name <c>r2_score</c>. Where the targets do not vary and predictions are wrong it counts as 0.
/// </remarks>
/// <example><code>model.Compile("adam", "mse", metrics: [new R2Score()]);</code></example>
public sealed class R2Score : Metric
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    private readonly Weight _samples;

    // Σ w y², Σ w y, Σ w (y - p)², Σ w, each of every output.
    private Weight[]? _sums;

    /// <summary>A score.</summary>
    /// <param name="classAggregation">
    /// How the outputs' scores become one: <c>uniform_average</c> (their mean), <c>variance_weighted_average</c> (their mean, each
    /// weighing as much as its targets vary), or null for a score for each output; <see cref="Results"/> gives them all,
    /// <see cref="Result"/> then their mean.
    /// </param>
    /// <param name="numRegressors">
    /// The number of independent inputs k for the adjusted score 1 - (1 - R²)(n - 1) / (n - k - 1); 0 for the plain one, which is also
    /// shown while there are not more than k + 1 examples.
    /// </param>
    /// <param name="name">The name under which it is shown.</param>
    /// <exception cref="ArgumentException">An argument is none of those.</exception>
    public R2Score(string? classAggregation = "uniform_average", int numRegressors = 0, string name = "r2_score")
        : base(name)
    {
        ClassAggregation = classAggregation is null
            ? null
            : Arguments.OneOf(classAggregation, "class aggregation", "uniform_average", "variance_weighted_average");
        NumRegressors = (int)Arguments.NotNegative(numRegressors, nameof(numRegressors));
        _samples = AddVariable("num_samples");
    }

    /// <summary>How the outputs' scores become one.</summary>
    public string? ClassAggregation { get; }

    /// <summary>The number of independent inputs, for the adjusted score.</summary>
    public int NumRegressors { get; }

    /// <summary>Adds a batch.</summary>
    /// <param name="context">Where.</param>
    /// <param name="yTrue">Targets, of shape (batch, outputs), or (batch,) for one output.</param>
    /// <param name="yPred">Predictions, of shape (batch, outputs).</param>
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
        sampleWeight = PlaceWeights(context, yPred, sampleWeight);
        var (y, p) = Ranks.Match(Ops.Cast(yTrue, ElementType.Float64), Ops.Cast(yPred, ElementType.Float64));
        if (
            p.Rank != 2
            || !p.Shape[1].IsKnown
            || !Ranks.MayBeEqual(y.Shape, p.Shape)
            || (_sums is { } built && built[0].Shape[0] != p.Shape[1])
        )
            throw new ArgumentException(
                $"The metric '{Name}' got targets of shape {yTrue.Shape} and predictions of shape {yPred.Shape}; it expects (batch, outputs) of both, the same in each step. Reshape them."
            );
        var weight = BroadcastWeights.Merge(y, sampleWeight, null, LossReduction.Sum) is { } given
            ? new SymbolicTensor(Op.ExpandLike(given.Value, y.Value))
            : Ops.OnesLike(y);
        long outputs = p.Shape[1].Value;
        _sums ??=
        [
            AddVariable("squared_sum", outputs),
            AddVariable("sum", outputs),
            AddVariable("residual", outputs),
            AddVariable("count", outputs),
        ];
        AddTo(context, _sums[0], Ops.Sum(y * y * weight, 0));
        AddTo(context, _sums[1], Ops.Sum(y * weight, 0));
        AddTo(context, _sums[2], Ops.Sum(Ops.Square(y - p) * weight, 0));
        AddTo(context, _sums[3], Ops.Sum(weight, 0));
        var counts = Ops.Cast(Ops.NotEqual(weight, Ops.Constant(0, weight)), ElementType.Float64);
        AddTo(context, _samples, Ops.Sum(Ops.Max(counts, -1)));
    }

    /// <summary>The score; of the outputs' scores, where they are not averaged, the mean. 0 before the first batch.</summary>
    public override double Result() => Results().Average();

    /// <summary>The score, or without an aggregation that of each output.</summary>
    public override IReadOnlyList<double> Results()
    {
        double samples = Read(_samples)[0];
        if (_sums is null || samples == 0)
            return [0];
        double[][] sums = Array.ConvertAll(_sums, Read);
        double[] totals =
        [
            .. Enumerable.Range(0, sums[0].Length).Select(i => sums[0][i] - sums[1][i] * (sums[1][i] / sums[3][i])),
        ];
        double[] raw =
        [
            .. totals.Select((total, i) => 1 - sums[2][i] / total).Select(s => double.IsInfinity(s) ? 0 : s),
        ];
        double[] scores = ClassAggregation switch
        {
            null => raw,
            "uniform_average" => [raw.Average()],
            _ => [raw.Zip(totals, (score, total) => score * total).Sum() / totals.Sum()],
        };
        if (NumRegressors == 0 || NumRegressors >= samples - 1)
            return scores;
        return Array.ConvertAll(scores, s => 1 - (1 - s) * (samples - 1) / (samples - NumRegressors - 1));
    }
}
