using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="SeparableConv2D"/>, under which it is shown and numbered.</summary>
/// <remarks>Keras: <c>keras.layers.SeparableConvolution2D</c>.</remarks>
/// <example><code>
/// new SeparableConvolution2D(32, kernelSize: 3, activation: "relu")   // (None, 28, 28, 8) becomes (None, 26, 26, 32)
/// </code></example>
public sealed class SeparableConvolution2D : SeparableConv2D
{
    /// <inheritdoc cref="SeparableConv2D.SeparableConv2D"/>
    public SeparableConvolution2D(
        int filters,
        Size2D kernelSize,
        Size2D? strides = null,
        string padding = "valid",
        string? dataFormat = null,
        Size2D? dilationRate = null,
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
