using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="GlobalAveragePooling2D"/>, under which it is shown and numbered.</summary>
/// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
/// <param name="keepDims">Whether the axes that are pooled stay, of size 1.</param>
/// <param name="name">The layer's name; <c>global_average_pooling2d</c>, numbered, by default.</param>
/// <remarks>Keras: <c>keras.layers.GlobalAvgPool2D</c>.</remarks>
/// <example><code>new GlobalAvgPool2D()   // (None, 7, 7, 32) becomes (None, 32)</code></example>
public sealed class GlobalAvgPool2D(
    string? dataFormat = null,
    [KerasName("keepdims")] bool keepDims = false,
    string? name = null
) : GlobalAveragePooling2D(dataFormat, keepDims, name);
