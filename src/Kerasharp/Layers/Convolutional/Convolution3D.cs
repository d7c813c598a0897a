using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="Conv3D"/>, under which it is shown and numbered.</summary>
/// <remarks>Keras: <c>keras.layers.Convolution3D</c>.</remarks>
/// <example><code>
/// new Convolution3D(16, kernelSize: 3, activation: "relu")   // (None, 16, 32, 32, 1) becomes (None, 14, 30, 30, 16)
/// </code></example>
public sealed class Convolution3D : Conv3D
{
    /// <inheritdoc cref="Conv3D.Conv3D"/>
    public Convolution3D(
        int filters,
        Size3D kernelSize,
        Size3D? strides = null,
        string padding = "valid",
        string? dataFormat = null,
        Size3D? dilationRate = null,
        int groups = 1,
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
            dilationRate,
            groups,
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
