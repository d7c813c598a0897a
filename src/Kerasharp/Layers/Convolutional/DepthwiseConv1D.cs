using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Convolves each channel of sequences with filters of its own: y[b, i, c * depthMultiplier + m] = activation(bias[c * depthMultiplier +
/// m] +
/// the sum over u of x[b, i * stride + u * dilation, c] * kernel[u, c, m]).
/// </summary>
/// <remarks>
/// <para>Input: (batch, steps, channels). Output: (batch, newSteps, channels * depthMultiplier), where a size n becomes
/// floor((n - dilation * (kernel - 1) - 1) / stride) + 1 with <c>valid</c> padding and ceil(n / stride) with <c>same</c>.
/// With <c>channels_first</c> the channels are the second axis.</para>
/// <para>Weights: <c>kernel</c> (length, channels, depthMultiplier), <c>bias</c> (channels * depthMultiplier).</para>
/// <para>Keras: <c>keras.layers.DepthwiseConv1D</c>.</para>
/// </remarks>
/// <example><code>new DepthwiseConv1D(kernelSize: 3, depthMultiplier: 2)   // (None, 100, 8) becomes (None, 98, 16)</code></example>
public sealed class DepthwiseConv1D : DepthwiseConv
{
    /// <summary>A layer of a window.</summary>
    /// <param name="kernelSize">The window's length, at least 1.</param>
    /// <param name="strides">The step between windows, at least 1; 1 by default.</param>
    /// <param name="padding"><c>"valid"</c>: none. <c>"same"</c>: zeros around the input, so that with steps of 1 the size stays.</param>
    /// <param name="depthMultiplier">The number of filters for each channel, at least 1.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">The distance between the places of a window, at least 1; 1 by default.</param>
    /// <param name="activation">The function applied to the result; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="depthwiseInitializer">How the kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
    /// <param name="depthwiseRegularizer">The penalty on the kernel; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
    /// <param name="activityRegularizer">The penalty on the output; none by default.</param>
    /// <param name="depthwiseConstraint">What the kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="name">The layer's name; <c>depthwise_conv1d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The padding or the data format is unknown.</exception>
    public DepthwiseConv1D(
        int kernelSize,
        int strides = 1,
        string padding = "valid",
        int depthMultiplier = 1,
        string? dataFormat = null,
        int dilationRate = 1,
        ActivationFunction? activation = null,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null
    )
        : base(
            new Window([kernelSize], [strides], padding, [dilationRate], nameof(kernelSize), dataFormat),
            depthMultiplier,
            activation,
            useBias,
            WeightRule.Kernel(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint),
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
}
