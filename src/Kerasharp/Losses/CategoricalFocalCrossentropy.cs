using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Losses;

/// <summary>
/// The crossentropy of one-hot (or soft) targets, in which what is right already counts less: -Σ α (1 - p)^γ y log p over the classes.
/// </summary>
/// <remarks>
/// Keras: <c>keras.losses.CategoricalFocalCrossentropy</c>; by name <c>categorical_focal_crossentropy</c>. Lin et al.: Focal loss for
/// dense object detection, 2018. Right behind a softmax, and from logits, the loss is computed from the logits, so that no probability
/// is cut to 1e-7.
/// </remarks>
/// <param name="alpha">The classes' weight: a number, 0.25 by default, or one for each class.</param>
/// <param name="gamma">How much less counts what is right already; 0 or more.</param>
/// <param name="fromLogits">Whether predictions are any numbers, of which a softmax would make probabilities.</param>
/// <param name="labelSmoothing">How far targets are drawn towards equal shares for all classes: 0 not at all, 1 entirely.</param>
/// <param name="axis">The axis along which the classes lie.</param>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">The smoothing is not in 0..1, or gamma is below 0.</exception>
/// <example><code>model.Compile("adam", new CategoricalFocalCrossentropy(alpha: new[] { 0.2, 0.3, 0.5 }));</code></example>
public sealed class CategoricalFocalCrossentropy(
    Numbers? alpha = null,
    double gamma = 2,
    bool fromLogits = false,
    double labelSmoothing = 0,
    int axis = -1,
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "categorical_focal_crossentropy"
) : ClassLoss(fromLogits, labelSmoothing, axis, name, reduction)
{
    /// <summary>The classes' weight, or weights.</summary>
    public Numbers Alpha { get; } = alpha ?? 0.25;

    /// <summary>How much less counts what is right already.</summary>
    public double Gamma { get; } = Arguments.NotNegative(gamma, nameof(gamma));

    private protected override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred, int axis)
    {
        var logarithms = ClassLogarithms.Of(yPred, axis, FromLogits);
        var p = ClassLogarithms.Logits(yPred, axis, FromLogits) is null
            ? ClassLogarithms.Shares(yPred, axis)
            : Ops.Exp(logarithms);
        // A power below 1 of 0 would have an infinite slope.
        var lacking = Ops.Power(Ops.Maximum(1 - p, Probabilities.Epsilon), Gamma);
        return Weights(yPred, axis) * lacking * (-yTrue * logarithms);
    }

    /// <summary>The weights along the axis of the classes.</summary>
    private SymbolicTensor Weights(SymbolicTensor yPred, int axis)
    {
        if (Alpha.Shape.Rank == 0)
            return Ops.Constant(Alpha.Values[0], yPred);
        var classes = yPred.Shape[axis];
        if (Alpha.Shape.Rank > 1 || (classes.IsKnown && classes.Value != Alpha.Values.Count))
            throw new ArgumentException(
                $"The loss '{Name}' has an alpha of shape {Alpha.Shape} and got predictions of shape {yPred.Shape}; a number, or one for each class, was expected. Give as many as there are classes."
            );
        long[] dims = Array.ConvertAll(new long[yPred.Rank], _ => 1L);
        dims[axis] = Alpha.Values.Count;
        var weights = ConstantTensor.Of<float>([.. Alpha.Values.Select(v => (float)v)], dims);
        return Ops.Cast(new SymbolicTensor(yPred.Value.Graph.Constant(weights)), yPred.ElementType);
    }
}
