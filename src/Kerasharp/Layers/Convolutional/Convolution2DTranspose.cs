using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="Conv2DTranspose"/>, under which it is shown and numbered.</summary>
/// <remarks>Keras: <c>keras.layers.Convolution2DTranspose</c>.</remarks>
/// <example><code>
/// new Convolution2DTranspose(16, kernelSize: 3, strides: 2, padding: "same")   // (None, 14, 14, 32) becomes (None, 28, 28, 16)
/// </code></example>
public sealed class Convolution2DTranspose : Conv2DTranspose
{
    /// <inheritdoc cref="Conv2DTranspose.Conv2DTranspose"/>
    public Convolution2DTranspose(
        int filters,
        Size2D kernelSize,
        Size2D? strides = null,
        string padding = "valid",
        Size2D? outputPadding = null,
        string? dataFormat = null,
        Size2D? dilationRate = null,
        ActivationFunction? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null
    )
        : base(
            filters,
            kernelSize,
            strides,
            padding,
            outputPadding,
            dataFormat,
            dilationRate,
            activation,
            useBias,
            kernelInitializer,
            biasInitializer,
            kernelRegularizer,
            biasRegularizer,
            activityRegularizer,
            kernelConstraint,
            biasConstraint,
            name
        ) { }
}
