using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;
using Kerasharp.Training;

namespace Kerasharp.Tests.Metrics;

/// <summary>What metrics refuse, before anything runs, and what they take without harm.</summary>
public class MetricArgumentTests
{
    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Refused(
            () => new Precision(thresholds: [0.5, 1.5]),
            "Thresholds of [0.5, 1.5] came; numbers from 0 to 1 were expected."
        );
        Refused(() => new Recall(thresholds: []), "Thresholds of [] came");
        Refused(() => new Recall(topK: 0), "topK of 0 came; at least 1 was expected.");
        Refused(() => new Recall(classId: -1), "classId of -1 came; at least 0 was expected.");
        Refused(() => new AUC(numThresholds: 1), "numThresholds of 1 came; at least 2 was expected.");
        Refused(() => new AUC(curve: "RCO"), "The curve 'RCO' is not known; accepted are 'ROC', 'PR', 'PRGAIN'.");
        Refused(() => new AUC(summationMethod: "sum"), "The summation method 'sum' is not known;");
        Refused(() => new AUC(numLabels: 3), "numLabels of 3 came without multiLabel;");
        Refused(() => new PrecisionAtRecall(1.5), "recall of 1.5 came; a share from 0 to 1 was expected.");
        Refused(() => new SensitivityAtSpecificity(0.5, numThresholds: 0), "numThresholds of 0 came;");
        Refused(() => new F1Score(average: "mean"), "The average 'mean' is not known;");
        Refused(() => new F1Score(threshold: 0), "threshold of 0 came; a number above 0 and at most 1 was expected.");
        Refused(() => new FBetaScore(beta: 0), "beta of 0 came; a number above 0 was expected.");
        Refused(() => new R2Score("mean"), "The class aggregation 'mean' is not known;");
        Refused(() => new R2Score(numRegressors: -1), "numRegressors of -1 came;");
        Refused(() => new IoU(2, [2]), "Target classes of [2] came; numbers from 0 to 1 were expected.");
        Refused(() => new MeanIoU(0), "numClasses of 0 came;");
        Refused(() => new TopKCategoricalAccuracy(k: 0), "k of 0 came;");
        Refused(() => new Sum(""), "empty string");
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        const string both = "targets of shape (None, 3) and predictions of shape (None, 10)";
        foreach (
            Metric metric in new Metric[]
            {
                new AUC(),
                new Precision(),
                new TopKCategoricalAccuracy(),
                new SparseTopKCategoricalAccuracy(),
                new F1Score(),
                new R2Score(),
                new MeanIoU(3),
                new MeanAbsoluteError(),
                new Accuracy(),
            }
        )
            Refused(() => Update(metric, 3, 10), both);
        Refused(() => Update(new Recall(topK: 4), 3, 3), "of the 4 greatest got predictions of shape (None, 3)");
        Refused(() => Update(new Recall(classId: 3), 3, 3), "of class 3 got predictions of shape (None, 3)");
        Refused(() => Update(new AUC(multiLabel: true, numLabels: 2), 3, 3), "it expects (batch, 2)");
        Refused(() => Update(new AUC(labelWeights: [1, 2]), 3, 3), "a last dimension of 2");
        Refused(() => Update(new Precision(), 3, 3, weight: 2), "sample weights of shape (None, 2)");
        Refused(() => Update(new Sum(), 3, 3, weight: 2), "The metric 'sum' got sample weights of shape (None, 2)");
    }

    [Fact]
    public void Numbers_that_are_none_and_classes_that_are_none_do_no_harm()
    {
        var auc = new AUC(numThresholds: 5);
        MetricRunner.Update(
            auc,
            ConstantTensor.Of<byte>([1, 0, 1, 0], 4, 1),
            ConstantTensor.Of([float.NaN, float.NegativeInfinity, float.PositiveInfinity, 0.25f], 4, 1)
        );
        Assert.True(double.IsFinite(auc.Result()));
        var topK = new SparseTopKCategoricalAccuracy(k: 1);
        MetricRunner.Update(topK, ConstantTensor.Of<int>([-1, 7, 1], 3), ConstantTensor.Of([1f, 0, 1, 0, 0, 1], 3, 2));
        Assert.Equal(1 / 3.0, topK.Result(), 1e-12);
        var overlap = new MeanIoU(2);
        MetricRunner.Update(overlap, ConstantTensor.Of<int>([-1, 7, 1], 3), ConstantTensor.Of<int>([0, 0, 1], 3));
        Assert.Equal(1, overlap.Result(), 1e-6);
    }

    [Fact]
    public void Counts_stay_exact_beyond_what_float32_holds()
    {
        var count = new TruePositives();
        count.Weights[0].State.Write<double>([1 << 24]);
        MetricRunner.Update(count, ConstantTensor.Of<byte>([1], 1), ConstantTensor.Of([0.75f], 1));
        Assert.Equal((1 << 24) + 1, count.Result());
    }

    [Fact]
    public void Before_the_first_batch_the_result_is_0()
    {
        foreach (
            Metric metric in new Metric[] { new AUC(multiLabel: true), new F1Score(), new R2Score(), new Recall() }
        )
            Assert.Equal(0, metric.Result());
    }

    [Fact]
    public void A_function_is_written_by_the_name_that_it_is_registered_under()
    {
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> distance = (y, p) => Ops.Mean(Ops.Absolute(y - p), -1);
        var metric = new MeanMetricWrapper(distance, "far");
        Assert.Contains(
            "a function that is not registered",
            Assert.Throws<NotSupportedException>(() => metric.GetConfig()).Message,
            StringComparison.Ordinal
        );
        CustomObjects.Register("metric_distance", distance);
        Assert.Equal("""{"name":"far","fn":"metric_distance"}""", metric.GetConfig().ToJsonString());
        var json = ConfigurationValues.Write(metric, "a model", "metric");
        var read = (MeanMetricWrapper)ConfigurationValues.Read(json, typeof(Metric), "a model", "metric")!;
        Assert.Same(distance, read.Fn);
        Refused(() => MeanMetricWrapper.Read(new JsonObject { ["fn"] = "unheard" }), "which is no registered function");
    }

    [Fact]
    public void A_model_shows_them()
    {
        var model = new Sequential([new Input(2), new Dense(3, activation: "sigmoid")]);
        model.Compile(
            "sgd",
            "binary_crossentropy",
            metrics:
            [
                "auc",
                new Precision(thresholds: [0.25, 0.75], name: "p"),
                new F1Score(),
                "r2_score",
                new MeanIoU(3, sparseYTrue: false, sparseYPred: false, name: "iou"),
            ]
        );
        var x = new float[16, 2];
        var y = new float[16, 3];
        for (int i = 0; i < 16; i++)
            (x[i, 0], x[i, 1], y[i, i % 3]) = (i / 16f, i % 3, 1);
        var history = model.Fit(x, y, batchSize: 5, epochs: 2, verbose: 0, validationSplit: 0.25);
        foreach (string name in new[] { "auc", "p", "f1_score", "r2_score", "iou", "val_auc", "val_f1_score" })
            Assert.All(history[name], number => Assert.True(double.IsFinite(number)));
    }

    private static void Update(Metric metric, long target, long output, long? weight = null)
    {
        var step = new StepGraph("metric");
        var context = new CallContext(step, false, ElementType.Float32, null);
        var y = Input("y", target);
        var p = Input("p", output);
        metric.UpdateState(context, y, p, weight is { } w ? Input("w", w) : null);

        SymbolicTensor Input(string name, long width) =>
            new(step.Graph.AddInput(name, ElementType.Float32, new Shape(Dim.Batch, width)));
    }

    private static void Refused(Action action, string part) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
