using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>While training, turns each image about its middle by a random angle.</summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels), or an image without a batch; height and width known.</para>
/// <para>With the middle at (0, 0), the pixel at (x, y) is read at (x cos t - y sin t, x sin t + y cos t), t drawn for each image,
/// uniformly. y points downwards, so that positive angles turn counter-clockwise.</para>
/// <para>Outside training images stay as they are. Bounding boxes and segmentation masks are no inputs here.</para>
/// <para>Keras: <c>keras.layers.RandomRotation</c>.</para>
/// </remarks>
/// <example><code>new RandomRotation(0.1)   // by up to 36 degrees in each direction</code></example>
public sealed class RandomRotation : GeometricAugmentation
{
    private readonly Interval _range;

    /// <summary>A layer for a range of angles.</summary>
    /// <param name="factor">The angle as a part of a full turn, -1 to 1: a number f for -f to f, or both bounds.</param>
    /// <param name="fillMode">What lies outside: <c>reflect</c>, <c>wrap</c>, <c>nearest</c> or <c>constant</c>.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="fillValue">The number outside with <c>constant</c>.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_rotation</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not -1 to 1, or the fill value not finite.</exception>
    /// <exception cref="ArgumentException">A name is not known.</exception>
    public RandomRotation(
        Factor factor,
        string fillMode = "reflect",
        string interpolation = "bilinear",
        int? seed = null,
        double fillValue = 0,
        string? dataFormat = null,
        string? name = null
    )
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name)
    {
        Factor = factor;
        _range = factor.Within(-1, 1, nameof(factor));
    }

    /// <summary>The angle as a part of a full turn.</summary>
    public Factor Factor { get; }

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images) =>
        [Uniform(context, images, _range)];

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        if (_range == default)
            return images;
        var (height, width) = Size(images.Shape);
        var angle = PerImage(images, drawn[0]) * (2 * Math.PI);
        var (cos, sin) = (Op.Cos(angle), Op.Sin(angle));
        var (middleX, middleY) = ((width - 1) / 2.0, (height - 1) / 2.0);
        var x = Places(images, width, 2, middleX);
        var y = Places(images, height, 1, middleY);
        // Products with one axis each are few; only the sums are as many as pixels.
        var ys = x * sin + (y * cos + middleY);
        var xs = x * cos + (middleX - y * sin);
        return new(Sampling.Read(images.Value, Format, ys, xs));
    }
}
