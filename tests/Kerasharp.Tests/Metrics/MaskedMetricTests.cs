using Kerasharp.Layers;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Metrics;

/// <summary>
/// What a mask of the predictions leaves out counts in no metric: each gives what it gives of the places that count alone, and weights stay
/// what they are.
/// </summary>
public class MaskedMetricTests
{
    // (4, 3) places, of which seven count.
    private static readonly byte[] Mask = [1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 0, 0];
    private static readonly int[] Shown = [.. Enumerable.Range(0, 12).Where(i => Mask[i] == 1)];
    private static readonly float[] Yes = [1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1];
    private static readonly float[] Chance =
    [
        0.875f,
        0.25f,
        0.125f,
        0.625f,
        0.25f,
        0.75f,
        0.375f,
        0.9375f,
        0.0625f,
        0.75f,
        0.625f,
        0.5f,
    ];

    // A metric that is a mean gives each example the same weight, whose places share it; the others count places.
    public static TheoryData<string, Func<Metric>> OfPlaces() =>
        new()
        {
            { "Precision", () => new Precision() },
            { "Recall", () => new Recall() },
            { "TruePositives", () => new TruePositives(thresholds: [0.3, 0.6]) },
            { "FalsePositives", () => new FalsePositives() },
            { "TrueNegatives", () => new TrueNegatives() },
            { "FalseNegatives", () => new FalseNegatives() },
            { "AUC", () => new AUC(numThresholds: 20) },
            { "AUC PR", () => new AUC(curve: "PR", thresholds: [0.2, 0.4, 0.6]) },
            { "PrecisionAtRecall", () => new PrecisionAtRecall(0.5, numThresholds: 20) },
            { "SensitivityAtSpecificity", () => new SensitivityAtSpecificity(0.5, numThresholds: 20) },
            { "BinaryIoU", () => new BinaryIoU([0, 1], threshold: 0.5) },
            { "Sum", () => new Sum() },
        };

    [Theory]
    [MemberData(nameof(OfPlaces))]
    public void Counts_are_of_the_places_that_count(string name, Func<Metric> make)
    {
        var (masked, shown) = (make(), make());
        MetricRunner.Update(masked, Sequence(Yes), Sequence(Chance), mask: ConstantTensor.Of<byte>(Mask, 4, 3));
        MetricRunner.Update(shown, Row(Yes), Row(Chance));
        Same(name, shown, masked);
    }

    [Theory]
    [MemberData(nameof(OfPlaces))]
    public void Weights_of_examples_and_of_places_come_to_the_mask(string name, Func<Metric> make)
    {
        float[] examples = [0.5f, 2, 1, 3];
        float[] places = [1, 2, 9, 0.5f, 9, 9, 3, 1, 0, 2, 9, 9];
        float[] both = [.. Enumerable.Range(0, 12).Select(i => examples[i / 3])];
        foreach (
            var (weights, given) in new[]
            {
                (both, ConstantTensor.Of<float>(examples, 4)),
                (places, ConstantTensor.Of<float>(places, 4, 3)),
            }
        )
        {
            var (masked, shown) = (make(), make());
            MetricRunner.Update(masked, Sequence(Yes), Sequence(Chance), given, ConstantTensor.Of<byte>(Mask, 4, 3));
            MetricRunner.Update(
                shown,
                Row(Yes),
                Row(Chance),
                ConstantTensor.Of<float>([.. Shown.Select(i => weights[i])], Shown.Length)
            );
            Same(name, shown, masked);
        }
    }

    [Fact]
    public void Means_are_of_the_places_that_count()
    {
        // |y - p| of the places that count, by hand: 0.125 0.25, 0.625, 0.625 0.0625 0.0625, 0.25.
        double mean = (0.125 + 0.25 + 0.625 + 0.625 + 0.0625 + 0.0625 + 0.25) / 7;
        foreach (
            var (metric, expected) in new (Metric, double)[]
            {
                (new MeanAbsoluteError(), mean),
                (MeanMetric.From((y, p) => Ops.Mean(Ops.Absolute(y - p), -1), "own"), mean),
                // Right are 0.875, 0.25, 0.9375, 0.0625, 0.75.
                (new BinaryAccuracy(), 5 / 7.0),
                (new Mean(), (0.875 + 0.25 + 0.625 + 0.375 + 0.9375 + 0.0625 + 0.75) / 7),
            }
        )
        {
            MetricRunner.Update(metric, Sequence(Yes), Sequence(Chance), mask: ConstantTensor.Of<byte>(Mask, 4, 3));
            Assert.Equal(expected, metric.Result(), 1e-7);
        }
    }

