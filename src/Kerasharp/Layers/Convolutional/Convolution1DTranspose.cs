using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="Conv1DTranspose"/>, under which it is shown and numbered.</summary>
/// <remarks>Keras: <c>keras.layers.Convolution1DTranspose</c>.</remarks>
/// <example><code>
/// new Convolution1DTranspose(16, kernelSize: 4, strides: 2, padding: "same")   // (None, 50, 32) becomes (None, 100, 16)
/// </code></example>
public sealed class Convolution1DTranspose : Conv1DTranspose
{
    /// <inheritdoc cref="Conv1DTranspose.Conv1DTranspose"/>
    public Convolution1DTranspose(
        int filters,
        int kernelSize,
        int strides = 1,
        string padding = "valid",
        int? outputPadding = null,
        string? dataFormat = null,
        int dilationRate = 1,
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
