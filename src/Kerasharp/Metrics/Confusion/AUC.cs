using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Metrics;

/// <summary>
/// The area under a curve that all thresholds make of yes-or-no predictions: under ROC the chance that a yes gets a higher prediction
/// than a no; under PR the mean precision. It is computed from counts at some thresholds, so it is exact up to their distance.
/// </summary>
/// <remarks>Keras: <c>keras.metrics.AUC</c>; by name <c>auc</c> or <c>AUC</c>. PR's interpolation is Davis and Goadrich's (2006).</remarks>
/// <example><code>model.Compile("adam", "bce", metrics: [new AUC(), new AUC(curve: "PR", name: "pr")]);</code></example>
public sealed class AUC : ConfusionMetric
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    private readonly double[]? _labelWeights;
    private Weight[]? _counts;
    private int _labels = 1;

    /// <summary>An area.</summary>
    /// <param name="numThresholds">How many thresholds there are, in equal steps; at least 2.</param>
    /// <param name="curve">
    /// <c>ROC</c> (true positives against false ones), <c>PR</c> (precision against recall) or <c>PRGAIN</c> (the same as gains over
    /// taking all for yes).
    /// </param>
    /// <param name="summationMethod">
    /// The height between two thresholds: <c>interpolation</c>, or the lower (<c>minoring</c>) or the higher one (<c>majoring</c>).
    /// </param>
    /// <param name="thresholds">Thresholds from 0 to 1 instead of equal steps; 0 and 1 are added.</param>
    /// <param name="multiLabel">Whether each of an example's labels has an area of its own, of which the mean is shown.</param>
    /// <param name="numLabels">How many labels there are, where they are several; null to take it from the predictions.</param>
    /// <param name="labelWeights">What each label counts: in the mean of areas, or in the one area of all.</param>
    /// <param name="fromLogits">Whether predictions are any numbers, of which a sigmoid makes probabilities.</param>
    /// <param name="name">The name under which it is shown; by default <c>auc</c>.</param>
    /// <exception cref="ArgumentException">An argument is none of those.</exception>
    public AUC(
        int numThresholds = 200,
        string curve = "ROC",
        string summationMethod = "interpolation",
        double[]? thresholds = null,
        bool multiLabel = false,
        int? numLabels = null,
        double[]? labelWeights = null,
        bool fromLogits = false,
        string? name = null
    )
        : base(
            name,
            thresholds is null
                ? Metrics.Thresholds.Curve(numThresholds, nameof(numThresholds))
                : Metrics.Thresholds.Curve(thresholds)
        )
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(summationMethod);
        Curve = Layers.Arguments.OneOf(curve.ToUpperInvariant(), "curve", "ROC", "PR", "PRGAIN");
        SummationMethod = Layers.Arguments.OneOf(
            summationMethod.ToLowerInvariant(),
            "summation method",
            "interpolation",
            "majoring",
            "minoring"
        );
        if (numLabels is not null && !multiLabel)
            throw new ArgumentException(
                $"numLabels of {numLabels} came without multiLabel; it belongs to that alone. Leave it out, or set multiLabel."
            );
        NumThresholds = Levels.Count;
        Thresholds = thresholds is null ? null : [.. thresholds.Order()];
        MultiLabel = multiLabel;
        NumLabels = numLabels;
        _labelWeights = labelWeights;
        FromLogits = fromLogits;
        if (!multiLabel)
            Build(1);
        else if (numLabels is { } labels)
            Build(Layers.Arguments.Positive(labels, nameof(numLabels)));
    }

    /// <summary>How many thresholds there are; two more than were given.</summary>
    public int NumThresholds { get; }

    /// <summary>The curve.</summary>
    public string Curve { get; }

    /// <summary>The height between two thresholds.</summary>
    public string SummationMethod { get; }

    /// <summary>The thresholds that were given, in order; null where they lie in equal steps.</summary>
    public IReadOnlyList<double>? Thresholds { get; }

    /// <summary>Whether each label has an area of its own.</summary>
    public bool MultiLabel { get; }

    /// <summary>How many labels there are, if it was given.</summary>
    public int? NumLabels { get; }

    /// <summary>What each label counts.</summary>
    public IReadOnlyList<double>? LabelWeights => _labelWeights;

    /// <summary>Whether predictions are any numbers.</summary>
    public bool FromLogits { get; }

    private protected override bool ByLabel => MultiLabel;

    /// <summary>The area, or the weighted mean of the labels' areas.</summary>
    public override double Result()
    {
        if (_counts is null)
            return 0;
        double[][] counts = Array.ConvertAll(_counts, Read);
        double[] areas =
        [
            .. Enumerable.Range(0, _labels).Select(label => Area(Array.ConvertAll(counts, c => Of(c, label)))),
        ];
        return MultiLabel && _labelWeights is { } weights
            ? Ratio(areas.Zip(weights, (a, w) => a * w).Sum(), weights.Sum())
            : areas.Average();
    }

    private protected override (SymbolicTensor Y, SymbolicTensor P) Chosen(SymbolicTensor y, SymbolicTensor p)
    {
        if (_labelWeights is not null && (p.Rank == 0 || !IsSize(p.Shape[-1], _labelWeights.Length)))
            throw Misfit(p, $"a last dimension of {_labelWeights.Length}, one for each of the label weights");
        if (MultiLabel)
        {
            if (p.Rank != 2 || !p.Shape[1].IsKnown)
                throw Misfit(p, "(batch, labels), the number of labels known");
            if (_counts is null)
                Build((int)p.Shape[1].Value);
            if (!IsSize(p.Shape[1], _labels))
                throw Misfit(p, $"(batch, {_labels})");
        }
        return (y, FromLogits ? Ops.Sigmoid(p) : p);
    }

    private protected override SymbolicTensor? LabelWeight(SymbolicTensor y) =>
        MultiLabel || _labelWeights is null
            ? null
            : new SymbolicTensor(
                y.Value.Graph.Constant(ConstantTensor.Of<double>(_labelWeights, _labelWeights.Length))
            );

    private protected override void Count(CallContext context, ConfusionCounts counts)
    {
        Add(context, _counts![0], counts.TruePositives);
        Add(context, _counts[1], counts.FalsePositives);
        Add(context, _counts[2], counts.TrueNegatives);
        Add(context, _counts[3], counts.FalseNegatives);
    }

    private static bool IsSize(Dim dim, int size) => !dim.IsKnown || dim.Value == size;

    private void Build(int labels)
    {
        _labels = labels;
        long[] shape = MultiLabel ? [Levels.Count, labels] : [Levels.Count];
        _counts =
        [
            AddVariable("true_positives", shape),
            AddVariable("false_positives", shape),
            AddVariable("true_negatives", shape),
            AddVariable("false_negatives", shape),
        ];
    }

    private double[] Of(double[] counts, int label) =>
        [.. Enumerable.Range(0, Levels.Count).Select(i => counts[i * _labels + label])];

    /// <summary>The area of one label: a sum over the steps from each threshold to the next, along which x falls.</summary>
    private double Area(double[][] counts)
    {
        var (tp, fp, tn, fn) = (counts[0], counts[1], counts[2], counts[3]);
        bool isDavisGoadrich = Curve == "PR" && SummationMethod == "interpolation";
        double area = 0;
        for (int i = 0; i + 1 < Levels.Count; i++)
        {
            if (isDavisGoadrich)
            {
                area += PrecisionStep(tp[i], tp[i] + fp[i], tp[i + 1], tp[i + 1] + fp[i + 1], fn[i + 1]);
                continue;
            }
            var (x, y) = Point(tp[i], fp[i], tn[i], fn[i]);
            var (nextX, nextY) = Point(tp[i + 1], fp[i + 1], tn[i + 1], fn[i + 1]);
            double height = SummationMethod switch
            {
                "interpolation" => (y + nextY) / 2,
                "minoring" => Math.Min(y, nextY),
                _ => Math.Max(y, nextY),
            };
            area += (x - nextX) * height;
        }
        return area;
    }

    private (double X, double Y) Point(double tp, double fp, double tn, double fn)
    {
        double recall = Ratio(tp, tp + fn);
        if (Curve == "ROC")
            return (Ratio(fp, fp + tn), recall);
        if (Curve == "PR")
            return (recall, Ratio(tp, tp + fp));
        if (tp == 0)
            return (0, 1);
        double odds = Ratio(tp + fn, tn + fp);
        return (Math.Max(1 - odds * fn / tp, 0), 1 - odds * fp / tp);
    }

    // Between two thresholds true positives grow in proportion to all positives p, so that precision is (intercept + slope p) / p, whose
    // integral over recall has a logarithm.
    private static double PrecisionStep(double tp, double p, double nextTp, double nextP, double nextFn)
    {
        double slope = Ratio(tp - nextTp, Math.Max(p - nextP, 0));
        double intercept = nextTp - slope * nextP;
        double ratio = p > 0 && nextP > 0 ? p / nextP : 1;
        return Ratio(slope * (tp - nextTp + intercept * Math.Log(ratio)), Math.Max(nextTp + nextFn, 0));
    }

    private ArgumentException Misfit(SymbolicTensor p, string expected) =>
        new(
            $"The metric '{Name}' got predictions of shape {p.Shape}; it expects {expected}. Change the model's output or the metric's arguments."
        );
}
