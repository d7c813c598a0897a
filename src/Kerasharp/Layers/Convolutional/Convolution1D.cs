using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="Conv1D"/>, under which it is shown and numbered.</summary>
/// <remarks>Keras: <c>keras.layers.Convolution1D</c>.</remarks>
/// <example><code>new Convolution1D(32, kernelSize: 3, activation: "relu")   // (None, 100, 8) becomes (None, 98, 32)</code></example>
public sealed class Convolution1D : Conv1D
{
    /// <inheritdoc cref="Conv1D.Conv1D"/>
    public Convolution1D(
        int filters,
        int kernelSize,
        int strides = 1,
        string padding = "valid",
        string? dataFormat = null,
        int dilationRate = 1,
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
