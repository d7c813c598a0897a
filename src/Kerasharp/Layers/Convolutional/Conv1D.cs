using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Convolves sequences with learned filters: y[b, i, f] = activation(bias[f] + the sum over u, c of
/// x[b, i * stride + u * dilation, c] * kernel[u, c, f]).
/// </summary>
/// <remarks>
/// <para>Input: (batch, steps, channels). Output: (batch, newSteps, filters), where a size n becomes
/// floor((n - dilation * (kernel - 1) - 1) / stride) + 1 with <c>valid</c> padding and ceil(n / stride) with <c>same</c> and <c>causal</c>.
/// With <c>channels_first</c> the channels are the second axis.</para>
/// <para>Weights: <c>kernel</c> (length, channels / groups, filters), <c>bias</c> (filters).</para>
/// <para>Keras: <c>keras.layers.Conv1D</c>.</para>
/// </remarks>
/// <example><code>
/// new Conv1D(32, kernelSize: 3, activation: "relu")                   // (None, 100, 8) becomes (None, 98, 32)
/// new Conv1D(32, kernelSize: 3, padding: "causal", dilationRate: 4)   // (None, 100, 8) becomes (None, 100, 32)
/// </code></example>
public class Conv1D : Conv
{
    /// <summary>A layer of a number of filters.</summary>
    /// <param name="filters">The number of channels of the output, at least 1.</param>
    /// <param name="kernelSize">The window's length, at least 1.</param>
    /// <param name="strides">The step between windows, at least 1; 1 by default.</param>
    /// <param name="padding"><c>"valid"</c>: none. <c>"same"</c>: zeros around the input, so that with steps of 1 the size stays.
    /// <c>"causal"</c>: zeros before the input, so that no output sees a later step.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">The distance between the places of a window, at least 1; 1 by default.</param>
    /// <param name="groups">Into how many independent groups the channels fall; divides both channels and filters.</param>
    /// <param name="activation">The function applied to the result; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">How the kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
    /// <param name="kernelRegularizer">The penalty on the kernel; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
    /// <param name="activityRegularizer">The penalty on the output; none by default.</param>
    /// <param name="kernelConstraint">What the kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="name">The layer's name; <c>conv1d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The padding or the data format is unknown, the groups do not divide the filters, or both
    /// strides and distances exceed 1.</exception>
    public Conv1D(
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
            new Window([kernelSize], [strides], padding, [dilationRate], nameof(kernelSize), dataFormat, causal: true),
            groups,
            activation,
            useBias,
            WeightRule.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
            WeightRule.Bias(biasInitializer, biasRegularizer, biasConstraint),
            activityRegularizer,
            name
        )
    {
        KernelSize = kernelSize;
        Strides = strides;
        DilationRate = dilationRate;
    }

    /// <summary>The window's length.</summary>
    public int KernelSize { get; }

    /// <summary>The step between windows.</summary>
    public int Strides { get; }

    /// <summary>The distance between the places of a window.</summary>
    public int DilationRate { get; }

    /// <inheritdoc/>
    public sealed override string TypeName => nameof(Conv1D);
}
