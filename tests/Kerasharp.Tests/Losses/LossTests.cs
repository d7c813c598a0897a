using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Losses;

public class LossTests
{
    [Theory]
    [InlineData("mse", typeof(MeanSquaredError), "mse")]
    [InlineData("MSE", typeof(MeanSquaredError), "MSE")]
    [InlineData("mean_squared_error", typeof(MeanSquaredError), "mean_squared_error")]
    [InlineData("MeanSquaredError", typeof(MeanSquaredError), "mean_squared_error")]
    [InlineData("bce", typeof(BinaryCrossentropy), "bce")]
    [InlineData("binary_crossentropy", typeof(BinaryCrossentropy), "binary_crossentropy")]
    [InlineData("CategoricalCrossentropy", typeof(CategoricalCrossentropy), "categorical_crossentropy")]
    [InlineData(
        "sparse_categorical_crossentropy",
        typeof(SparseCategoricalCrossentropy),
        "sparse_categorical_crossentropy"
    )]
    public void KerasNamesConvert(string name, Type type, string shown)
    {
        Loss loss = name;
        Assert.IsType(type, loss);
        Assert.Equal(shown, loss.Name);
        Assert.Contains(name, Loss.Names);
    }

    [Fact]
    public void AnUnknownNameIsRefusedWithTheList()
    {
        var error = Assert.Throws<ArgumentException>(() => (Loss)"mean_square");
        Assert.StartsWith(
            "The loss 'mean_square' is not known; accepted are 'mean_squared_error', 'mse', ",
            error.Message
        );
        Assert.Contains("'SparseCategoricalCrossentropy'", error.Message);
    }

    [Fact]
    public void AFunctionIsALoss()
    {
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function = (y, p) => Ops.Mean(Ops.Absolute(y - p), -1);
        Loss converted = function;
        Assert.Equal("lambda", converted.Name);

        var graph = new LossGraph();
        var y = graph.Input("y", new[] { 1, 2 });
        var p = graph.Input(
            "p",
            new float[,]
            {
                { 1.5f },
                { 4 },
            }
        );
        var weight = graph.Input("w", new float[] { 1, 3 });
        // Targets (2,) meet predictions (2, 1) as (2, 1), never as (2, 2).
        Assert.Equal([0.5 + 2 * 3], graph.Run(Loss.From(function, "mae", LossReduction.Sum).Compute(y, p, weight)));
    }

    [Fact]
    public void WeightsOfExamplesCountForAllTheirLosses()
    {
        var graph = new LossGraph();
        // Two examples of two steps each; as many steps as examples, so that a wrong broadcast would go unnoticed by shape.
        var y = graph.Input("y", new float[2, 2, 1]);
        var p = graph.Input(
            "p",
            new float[,,]
            {
                {
                    { 1 },
                    { 2 },
                },
                {
                    { 3 },
                    { 4 },
                },
            }
        );
        var weight = graph.Input("w", new float[] { 1, 10 });
        Assert.Equal([1, 4, 90, 160], graph.Run(new MeanSquaredError(LossReduction.None).Compute(y, p, weight)));
    }

    [Theory]
    [InlineData(LossReduction.SumOverBatchSize, (4 + 10 * 9) / 2.0)]
    [InlineData(LossReduction.Sum, 4 + 10 * 9)]
    [InlineData(LossReduction.MeanWithSampleWeight, (4 + 10 * 9) / 11.0)]
    public void AMaskLeavesPlacesOut(LossReduction reduction, double expected)
    {
        var graph = new LossGraph();
        var y = graph.Input("y", new float[2, 2, 1]);
        var p = graph.Input(
            "p",
            new float[,,]
            {
                {
                    { 1 },
                    { 2 },
                },
                {
                    { 3 },
                    { 4 },
                },
            }
        );
        var mask = graph.Input(
            "mask",
            new[,]
            {
                { 0, 1 },
                { 1, 0 },
            }
        );
        var weight = graph.Input("w", new float[] { 1, 10 });
        Assert.Equal(expected, graph.Run(new MeanSquaredError(reduction).Compute(y, p, weight, mask))[0], 1e-5);
    }

    [Fact]
    public void ABatchWithoutWeightHasNoLoss()
    {
        var graph = new LossGraph();
        var y = graph.Input("y", new float[] { 1, 2 });
        var p = graph.Input("p", new float[] { 3, 3 });
        var weight = graph.Input("w", new float[2]);
        var loss = new MeanSquaredError(LossReduction.MeanWithSampleWeight).Compute(y, p, weight);
        var (value, gradient) = graph.Differentiate(loss, p);
        Assert.Equal(0, value);
        Assert.Equal([0, 0], gradient);
    }

    [Fact]
    public void ALossWithoutExamplesIsRefused()
    {
        var graph = new LossGraph();
        var y = graph.Input("y", new float[2, 3]);
        var error = Assert.Throws<ArgumentException>(() => Loss.From((a, b) => Ops.Mean(a - b)).Compute(y, y));
        Assert.StartsWith(
            "The loss 'lambda' gave a single number for targets (2, 3) and predictions (2, 3); one loss for each",
            error.Message
        );
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void SmoothingIsAShare(double smoothing)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryCrossentropy(labelSmoothing: smoothing));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoricalCrossentropy(labelSmoothing: smoothing));
    }

    [Fact]
    public void ClassesMayLieAlongAnyAxis()
    {
        var graph = new LossGraph();
        var p = graph.Input(
            "p",
            new float[,,]
            {
                {
                    { 0.25f, 0.5f },
                    { 0.75f, 0.5f },
                },
            }
        );
        var y = graph.Input(
            "y",
            new[,]
            {
                { 1, 0 },
            }
        );
        var loss = new SparseCategoricalCrossentropy(axis: 1, reduction: LossReduction.None);
        Assert.Equal(
            [-Math.Log(0.75), -Math.Log(0.5)],
            graph.Run(loss.Compute(y, p)),
            (a, b) => Math.Abs(a - b) < 1e-6
        );
    }
}
