using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Spreads each place of sequences over a window, a convolution the other way round: x[b, i, c] * kernel[u, f, c] is added to
/// y[b, i * stride + u * dilation, f] for all u, c; then bias and activation.
/// </summary>
/// <remarks>
/// <para>Input: (batch, steps, channels). Output: (batch, newSteps, filters), where with k = dilation * (kernel - 1) + 1 a size n becomes
/// (n - 1) * stride + max(k, stride) with <c>valid</c> padding and n * stride with <c>same</c>; with an output padding p,
/// (n - 1) * stride + k + p and (n - 1) * stride + k % 2 + p. With <c>channels_first</c> the channels are the second axis.</para>
/// <para>Weights: <c>kernel</c> (length, filters, channels), <c>bias</c> (filters).</para>
/// <para>Keras: <c>keras.layers.Conv1DTranspose</c>; Zeiler et al., Deconvolutional networks, 2010.</para>
/// </remarks>
/// <example><code>
/// new Conv1DTranspose(16, kernelSize: 4, strides: 2, padding: "same")   // (None, 50, 32) becomes (None, 100, 16)
/// </code></example>
public class Conv1DTranspose : ConvTranspose
{
    /// <summary>A layer of a number of filters.</summary>
    /// <param name="filters">The number of channels of the output, at least 1.</param>
    /// <param name="kernelSize">The window's length, at least 1.</param>
    /// <param name="strides">The step between windows, at least 1; 1 by default.</param>
    /// <param name="padding"><c>"valid"</c>: every place that a window reaches stays. <c>"same"</c>: what exceeds the input's size times
    /// the strides is cut off.</param>
    /// <param name="outputPadding">What the output has beyond the least size that its input can come from; each at least 0 and less than
    /// the stride. By default as the padding says.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">The distance between the places of a window, at least 1; 1 by default.</param>
    /// <param name="activation">The function applied to the result; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">How the kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
    /// <param name="kernelRegularizer">The penalty on the kernel; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
    /// <param name="activityRegularizer">The penalty on the output; none by default.</param>
    /// <param name="kernelConstraint">What the kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="name">The layer's name; <c>conv1d_transpose</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The padding or the data format is unknown, an output padding is not below its stride, or both
    /// strides and distances exceed 1.</exception>
    public Conv1DTranspose(
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
            new Window([kernelSize], [strides], padding, [dilationRate], nameof(kernelSize), dataFormat),
            outputPadding is { } extra ? [extra] : null,
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
        OutputPadding = outputPadding;
    }

    /// <summary>The window's length.</summary>
    public int KernelSize { get; }

    /// <summary>The step between windows.</summary>
    public int Strides { get; }

    /// <summary>The distance between the places of a window.</summary>
    public int DilationRate { get; }

    /// <summary>What the output has beyond the least size that its input can come from; null for what the padding says.</summary>
    public int? OutputPadding { get; }

    /// <inheritdoc/>
    public sealed override string TypeName => nameof(Conv1DTranspose);
}
