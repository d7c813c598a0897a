using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The greatest element of each window of a sequence, channel by channel. Its gradient goes to the first of equal ones.</summary>
/// <remarks>
/// <para>Input: (batch, steps, channels). Output: (batch, newSteps, channels), where a size n becomes
/// floor((n - pool) / stride) + 1 with <c>valid</c> padding and ceil(n / stride) with <c>same</c>. With <c>channels_first</c> the
/// channels are the second axis of both.</para>
/// <para>Keras: <c>keras.layers.MaxPooling1D</c>; <see cref="MaxPool1D"/> is another name for it.</para>
/// </remarks>
/// <example><code>new MaxPooling1D(2)   // (None, 10, 32) becomes (None, 5, 32)</code></example>
public class MaxPooling1D : Pooling
{
    /// <summary>A layer of a window.</summary>
    /// <param name="poolSize">The window's length, at least 1; 2 by default.</param>
    /// <param name="strides">The steps between windows, at least 1; the window's size by default.</param>
    /// <param name="padding">
    /// <c>"valid"</c>: none. <c>"same"</c>: around the input, so that its last elements count too; padding never wins.
    /// </param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="name">The layer's name; <c>max_pooling1d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The padding or the data format is unknown.</exception>
    public MaxPooling1D(
        int poolSize = 2,
        int? strides = null,
        string padding = "valid",
        string? dataFormat = null,
        string? name = null
    )
        : base([poolSize], [strides ?? poolSize], padding, dataFormat, name)
    {
        PoolSize = poolSize;
        Strides = strides ?? PoolSize;
    }

    /// <summary>The window's length.</summary>
    public int PoolSize { get; }

    /// <summary>The steps between windows.</summary>
    public int Strides { get; }

    /// <inheritdoc/>
    public sealed override string TypeName => nameof(MaxPooling1D);

    private protected sealed override Value Pool(Value x, long[] size, long[] strides, long[]? pads, string? autoPad) =>
        Op.MaxPool(x, size, strides, pads, autoPad: autoPad);
}