    [Fact]
    public void Classes_of_examples_and_of_steps()
    {
        int[] y = [0, 1, 2, 2, 1, 0, 0, 1, 2, 1, 0, 2];
        int[] p = [0, 2, 2, 1, 1, 1, 0, 1, 2, 1, 1, 1];
        var (masked, shown) = (new MeanIoU(3), new MeanIoU(3));
        MetricRunner.Update(
            masked,
            ConstantTensor.Of<int>(y, 4, 3),
            ConstantTensor.Of<int>(p, 4, 3),
            mask: ConstantTensor.Of<byte>(Mask, 4, 3)
        );
        MetricRunner.Update(
            shown,
            ConstantTensor.Of<int>([.. Shown.Select(i => y[i])], Shown.Length),
            ConstantTensor.Of<int>([.. Shown.Select(i => p[i])], Shown.Length)
        );
        Same("MeanIoU", shown, masked);

        // A mask of whole examples, for metrics of (batch, outputs).
        foreach (
            var make in new Func<Metric>[] { () => new F1Score(average: "macro", threshold: 0.5), () => new R2Score() }
        )
        {
            var (whole, rows) = (make(), make());
            MetricRunner.Update(
                whole,
                ConstantTensor.Of<float>(Yes, 4, 3),
                ConstantTensor.Of<float>(Chance, 4, 3),
                mask: ConstantTensor.Of<byte>([1, 0, 1, 1], 4)
            );
            MetricRunner.Update(
                rows,
                ConstantTensor.Of<float>([.. Yes[..3], .. Yes[6..]], 3, 3),
                ConstantTensor.Of<float>([.. Chance[..3], .. Chance[6..]], 3, 3)
            );
            Same(whole.Name, rows, whole);
        }
    }

    [Fact]
    public void All_metrics_of_a_model_of_sequences_pass_over_padding()
    {
        using var model = new Sequential([
            new Input(3) { ElementType = ElementType.Int32 },
            new Embedding(
                13,
                1,
                embeddingsInitializer: Kerasharp.Initializers.Initializer.From(_ => [0, .. Logits()]),
                maskZero: true
            ),
            new Activation("sigmoid"),
        ]);
        model.Compile(
            "sgd",
            "bce",
            ["accuracy", new Precision(name: "precision"), new AUC(numThresholds: 30, name: "auc")]
        );
        // Token i + 1 gives the i-th chance, and 0 stands where nothing counts.
        var x = new int[4, 3];
        var y = new float[4, 3, 1];
        for (int i = 0; i < 12; i++)
        {
            x[i / 3, i % 3] = Mask[i] * (i + 1);
            y[i / 3, i % 3, 0] = Yes[i];
        }
        var results = model.Evaluate(x, y, batchSize: 4, verbose: 0);

        Assert.Equal(5 / 7.0, results["accuracy"], 1e-6);
        // Above 0.5: places 0 and 7 and 9, which are yes, and 3, which is not.
        Assert.Equal(3 / 4.0, results["precision"], 1e-6);
        Assert.Equal(Shown.Sum(i => -Math.Log(Yes[i] == 1 ? Chance[i] : 1 - Chance[i])) / 7, results["loss"], 1e-5);
        var auc = new AUC(numThresholds: 30);
        MetricRunner.Update(auc, Row(Yes), Row(Chance));
        Assert.Equal(auc.Result(), results["auc"], 1e-6);

        static IEnumerable<float> Logits() => Chance.Select(c => MathF.Log(c / (1 - c)));
    }

    [Fact]
    public void Fit_takes_a_weight_for_each_step()
    {
        using var model = new Sequential([
            new Input(3, 1),
            new Masking(-9),
            new Dense(1, kernelInitializer: "ones", useBias: false),
        ]);
        model.Compile("sgd", "mse", weightedMetrics: ["mae"]);
        var (x, y) = (new float[2, 3, 1], new float[2, 3, 1]);
        float[] numbers = [1, 2, -9, 3, -9, 4];
        float[,] weights =
        {
            { 0.5f, 2, 7 },
            { 1, 7, 0 },
        };
        for (int i = 0; i < 6; i++)
            x[i / 3, i % 3, 0] = numbers[i];
        var results = model.Evaluate(x, y, sampleWeight: weights, verbose: 0);
        // Four places count, one of them by 0.
        Assert.Equal((0.5 * 1 + 2 * 4 + 1 * 9) / 4, results["loss"], 1e-6);
        Assert.Equal((0.5 * 1 + 2 * 2 + 1 * 3) / 3.5, results["mae"], 1e-6);
        model.Fit(x, y, sampleWeight: weights, batchSize: 1, verbose: 0);
        Assert.Contains(
            "sample weights of shape (None, 2) for values of shape (None, 3); one for each example (batch,), or one for each value, was expected",
            Assert.Throws<ArgumentException>(() => model.Fit(x, y, sampleWeight: new float[2, 2], verbose: 0)).Message
        );
    }

    private static ConstantTensor Sequence(float[] numbers) => ConstantTensor.Of<float>(numbers, 4, 3, 1);

    private static ConstantTensor Row(float[] numbers) =>
        ConstantTensor.Of<float>([.. Shown.Select(i => numbers[i])], Shown.Length, 1);

    private static void Same(string name, Metric expected, Metric actual)
    {
        Assert.Equal(expected.Results().Count, actual.Results().Count);
        foreach (var (e, a) in expected.Results().Zip(actual.Results()))
            Assert.True(
                Math.Abs(e - a) < 1e-9,
                FormattableString.Invariant($"{name}: {e} of the places that count, {a} under the mask")
            );
        Assert.NotEqual(0, expected.Result());
    }
}
