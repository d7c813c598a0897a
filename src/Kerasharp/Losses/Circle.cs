using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Losses;

/// <summary>
/// Draws embeddings of the same class together and others apart, the more the further a pair is from where it should be:
/// log(1 + Σ e^(γ w (1 - m - d)) Σ e^(-γ v (m - d))), the first sum over the examples of other classes, the second over those of the same.
/// </summary>
/// <remarks>
/// d is 1 less the product of two embeddings, at least 0; w is max(1 + m - d, 0), v is m + d. Embeddings should have the length 1, as
/// behind <see cref="UnitNormalization"/>. Examples without a loss do not count in means.
/// Keras: <c>keras.losses.Circle</c>; by name <c>circle</c>. Sun et al.: Circle loss, 2020.
/// </remarks>
/// <param name="gamma">The scale; finite.</param>
/// <param name="margin">The margin m; finite.</param>
/// <param name="removeDiagonal">Whether an example makes no pair with itself.</param>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
/// <example><code>model.Compile("adam", new Circle(gamma: 64, margin: 0.25));</code></example>
public sealed class Circle(
    double gamma = 80,
    double margin = 0.4,
    bool removeDiagonal = true,
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "circle"
) : Loss(name, reduction)
{
    // Stands for minus infinity, of which gradients would be no numbers.
    private const double Nothing = -1e9;

    /// <summary>The scale.</summary>
    public double Gamma { get; } = Arguments.Finite(gamma, nameof(gamma));

    /// <summary>The margin.</summary>
    public double Margin { get; } = Arguments.Finite(margin, nameof(margin));

    /// <summary>Whether an example makes no pair with itself.</summary>
    public bool RemoveDiagonal { get; } = removeDiagonal;

    /// <inheritdoc/>
    protected internal override bool TargetsAreIndices => true;

    /// <summary>The loss of each example.</summary>
    /// <param name="yTrue">Numbers of classes, of shape (batch,) or (batch, 1).</param>
    /// <param name="yPred">Embeddings, of shape (batch, n).</param>
    /// <returns>Of shape (batch,).</returns>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        Require("targets", yTrue.Shape, yPred.Shape);
        var labels = Ops.Cast(yTrue.Rank == 2 ? Ops.Squeeze(yTrue, 1) : yTrue, ElementType.Int64);
        var distance = Ops.Maximum(1 - Ops.Matmul(yPred, Ops.Transpose(yPred, 1, 0)), 0);
        var isSame = Ops.Cast(Ops.Equal(Ops.ExpandDims(labels, 1), Ops.ExpandDims(labels, 0)), distance.ElementType);
        var isPositive = RemoveDiagonal ? isSame * (1 - new SymbolicTensor(Op.EyeLike(distance.Value))) : isSame;
        var positive = -Gamma * Ops.Maximum((Margin + distance) * isPositive, 0) * (Margin - distance);
        var isNegative = 1 - isSame;
        var negative = Gamma * Ops.Maximum((1 + Margin - distance) * isNegative, 0) * (1 - Margin - distance);
        return Ops.Softplus(Total(positive, isPositive) + Total(negative, isNegative));
    }

    internal override void CheckTargets(string name, TensorData y, Shape output) => Require(name, y.Shape, output);

    internal override TensorType? TargetsFor(Shape output) => new(ElementType.Int32, new Shape(output[0]));

    private protected override SymbolicTensor? Counted(
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor losses
    ) => Ops.Greater(losses, 0);

    /// <summary>The logarithm of the sum of the exponentials of those that belong to it.</summary>
    private static SymbolicTensor Total(SymbolicTensor x, SymbolicTensor belongs) =>
        new(Op.ReduceLogSumExp(Ops.Where(Ops.Greater(belongs, 0.5), x, Ops.Constant(Nothing, x)).Value, [1]));

    private void Require(string name, Shape target, Shape output)
    {
        bool fits =
            output.Rank == 2
            && (Ranks.MayBeEqual(target, new Shape(output[0])) || Ranks.MayBeEqual(target, new Shape(output[0], 1)));
        if (!fits)
            throw new ArgumentException(
                $"The loss '{Name}' got {name} of shape {target} and predictions of shape {output}; it expects the number of a class for each example, of shape (None,), "
                    + "and an embedding, of shape (None, n). Reshape the targets, or end the model with a Flatten or Dense."
            );
    }
}
