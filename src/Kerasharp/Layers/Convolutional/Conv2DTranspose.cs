using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Spreads each place of images over a window, a convolution the other way round: x[b, i, j, c] * kernel[u, v, f, c] is added to
/// y[b, i * stride + u * dilation, j * stride + v * dilation, f] for all u, v, c; then bias and activation.
/// </summary>
/// <remarks>
/// <para>Input: (batch, height, width, channels). Output: (batch, newHeight, newWidth, filters), where with k = dilation * (kernel - 1) +
/// 1 a size n becomes
/// (n - 1) * stride + max(k, stride) with <c>valid</c> padding and n * stride with <c>same</c>; with an output padding p,
/// (n - 1) * stride + k + p and (n - 1) * stride + k % 2 + p. With <c>channels_first</c> the channels are the second axis.</para>
/// <para>Weights: <c>kernel</c> (height, width, filters, channels), <c>bias</c> (filters).</para>
/// <para>Keras: <c>keras.layers.Conv2DTranspose</c>; Zeiler et al., Deconvolutional networks, 2010.</para>
/// </remarks>
/// <example><code>
/// new Conv2DTranspose(16, kernelSize: 3, strides: 2, padding: "same")   // (None, 14, 14, 32) becomes (None, 28, 28, 16)
/// </code></example>
public class Conv2DTranspose : ConvTranspose
{
    /// <summary>A layer of a number of filters.</summary>
    /// <param name="filters">The number of channels of the output, at least 1.</param>
    /// <param name="kernelSize">The window's height and width, or one number for both; each at least 1.</param>
    /// <param name="strides">The steps between windows, each at least 1; 1 by default.</param>
    /// <param name="padding"><c>"valid"</c>: every place that a window reaches stays. <c>"same"</c>: what exceeds the input's size times
    /// the strides is cut off.</param>
    /// <param name="outputPadding">What the output has beyond the least size that its input can come from; each at least 0 and less than
    /// the stride. By default as the padding says.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">The distances between the places of a window, each at least 1; 1 by default.</param>
    /// <param name="activation">The function applied to the result; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">How the kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
    /// <param name="kernelRegularizer">The penalty on the kernel; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
    /// <param name="activityRegularizer">The penalty on the output; none by default.</param>
    /// <param name="kernelConstraint">What the kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="name">The layer's name; <c>conv2d_transpose</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The padding or the data format is unknown, an output padding is not below its stride, or both
    /// strides and distances exceed 1.</exception>
    public Conv2DTranspose(
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
            new Window(
                kernelSize.ToArray(),
                (strides ?? 1).ToArray(),
                padding,
                (dilationRate ?? 1).ToArray(),
                nameof(kernelSize),
                dataFormat
            ),
            outputPadding?.ToArray(),
            activation,
            useBias,
            WeightRule.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
            WeightRule.Bias(biasInitializer, biasRegularizer, biasConstraint),
            activityRegularizer,
            name
        )
    {
        KernelSize = kernelSize;
        Strides = strides ?? 1;
        DilationRate = dilationRate ?? 1;
        OutputPadding = outputPadding;
    }

    /// <summary>The window's height and width.</summary>
    public Size2D KernelSize { get; }

    /// <summary>The steps between windows.</summary>
    public Size2D Strides { get; }

    /// <summary>The distances between the places of a window.</summary>
    public Size2D DilationRate { get; }

    /// <summary>What the output has beyond the least size that its input can come from; null for what the padding says.</summary>
    public Size2D? OutputPadding { get; }

    /// <inheritdoc/>
    public sealed override string TypeName => nameof(Conv2DTranspose);
}
