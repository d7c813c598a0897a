using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Shifts and scales each example by itself to mean 0 and variance 1 along axes, then by learned numbers:
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape of 2 dimensions or more.</para>
/// <para>Weights: <c>gamma</c>, <c>beta</c>, of the shape of the normalised axes.</para>
/// <para>Axes that are the last ones are one operator in an export, which ONNX has from opset 17 on.</para>
/// <para>Keras: <c>keras.layers.LayerNormalization</c>. Ba, Kiros and Hinton 2016.</para>
/// </remarks>
/// <example><code>
/// new LayerNormalization()                     // (None, 10, 64) stays; gamma and beta of 64
/// new LayerNormalization(axis: [1, 2, 3])      // (None, 20, 30, 40): gamma and beta of (20, 30, 40)
/// </code></example>
public sealed class LayerNormalization : AffineNormalization
{
    /// <summary>A layer that normalises along axes.</summary>
    /// <param name="axis">The axis, or the axes, to normalise along; the last by default. Not the batch.</param>
    /// <param name="epsilon">What is added to the variance, above 0.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma is a factor.</param>
    /// <param name="betaInitializer">How beta is filled at first; <c>zeros</c> by default.</param>
    /// <param name="gammaInitializer">How gamma is filled at first; <c>ones</c> by default.</param>
    /// <param name="betaRegularizer">The penalty on beta; none by default.</param>
    /// <param name="gammaRegularizer">The penalty on gamma; none by default.</param>
    /// <param name="betaConstraint">What beta must fulfil after each update; nothing by default.</param>
    /// <param name="gammaConstraint">What gamma must fulfil after each update; nothing by default.</param>
    /// <param name="name">The layer's name; <c>layer_normalization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Epsilon is out of its range.</exception>
    public LayerNormalization(
        Axes? axis = null,
        double epsilon = 1e-3,
        bool center = true,
        bool scale = true,
        Initializer? betaInitializer = null,
        Initializer? gammaInitializer = null,
        Regularizer? betaRegularizer = null,
        Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null,
        Constraint? gammaConstraint = null,
        string? name = null
    )
        : base(
            epsilon,
            center,
            scale,
            betaInitializer,
            gammaInitializer,
            betaRegularizer,
            gammaRegularizer,
            betaConstraint,
            gammaConstraint,
            name
        ) => Axis = axis ?? -1;

    /// <summary>The axes to normalise along, as they were given.</summary>
    public Axes Axis { get; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int[] axes = NormalizedAxes.In(this, inputShape, Axis);
        if (Scale || Center)
            AddGammaAndBeta(NormalizedAxes.KnownSizes(this, inputShape, axes));
    }

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        int[] axes = NormalizedAxes.In(this, input.Shape, Axis);
        NormalizedAxes.Check(this, input.Shape, axes, (Gamma ?? Beta)?.Shape);
        var x = input.In(context);
        var sizes = new Shape(axes.Select(a => x.Shape[a]).ToArray());
        bool isOneOperator = axes[0] == x.Rank - axes.Length && (Gamma is not null || sizes.IsStatic);
        return new SymbolicTensor(
            isOneOperator
                ? Op.LayerNormalization(
                    x,
                    Filled(context, Gamma, 1, sizes, x),
                    Beta is null ? null : context[Beta].Value,
                    axes[0] - x.Rank,
                    Epsilon
                )
                : AlongAxes(context, x, axes)
        );
    }

    private Value AlongAxes(CallContext context, Value x, int[] axes)
    {
        var moments = Moments.Of(x, Array.ConvertAll(axes, a => (long)a));
        var factor = moments.Inverse(Epsilon);
        if (Gamma is not null)
            factor *= NormalizedAxes.Along(context[Gamma].Value, x.Rank, axes);
        var y = moments.Centred * factor;
        return Beta is null ? y : y + NormalizedAxes.Along(context[Beta].Value, x.Rank, axes);
    }
}
