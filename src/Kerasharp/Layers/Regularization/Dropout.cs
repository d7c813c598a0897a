using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>
/// While training, sets a random part of the elements to 0, another one in each step, and scales the others by 1 / (1 - rate), so
/// that sums stay as they are on average. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>The seed is the model's (<see cref="Utils.SetRandomSeed"/>), or one of the layer's own: same seed, same elements in the same
/// step.</para>
/// <para>Keras: <c>keras.layers.Dropout</c>. Srivastava and others 2014.</para>
/// </remarks>
/// <example><code>
/// new Dropout(0.5)
/// new Dropout(0.2, noiseShape: [null, 1, null])   // the same for all steps in time of (batch, time, features)
/// </code></example>
public sealed class Dropout : RandomDrop
{
    private readonly NoiseShape? _noiseShape;

    /// <summary>A layer of a rate.</summary>
    /// <param name="rate">The part of the elements that are set to 0, 0 to 1.</param>
    /// <param name="noiseShape">For each axis, the batch included: 1 where one decision serves the whole axis, null (or the axis's size)
    /// where each place has its own. By default every element has its own.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>dropout</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not 0 to 1.</exception>
    /// <exception cref="ArgumentException">A size of the noise's shape is below 1.</exception>
    public Dropout(double rate, long?[]? noiseShape = null, int? seed = null, string? name = null)
        : base(Rates.Part(rate), seed, name) => _noiseShape = Layers.NoiseShape.Of(noiseShape);

    /// <summary>For each axis 1 or null, as it was given; null where every element has its own decision.</summary>
    public IReadOnlyList<long?>? NoiseShape => _noiseShape?.Sizes;

    private protected override int[] SharedAxes(Shape shape) => _noiseShape?.SharedAxes(this, shape) ?? [];
}
