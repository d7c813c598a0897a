using Kerasharp.Losses;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Metrics;

public class MetricTests
{
    private static readonly Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> Distance = (y, p) =>
        Ops.Mean(Ops.Absolute(y - p), -1);

    private readonly ConstantTensor _labels = ConstantTensor.Of<byte>([0, 2], 2);
    private readonly ConstantTensor _shares = ConstantTensor.Of([0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f], 2, 3);

    [Fact]
    public void AMeanWeighsItsValues()
    {
        var mean = new Mean();
        foreach (var (loss, batch) in new[] { (2f, 32f), (5f, 8f) })
        {
            MetricRunner.Step(
                (context, inputs) => mean.Update(context, inputs["loss"], inputs["batch"]),
                new() { ["loss"] = ConstantTensor.Of([loss], []), ["batch"] = ConstantTensor.Of([batch], []) }
            );
        }
        Assert.Equal((2 * 32 + 5 * 8) / 40.0, mean.Result(), 1e-12);
    }

    [Fact]
    public void TheNumberOfExamplesIsThatOfTheBatch()
    {
        var mean = new Mean();
        MetricRunner.Step(
            (context, inputs) => mean.Update(context, Mean.Examples(inputs["x"]) + Mean.Examples(inputs["y"])),
            new() { ["x"] = _shares, ["y"] = _labels }
        );
        Assert.Equal(4, mean.Result());
    }

    [Fact]
    public void SumsStayExactOverManyBatches()
    {
        // In float32 a count stops at 2^24, and sums lose the last digits long before.
        var mean = new Mean();
        mean.Weights[0].State.Write<double>([1 << 24]);
        mean.Weights[1].State.Write<double>([1 << 25]);
        MetricRunner.Step(
            (context, inputs) => mean.Update(context, inputs["x"]),
            new() { ["x"] = ConstantTensor.Of([1f], 1) }
        );
        Assert.Equal((double)((1 << 24) + 1) / ((1 << 25) + 1), mean.Result());
    }

    [Fact]
    public void TheMeanOfPredictionsIsAMetric()
    {
        var mean = new Mean();
        MetricRunner.Update(
            mean,
            _labels,
            ConstantTensor.Of([1f, 3, 5, 7, 9, 11], 2, 3),
            ConstantTensor.Of([3f, 1], 2)
        );
        Assert.Equal((3 * 3 + 9) / 4.0, mean.Result(), 1e-12);
    }

    [Theory]
    [InlineData("sparse_categorical_crossentropy")]
    [InlineData("SparseCategoricalCrossentropy")]
    public void LossesAreMetrics(string name)
    {
        var metric = ((MetricSpec)name).Resolve(_labels.Shape, _shares.Shape);
        Assert.Equal(name, metric.Name);
        MetricRunner.Update(metric, _labels, _shares, ConstantTensor.Of([1f, 3], 2));
        Assert.Equal((Math.Log(2) + 3 * Math.Log(4)) / 4, metric.Result(), 1e-6);
    }

    [Fact]
    public void AFunctionIsAMetric()
    {
        var metric = ((MetricSpec)Distance).Resolve(Shape.Of(2), Shape.Of(2, 1));
        MetricRunner.Update(metric, ConstantTensor.Of<int>([1, 2], 2), ConstantTensor.Of([1.5f, 4], 2, 1));
        Assert.Equal(1.25, metric.Result(), 1e-12);
        Assert.Equal("distance", MeanMetric.From(Distance, "distance").Name);
    }

    [Fact]
    public void TheMaskOfPredictionsCounts()
    {
        var metric = new SparseCategoricalAccuracy();
        var y = ConstantTensor.Of<int>([1, 1, 0, 0], 2, 2);
        var p = ConstantTensor.Of([0f, 1, 1, 0, 1, 0, 0, 1], 2, 2, 2);
        // Right are the first step of each; of the places that count two of three.
        MetricRunner.Update(metric, y, p, mask: ConstantTensor.Of<byte>([1, 0, 1, 1], 2, 2));
        Assert.Equal((1 / 2.0 + 1 / 2.0) / (1 / 2.0 + 2 / 2.0), metric.Result(), 1e-12);
    }

