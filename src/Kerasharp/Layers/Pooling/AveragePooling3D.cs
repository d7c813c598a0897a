using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The mean of each window of a volume, channel by channel.</summary>
/// <remarks>
/// <para>Input: (batch, depth, height, width, channels). Output: (batch, newDepth, newHeight, newWidth, channels), where a size n becomes
/// floor((n - pool) / stride) + 1 with <c>valid</c> padding and ceil(n / stride) with <c>same</c>. With <c>channels_first</c> the
/// channels are the second axis of both.</para>
/// <para>Keras: <c>keras.layers.AveragePooling3D</c>; <see cref="AvgPool3D"/> is another name for it.</para>
/// </remarks>
/// <example><code>new AveragePooling3D(2)   // (None, 8, 26, 26, 32) becomes (None, 4, 13, 13, 32)</code></example>
public class AveragePooling3D : Pooling
{
    /// <summary>A layer of a window.</summary>
    /// <param name="poolSize">The window's depth, height and width, or one number for all, each at least 1.</param>
    /// <param name="strides">The steps between windows, each at least 1; the window's size by default.</param>
    /// <param name="padding">
    /// <c>"valid"</c>: none. <c>"same"</c>: around the input, so that its last elements count too; padding does not count in the means.
    /// </param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="name">The layer's name; <c>average_pooling3d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The padding or the data format is unknown.</exception>
    public AveragePooling3D(
        Size3D poolSize,
        Size3D? strides = null,
        string padding = "valid",
        string? dataFormat = null,
        string? name = null
    )
        : base(poolSize.ToArray(), (strides ?? poolSize).ToArray(), padding, dataFormat, name)
    {
        PoolSize = poolSize;
        Strides = strides ?? PoolSize;
    }

    /// <summary>The window's depth, height and width.</summary>
    public Size3D PoolSize { get; }

    /// <summary>The steps between windows.</summary>
    public Size3D Strides { get; }

    /// <inheritdoc/>
    public sealed override string TypeName => nameof(AveragePooling3D);

    private protected sealed override Value Pool(Value x, long[] size, long[] strides, long[]? pads, string? autoPad) =>
        Op.AveragePool(x, size, strides, pads, autoPad: autoPad);
}
