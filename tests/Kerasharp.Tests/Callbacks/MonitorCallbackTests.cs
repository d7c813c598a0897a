using Kerasharp.Callbacks;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Callbacks;

public class MonitorCallbackTests
{
    /// <summary>Keras's metrics that say which way is better, each by its direction there.</summary>
    [Theory]
    [InlineData(true, "accuracy", "binary_accuracy", "top_k_categorical_accuracy", "sparse_top_k_categorical_accuracy")]
    [InlineData(true, "auc", "precision", "recall", "f1_score", "fbeta_score", "r2_score", "binary_io_u")]
    [InlineData(true, "pearson_correlation", "concordance_correlation", "cosine_similarity")]
    [InlineData(false, "mse", "mae", "mape", "msle", "root_mean_squared_error", "logcosh", "kl_divergence", "poisson")]
    [InlineData(
        false,
        "hinge",
        "squared_hinge",
        "categorical_hinge",
        "binary_crossentropy",
        "categorical_crossentropy"
    )]
    [InlineData(null, "mean", "sum", "true_positives", "false_negatives")]
    public void MetricsSayWhichWayIsBetter(bool? greaterIsBetter, params string[] names)
    {
        var shape = new Shape(Dim.Batch, 1);
        Assert.All(names, n => Assert.Equal(greaterIsBetter, ((MetricSpec)n).Resolve(shape, shape).GreaterIsBetter));
    }

    [Theory]
    [InlineData("accuracy", 0.9, 0.8, 1)]
    [InlineData("val_accuracy", 0.9, 0.8, 1)]
    [InlineData("mae", 0.8, 0.9, 1)]
    [InlineData("val_mae", 0.8, 0.9, 1)]
    [InlineData("loss", 0.8, 0.9, 1)]
    public void AModelsMetricsDecideTheMode(string monitor, double first, double second, int stopped)
    {
        using var model = Scripted.Model(null, "accuracy", "mae");
        model.Fit(Scripted.X, Scripted.Y, verbose: 0);
        var stop = new EarlyStopping(monitor);
        Scripted.Run(stop, model, [first, second], monitor);
        Assert.Equal(stopped, stop.StoppedEpoch);
        Scripted.Run(stop, model, [second, first], monitor);
        Assert.Equal(0, stop.StoppedEpoch);
    }
}
