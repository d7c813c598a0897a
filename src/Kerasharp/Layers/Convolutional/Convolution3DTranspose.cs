using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="Conv3DTranspose"/>, under which it is shown and numbered.</summary>
/// <remarks>Keras: <c>keras.layers.Convolution3DTranspose</c>.</remarks>
/// <example><code>
/// new Convolution3DTranspose(8, kernelSize: 2, strides: 2)   // (None, 8, 16, 16, 4) becomes (None, 16, 32, 32, 8)
/// </code></example>
public sealed class Convolution3DTranspose : Conv3DTranspose
{
    /// <inheritdoc cref="Conv3DTranspose.Conv3DTranspose"/>
    public Convolution3DTranspose(
        int filters,
        Size3D kernelSize,
        Size3D? strides = null,
        string padding = "valid",
        string? dataFormat = null,
        Size3D? outputPadding = null,
        Size3D? dilationRate = null,
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
            dataFormat,
            outputPadding,
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