    [Fact]
    public void TheThresholdIsTheUsers()
    {
        var metric = new BinaryAccuracy(threshold: 0);
        MetricRunner.Update(
            metric,
            ConstantTensor.Of<byte>([1, 0, 1, 0], 4),
            ConstantTensor.Of([0.1f, -3, -0.1f, 0], 4, 1)
        );
        Assert.Equal(0.75, metric.Result());
    }

    [Theory]
    [InlineData(2, 1, typeof(BinaryAccuracy))]
    [InlineData(1, 1, typeof(BinaryAccuracy))]
    [InlineData(2, 10, typeof(SparseCategoricalAccuracy))]
    [InlineData(1, 10, typeof(SparseCategoricalAccuracy))]
    [InlineData(10, 10, typeof(CategoricalAccuracy))]
    public void AccuracyPicksItsKindByShape(long target, long output, Type expected)
    {
        // A target of width 2 stands for labels without a last dimension.
        var y = target == 2 ? new Shape(Dim.Batch) : new Shape(Dim.Batch, target);
        Assert.IsType(expected, ((MetricSpec)"accuracy").Resolve(y, new Shape(Dim.Batch, output)));
    }

    [Fact]
    public void AnUnknownNameIsRefusedWithTheList() =>
        Assert.StartsWith(
            "The metric 'acuracy' is not known; accepted are 'accuracy', 'acc', 'binary_accuracy', ",
            Assert.Throws<ArgumentException>(() => (MetricSpec)"acuracy").Message
        );

    [Fact]
    public void WrongShapesAreRefused()
    {
        var graph = new Graph();
        var context = new CallContext(new Kerasharp.Training.StepGraph("metric"), false, ElementType.Float32, null);
        var y = new SymbolicTensor(graph.AddInput("y", ElementType.Float32, new Shape(Dim.Batch, 3)));
        var p = new SymbolicTensor(graph.AddInput("p", ElementType.Float32, new Shape(Dim.Batch, 10)));
        var w = new SymbolicTensor(graph.AddInput("w", ElementType.Float32, new Shape(Dim.Batch, 2)));
        foreach (
            Metric metric in new Metric[]
            {
                new BinaryAccuracy(),
                new CategoricalAccuracy(),
                new SparseCategoricalAccuracy(),
            }
        )
            Assert.Contains(
                "targets of shape (None, 3) and predictions of shape (None, 10)",
                Assert.Throws<ArgumentException>(() => metric.UpdateState(context, y, p, null)).Message
            );
        Assert.StartsWith(
            "The metric 'mean' got sample weights of shape (None, 2) for values of shape (None, 10);",
            Assert.Throws<ArgumentException>(() => new Mean().Update(context, p, w)).Message
        );
    }

    [Fact]
    public void AMetricOfOnesOwnGathersWhatItWants()
    {
        var metric = new Greatest();
        MetricRunner.Update(metric, _labels, _shares);
        MetricRunner.Update(metric, _labels, ConstantTensor.Of([0.25f, 0.25f], 2, 1));
        Assert.Equal(0.5, metric.Result());
        metric.ResetState();
        Assert.Equal(0, metric.Result());
    }

    private sealed class Greatest : Metric
    {
        private readonly Weight _greatest;

        public Greatest()
            : base("greatest") => _greatest = AddVariable("greatest");

        public override void UpdateState(
            CallContext context,
            SymbolicTensor yTrue,
            SymbolicTensor yPred,
            SymbolicTensor? sampleWeight
        ) =>
            context.AddUpdate(
                _greatest,
                Ops.Maximum(context.Latest(_greatest), Ops.Cast(Ops.Max(yPred), ElementType.Float64))
            );

        public override double Result() => Read(_greatest)[0];
    }
}
