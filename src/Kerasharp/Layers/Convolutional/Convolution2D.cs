using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="Conv2D"/>, under which it is shown and numbered.</summary>
/// <remarks>Keras: <c>keras.layers.Convolution2D</c>.</remarks>
/// <example><code>
/// new Convolution2D(32, kernelSize: 3, activation: "relu")   // (None, 28, 28, 1) becomes (None, 26, 26, 32)
/// </code></example>
public sealed class Convolution2D : Conv2D
{
    /// <inheritdoc cref="Conv2D.Conv2D"/>
    public Convolution2D(
        int filters,
        Size2D kernelSize,
        Size2D? strides = null,
        string padding = "valid",
        string? dataFormat = null,
        Size2D? dilationRate = null,
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
