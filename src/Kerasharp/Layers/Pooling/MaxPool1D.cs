namespace Kerasharp.Layers;

/// <summary>Keras's other name of <see cref="MaxPooling1D"/>, under which it is shown and numbered.</summary>
/// <param name="poolSize">The window's length, at least 1; 2 by default.</param>
/// <param name="strides">The steps between windows, at least 1; the window's size by default.</param>
/// <param name="padding"><c>"valid"</c>: none. <c>"same"</c>: around the input, so that its last elements count too.</param>
/// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
/// <param name="name">The layer's name; <c>max_pooling1d</c>, numbered, by default.</param>
/// <remarks>Keras: <c>keras.layers.MaxPool1D</c>.</remarks>
/// <example><code>new MaxPool1D(2)   // (None, 10, 32) becomes (None, 5, 32)</code></example>
public sealed class MaxPool1D(
    int poolSize = 2,
    int? strides = null,
    string padding = "valid",
    string? dataFormat = null,
    string? name = null
) : MaxPooling1D(poolSize, strides, padding, dataFormat, name);
