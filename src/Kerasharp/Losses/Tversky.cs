using Kerasharp.Layers;

namespace Kerasharp.Losses;

/// <summary>How little two areas overlap, with weights for what is wrongly there and what is missed: 1 - t / (t + α f + β m + 1e-7).</summary>
/// <remarks>
/// t is Σ y p, f is Σ (1 - y) p and m is Σ y (1 - p). Targets and predictions have the same shape. Without axes the sums go over the whole
/// batch, which then has one loss. With both weights ½ it is the Dice loss.
/// Salehi, Erdogmus, Gholipour: Tversky loss function for image segmentation, 2017.
/// Keras: <c>keras.losses.Tversky</c>; by name <c>tversky</c>.
/// </remarks>
/// <param name="alpha">How much counts what is predicted and not there; 0 or more.</param>
/// <param name="beta">How much counts what is there and not predicted; 0 or more.</param>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="axis">The axes over which the sums go; all, the batch's too, by default.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">A weight is below 0.</exception>
/// <example><code>model.Compile("adam", new Tversky(alpha: 0.3, beta: 0.7));</code></example>
public sealed class Tversky(
    double alpha = 0.5,
    double beta = 0.5,
    LossReduction reduction = LossReduction.SumOverBatchSize,
    Axes? axis = null,
    string name = "tversky"
) : OverlapLoss(axis, name, reduction)
{
    /// <summary>How much counts what is predicted and not there.</summary>
    public double Alpha { get; } = Arguments.NotNegative(alpha, nameof(alpha));

    /// <summary>How much counts what is there and not predicted.</summary>
    public double Beta { get; } = Arguments.NotNegative(beta, nameof(beta));

    private protected override SymbolicTensor PerExampleOf(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        var both = Total(yTrue * yPred);
        var wrong = Total((1 - yTrue) * yPred);
        var missed = Total(yTrue * (1 - yPred));
        return 1 - both / (both + Alpha * wrong + Beta * missed + Probabilities.Epsilon);
    }
}
