using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Losses;

/// <summary>The mean of (y - p)² over the last axis.</summary>
/// <remarks>Keras: <c>keras.losses.MeanSquaredError</c>; by name <c>mean_squared_error</c> or <c>mse</c>.</remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
public sealed class MeanSquaredError(
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "mean_squared_error"
) : Loss(name, reduction)
{
    /// <summary>The loss of each example.</summary>
    /// <param name="yTrue">Targets, of shape (batch, ..., n).</param>
    /// <param name="yPred">Predictions, of the same shape.</param>
    /// <returns>Of shape (batch, ...).</returns>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        Ranks.RequireEqual("loss", Name, "targets", yTrue.Shape, yPred.Shape);
        var losses = Ops.Square(yPred - yTrue);
        return losses.Rank == 1 ? losses : Ops.Mean(losses, -1);
    }

    internal override void CheckTargets(string name, TensorData y, Shape output) =>
        Ranks.RequireEqual("loss", Name, name, y.Shape, output);
}
