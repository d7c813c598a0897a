using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Training;
using Kerasharp.Training.Feeds;

namespace Kerasharp;

public partial class Model
{
    /// <summary>
    /// How the loss that Compile was given would change: its gradients by the inputs and by the trained weights, as they are. Nothing is
    /// trained, and no metric, average or random number moves on.
    /// </summary>
    /// <param name="x">The inputs; all examples make one batch, which must fit into memory.</param>
    /// <param name="y">The targets.</param>
    /// <param name="sampleWeight">How much each example counts.</param>
    /// <param name="training">
    /// Whether layers act as in training: with dropout, which draws what the next step of training would, and with a batch's own statistics.
    /// </param>
    /// <returns>The loss over the batch, and its gradients: of a mean over n examples, so that one example's part is a n-th.</returns>
    /// <exception cref="InvalidOperationException">The model has not been compiled.</exception>
    /// <exception cref="ArgumentException">The arrays do not fit the model or one another, or hold NaN.</exception>
    /// <remarks>
    /// <para>Gradients by inputs show what a model looks at (saliency; Simonyan et al. 2013), and how far through time a recurrent network
    /// learns. Of another number than the loss, say an output, give Compile a loss that is this number.</para>
    /// <para>Keras: <c>tf.GradientTape</c> around <c>Model.compute_loss</c>.</para>
    /// </remarks>
    /// <example><code>
    /// model.Compile(loss: "mse");
    /// var gradients = model.Gradients(x, y);
    /// Tensor&lt;float&gt; byInput = gradients.Inputs[0]!;                            // in the shape of x
    /// Tensor&lt;float&gt; byWeight = gradients.Weights[model.TrainableWeights[0]];   // in the shape of the weight
    /// </code></example>
    public LossGradients Gradients(
        TensorDataList x,
        TensorDataList y,
        TensorDataList? sampleWeight = null,
        bool training = false
    )
    {
        var trainer = Compiled("Gradients");
        var data = FitData.Check(this, trainer, ("x", x), ("y", y), ("sampleWeight", sampleWeight));
        // By pixels as bytes, say, there is a gradient as by numbers.
        data = data.WithInputs(Smooth(data.X));
        int count = checked((int)data.Count);
        CheckBatches(count, count);
        using var feed = new ArrayFeed(data, count);
        feed.Begin(pass: 0, skip: 0);
        feed.Next();
        return trainer.Gradients(feed, training);
    }

    private TensorDataList Smooth(TensorDataList x) =>
        new([
            .. x.Select(
                (data, i) =>
                    Inputs[i].ElementType.IsFloat() && !data.ElementType.IsFloat()
                        ? (TensorData)data.ToTensor<float>()
                        : data
            ),
        ]);
}
