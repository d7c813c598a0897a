namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="MaxPooling3D"/>, under which it is shown and numbered.</summary>
/// <param name="poolSize">The window's depth, height and width, or one number for all, each at least 1; 2 by default.</param>
/// <param name="strides">The steps between windows, each at least 1; the window's size by default.</param>
/// <param name="padding"><c>"valid"</c>: none. <c>"same"</c>: around the input, so that its last elements count too.</param>
/// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
/// <param name="name">The layer's name; <c>max_pooling3d</c>, numbered, by default.</param>
/// <remarks>Keras: <c>keras.layers.MaxPool3D</c>.</remarks>
/// <example><code>new MaxPool3D(2)   // (None, 8, 26, 26, 32) becomes (None, 4, 13, 13, 32)</code></example>
public sealed class MaxPool3D(
    Size3D? poolSize = null,
    Size3D? strides = null,
    string padding = "valid",
    string? dataFormat = null,
    string? name = null
) : MaxPooling3D(poolSize, strides, padding, dataFormat, name);
