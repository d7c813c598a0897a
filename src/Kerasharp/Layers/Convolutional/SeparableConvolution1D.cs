using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="SeparableConv1D"/>, under which it is shown and numbered.</summary>
/// <remarks>Keras: <c>keras.layers.SeparableConvolution1D</c>.</remarks>
/// <example><code>
/// new SeparableConvolution1D(32, kernelSize: 3, activation: "relu")   // (None, 100, 8) becomes (None, 98, 32)
/// </code></example>
public sealed class SeparableConvolution1D : SeparableConv1D
{
    /// <inheritdoc cref="SeparableConv1D.SeparableConv1D"/>
    public SeparableConvolution1D(
        int filters,
        int kernelSize,
        int strides = 1,
        string padding = "valid",
        string? dataFormat = null,
        int dilationRate = 1,
        int depthMultiplier = 1,
        ActivationFunction? activation = null,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null,
        Regularizer? pointwiseRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null,
        Constraint? pointwiseConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null
    )
        : base(
            filters,
            kernelSize,
            strides,
            padding,
            dataFormat,
            dilationRate,
            depthMultiplier,
            activation,
            useBias,
            depthwiseInitializer,
            pointwiseInitializer,
            biasInitializer,
            depthwiseRegularizer,
            pointwiseRegularizer,
            biasRegularizer,
            activityRegularizer,
            depthwiseConstraint,
            pointwiseConstraint,
            biasConstraint,
            name
        ) { }
}
