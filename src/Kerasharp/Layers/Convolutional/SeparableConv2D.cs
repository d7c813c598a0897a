using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Convolves each channel of images with filters of its own, then mixes the results place by place: a <see cref="DepthwiseConv2D"/> with
/// the depthwise kernel, and a <see cref="Conv2D"/> of size 1 with the pointwise kernel, the bias and the activation.
/// </summary>
/// <remarks>
/// <para>Input: (batch, height, width, channels). Output: (batch, newHeight, newWidth, filters), where a size n becomes
/// floor((n - dilation * (kernel - 1) - 1) / stride) + 1 with <c>valid</c> padding and ceil(n / stride) with <c>same</c>.
/// With <c>channels_first</c> the channels are the second axis.</para>
/// <para>Weights: <c>depthwise_kernel</c> (height, width, channels, depthMultiplier), <c>pointwise_kernel</c>
/// (1, 1, channels * depthMultiplier, filters), <c>bias</c> (filters).</para>
/// <para>Keras: <c>keras.layers.SeparableConv2D</c>; Chollet, Xception, 2017.</para>
/// </remarks>
/// <example><code>
/// new SeparableConv2D(32, kernelSize: 3, activation: "relu")   // (None, 28, 28, 8) becomes (None, 26, 26, 32)
/// </code></example>
public class SeparableConv2D : SeparableConv
{
    /// <summary>A layer of a number of filters.</summary>
    /// <param name="filters">The number of channels of the output, at least 1.</param>
    /// <param name="kernelSize">The window's height and width, or one number for both; each at least 1.</param>
    /// <param name="strides">The steps between windows, each at least 1; 1 by default.</param>
    /// <param name="padding"><c>"valid"</c>: none. <c>"same"</c>: zeros around the input, so that with steps of 1 the size stays.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">The distances between the places of a window, each at least 1; 1 by default.</param>
    /// <param name="depthMultiplier">The number of filters for each channel, at least 1. Their results are what is mixed.</param>
    /// <param name="activation">The function applied to the result; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="depthwiseInitializer">How the depthwise kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="pointwiseInitializer">How the pointwise kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
    /// <param name="depthwiseRegularizer">The penalty on the depthwise kernel; none by default.</param>
    /// <param name="pointwiseRegularizer">The penalty on the pointwise kernel; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
    /// <param name="activityRegularizer">The penalty on the output; none by default.</param>
    /// <param name="depthwiseConstraint">What the depthwise kernel must fulfil after each update; nothing by default.</param>
    /// <param name="pointwiseConstraint">What the pointwise kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="name">The layer's name; <c>separable_conv2d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The padding or the data format is unknown.</exception>
    public SeparableConv2D(
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
            new Window(
                kernelSize.ToArray(),
                (strides ?? 1).ToArray(),
                padding,
                (dilationRate ?? 1).ToArray(),
                nameof(kernelSize),
                dataFormat
            ),
            depthMultiplier,
            activation,
            useBias,
            WeightRule.Kernel(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint),
            WeightRule.Kernel(pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint),
            WeightRule.Bias(biasInitializer, biasRegularizer, biasConstraint),
            activityRegularizer,
            name
        )
    {
        KernelSize = kernelSize;
        Strides = strides ?? 1;
        DilationRate = dilationRate ?? 1;
    }

    /// <summary>The window's height and width.</summary>
    public Size2D KernelSize { get; }

    /// <summary>The steps between windows.</summary>
    public Size2D Strides { get; }

    /// <summary>The distances between the places of a window.</summary>
    public Size2D DilationRate { get; }

    /// <inheritdoc/>
    public sealed override string TypeName => nameof(SeparableConv2D);
}
