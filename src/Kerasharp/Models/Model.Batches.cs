using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Training;
using Kerasharp.Training.Feeds;

namespace Kerasharp;

public partial class Model
{
    /// <summary>Trains the model by one step on one batch, for loops of one's own.</summary>
    /// <param name="x">The inputs of the batch.</param>
    /// <param name="y">Its targets.</param>
    /// <param name="sampleWeight">How much each example counts.</param>
    /// <param name="classWeight">How much the examples of a class count; 1 for classes not named.</param>
    /// <returns>Loss and metrics by name, over all batches since <see cref="ResetMetrics"/> or the last Fit or Evaluate.</returns>
    /// <exception cref="InvalidOperationException">The model has not been compiled.</exception>
    /// <exception cref="ArgumentException">The arrays do not fit the model or one another, or hold NaN.</exception>
    /// <remarks>Keras: <c>Model.train_on_batch(return_dict=True)</c>.</remarks>
    /// <example><code>
    /// model.ResetMetrics();
    /// foreach (var (x, y) in batches)
    ///     Console.WriteLine(model.TrainOnBatch(x, y)["loss"]);
    /// </code></example>
    public IReadOnlyDictionary<string, double> TrainOnBatch(
        TensorDataList x,
        TensorDataList y,
        TensorDataList? sampleWeight = null,
        IReadOnlyDictionary<int, double>? classWeight = null
    ) => OnBatch("TrainOnBatch", training: true, x, y, sampleWeight, classWeight);

    /// <summary>Loss and metrics of the model on one batch; nothing is trained.</summary>
    /// <param name="x">The inputs of the batch.</param>
    /// <param name="y">Its targets.</param>
    /// <param name="sampleWeight">How much each example counts.</param>
    /// <returns>Loss and metrics by name, over all batches since <see cref="ResetMetrics"/> or the last Fit or Evaluate.</returns>
    /// <exception cref="InvalidOperationException">The model has not been compiled.</exception>
    /// <exception cref="ArgumentException">The arrays do not fit the model or one another, or hold NaN.</exception>
    /// <remarks>Keras: <c>Model.test_on_batch(return_dict=True)</c>.</remarks>
    public IReadOnlyDictionary<string, double> TestOnBatch(
        TensorDataList x,
        TensorDataList y,
        TensorDataList? sampleWeight = null
    ) => OnBatch("TestOnBatch", training: false, x, y, sampleWeight, classWeight: null);

    /// <summary>The model's output for one batch, computed at once.</summary>
    /// <param name="x">The inputs of the batch.</param>
    /// <returns>A tensor whose first dimension counts the examples.</returns>
    /// <exception cref="ArgumentException">The arrays do not fit the model, or hold NaN.</exception>
    /// <remarks>Keras: <c>Model.predict_on_batch</c>.</remarks>
    public Tensor<float> PredictOnBatch(TensorDataList x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Predict(x, x.Count == 0 ? 1 : checked((int)Math.Max(1, x[0].Count)));
    }

    /// <summary>Forgets what loss and metrics have gathered. Fit and Evaluate do so by themselves.</summary>
    /// <exception cref="InvalidOperationException">The model has not been compiled.</exception>
    /// <remarks>Keras: <c>Model.reset_metrics</c>.</remarks>
    public void ResetMetrics() => Compiled("ResetMetrics").ResetResults();

    private IReadOnlyDictionary<string, double> OnBatch(
        string method,
        bool training,
        TensorDataList x,
        TensorDataList y,
        TensorDataList? sampleWeight,
        IReadOnlyDictionary<int, double>? classWeight
    )
    {
        var trainer = Compiled(method);
        var data = FitData.Check(this, trainer, ("x", x), ("y", y), ("sampleWeight", sampleWeight));
        if (classWeight is not null)
            data = data.Weighted(classWeight);
        int count = checked((int)data.Count);
        CheckBatches(count, count);
        using var feed = new ArrayFeed(data, count);
        return new FitLoop(this, trainer, verbose: 0, CancellationToken.None).OnBatch(feed, training);
    }
}
