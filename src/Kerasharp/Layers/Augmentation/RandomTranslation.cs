using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>While training, shifts each image by a random part of its height and width.</summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels), or an image without a batch; height and width known.</para>
/// <para>The pixel at (y, x) is read at (y - a·height, x - b·width), a and b drawn for each image, uniformly.</para>
/// <para>Outside training images stay as they are. Bounding boxes and segmentation masks are no inputs here.</para>
/// <para>Keras: <c>keras.layers.RandomTranslation</c>.</para>
/// </remarks>
/// <example><code>new RandomTranslation(0.1, 0.1)               // by up to a tenth in each direction
/// new RandomTranslation((0, 0.2), 0, "constant")   // downwards, black above</code></example>
public sealed class RandomTranslation : GeometricAugmentation
{
    private readonly Interval _height;
    private readonly Interval _width;

    /// <summary>A layer for ranges.</summary>
    /// <param name="heightFactor">The part of the height, -1 to 1, positive downwards: a number f for -f to f, or both bounds.</param>
    /// <param name="widthFactor">The part of the width, positive to the right.</param>
    /// <param name="fillMode">What lies outside: <c>reflect</c>, <c>wrap</c>, <c>nearest</c> or <c>constant</c>.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="fillValue">The number outside with <c>constant</c>.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_translation</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not -1 to 1, or the fill value not finite.</exception>
    /// <exception cref="ArgumentException">A name is not known.</exception>
    public RandomTranslation(
        Factor heightFactor,
        Factor widthFactor,
        string fillMode = "reflect",
        string interpolation = "bilinear",
        int? seed = null,
        double fillValue = 0,
        string? dataFormat = null,
        string? name = null
    )
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name)
    {
        HeightFactor = heightFactor;
        WidthFactor = widthFactor;
        _height = heightFactor.Within(-1, 1, nameof(heightFactor));
        _width = widthFactor.Within(-1, 1, nameof(widthFactor));
    }

    /// <summary>The part of the height.</summary>
    public Factor HeightFactor { get; }

    /// <summary>The part of the width.</summary>
    public Factor WidthFactor { get; }

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images) =>
        [Uniform(context, images, _height), Uniform(context, images, _width)];

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var (height, width) = Size(images.Shape);
        return new(
            Sampling.ReadAxes(
                images.Value,
                Format,
                _height == default ? null : Shifted(drawn[0], height),
                _width == default ? null : Shifted(drawn[1], width)
            )
        );

        Value Shifted(SymbolicTensor part, long size) => Places(images, size, 1) - PerImage(images, part) * size;
    }
}
