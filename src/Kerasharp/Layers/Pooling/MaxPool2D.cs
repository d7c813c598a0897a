namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="MaxPooling2D"/>, under which it is shown and numbered.</summary>
/// <param name="poolSize">The window's height and width, or one number for both, each at least 1; 2 by default.</param>
/// <param name="strides">The steps between windows, each at least 1; the window's size by default.</param>
/// <param name="padding"><c>"valid"</c>: none. <c>"same"</c>: around the input, so that its last elements count too.</param>
/// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
/// <param name="name">The layer's name; <c>max_pooling2d</c>, numbered, by default.</param>
/// <remarks>Keras: <c>keras.layers.MaxPool2D</c>.</remarks>
/// <example><code>new MaxPool2D(2)   // (None, 26, 26, 32) becomes (None, 13, 13, 32)</code></example>
public sealed class MaxPool2D(
    Size2D? poolSize = null,
    Size2D? strides = null,
    string padding = "valid",
    string? dataFormat = null,
    string? name = null
) : MaxPooling2D(poolSize, strides, padding, dataFormat, name);
