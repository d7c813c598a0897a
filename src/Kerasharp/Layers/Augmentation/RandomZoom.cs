using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>While training, shows each image from further away or nearer by, to a random degree.</summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels), or an image without a batch; height and width known.</para>
/// <para>With the middle at (0, 0), the pixel at (y, x) is read at ((1 + a)·y, (1 + b)·x), a and b drawn for each image, uniformly: positive
/// numbers make things smaller. Without <c>widthFactor</c>, b is a and proportions stay.</para>
/// <para>Outside training images stay as they are. Bounding boxes and segmentation masks are no inputs here.</para>
/// <para>Keras: <c>keras.layers.RandomZoom</c>.</para>
/// </remarks>
/// <example><code>new RandomZoom(0.2)            // 0.8 to 1.2 times as much to be seen, in both directions
/// new RandomZoom((-0.3, -0.1))   // only nearer</code></example>
public sealed class RandomZoom : GeometricAugmentation
{
    private readonly Interval _height;
    private readonly Interval? _width;

    /// <summary>A layer for ranges.</summary>
    /// <param name="heightFactor">How much more of the height is to be seen, -1 to 1: a number f for -f to f, or both bounds.</param>
    /// <param name="widthFactor">How much more of the width; by default what the height has.</param>
    /// <param name="fillMode">What lies outside: <c>reflect</c>, <c>wrap</c>, <c>nearest</c> or <c>constant</c>.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="fillValue">The number outside with <c>constant</c>.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_zoom</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not -1 to 1, or the fill value not finite.</exception>
    /// <exception cref="ArgumentException">A name is not known.</exception>
    public RandomZoom(
        Factor heightFactor,
        Factor? widthFactor = null,
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
        _width = widthFactor?.Within(-1, 1, nameof(widthFactor));
    }

    /// <summary>How much more of the height is to be seen.</summary>
    public Factor HeightFactor { get; }

    /// <summary>How much more of the width; null where the height says it.</summary>
    public Factor? WidthFactor { get; }

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images)
    {
        var height = Uniform(context, images, _height);
        return [height, _width is { } width ? Uniform(context, images, width) : height];
    }

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var (height, width) = Size(images.Shape);
        return new(
            Sampling.ReadAxes(
                images.Value,
                Format,
                _height == default ? null : Stretched(drawn[0], height),
                (_width ?? _height) == default ? null : Stretched(drawn[1], width)
            )
        );

        // What stays is added to what moves, so that nothing moves by rounding where nothing is to.
        Value Stretched(SymbolicTensor more, long size) =>
            Places(images, size, 1) + Places(images, size, 1, (size - 1) / 2.0) * PerImage(images, more);
    }
}
