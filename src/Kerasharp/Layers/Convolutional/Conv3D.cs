using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Convolves volumes with learned filters: y[b, i, j, k, f] = activation(bias[f] + the sum over u, v, w, c of
/// x[b, i * stride + u * dilation, j * stride + v * dilation, k * stride + w * dilation, c] * kernel[u, v, w, c, f]).
/// </summary>
/// <remarks>
/// <para>Input: (batch, depth, height, width, channels). Output: (batch, newDepth, newHeight, newWidth, filters), where a size n becomes
/// floor((n - dilation * (kernel - 1) - 1) / stride) + 1 with <c>valid</c> padding and ceil(n / stride) with <c>same</c>.
/// With <c>channels_first</c> the channels are the second axis.</para>
/// <para>Weights: <c>kernel</c> (depth, height, width, channels / groups, filters), <c>bias</c> (filters).</para>
/// <para>Keras: <c>keras.layers.Conv3D</c>.</para>
/// </remarks>
/// <example><code>
/// new Conv3D(16, kernelSize: 3, activation: "relu")   // (None, 16, 32, 32, 1) becomes (None, 14, 30, 30, 16)
/// </code></example>
public class Conv3D : Conv
{
    /// <summary>A layer of a number of filters.</summary>
    /// <param name="filters">The number of channels of the output, at least 1.</param>
    /// <param name="kernelSize">The window's depth, height and width, or one number for all; each at least 1.</param>
    /// <param name="strides">The steps between windows, each at least 1; 1 by default.</param>
    /// <param name="padding"><c>"valid"</c>: none. <c>"same"</c>: zeros around the input, so that with steps of 1 the size stays.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">The distances between the places of a window, each at least 1; 1 by default.</param>
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
    /// <param name="name">The layer's name; <c>conv3d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The padding or the data format is unknown, the groups do not divide the filters, or both
    /// strides and distances exceed 1.</exception>
    public Conv3D(
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
            new Window(
                kernelSize.ToArray(),
                (strides ?? 1).ToArray(),
                padding,
                (dilationRate ?? 1).ToArray(),
                nameof(kernelSize),
                dataFormat
            ),
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
        Strides = strides ?? 1;
        DilationRate = dilationRate ?? 1;
    }

    /// <summary>The window's depth, height and width.</summary>
    public Size3D KernelSize { get; }

    /// <summary>The steps between windows.</summary>
    public Size3D Strides { get; }

    /// <summary>The distances between the places of a window.</summary>
    public Size3D DilationRate { get; }

    /// <inheritdoc/>
    public sealed override string TypeName => nameof(Conv3D);
}
