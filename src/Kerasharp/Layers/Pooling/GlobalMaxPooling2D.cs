using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>The greatest element of each channel of an image. Equal ones share the gradient.</summary>
/// <remarks>
/// <para>Input: (batch, height, width, channels), or (batch, channels, height, width). Output: (batch, channels), or (batch, 1, 1,
/// channels) where the axes are kept, with the channels where the input has them.</para>
/// <para>Keras: <c>keras.layers.GlobalMaxPooling2D</c>; <see cref="GlobalMaxPool2D"/> is another name for it.</para>
/// </remarks>
/// <example><code>new GlobalMaxPooling2D()   // (None, 7, 7, 32) becomes (None, 32)</code></example>
/// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
/// <param name="keepDims">Whether the axes that are pooled stay, of size 1.</param>
/// <param name="name">The layer's name; <c>global_max_pooling2d</c>, numbered, by default.</param>
/// <exception cref="ArgumentException">The data format is unknown.</exception>
public class GlobalMaxPooling2D(
    string? dataFormat = null,
    [KerasName("keepdims")] bool keepDims = false,
    string? name = null
) : GlobalPooling(2, dataFormat, keepDims, name)
{
    /// <inheritdoc/>
    public sealed override string TypeName => nameof(GlobalMaxPooling2D);

    private protected sealed override Value Reduce(Value x, Value? mask, long[] axes, bool keepDims) =>
        Op.ReduceMax(x, axes, keepDims);
}
