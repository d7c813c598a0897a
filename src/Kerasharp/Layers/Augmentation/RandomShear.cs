namespace Kerasharp.Layers;

/// <summary>While training, slants each image to a random degree.</summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels), or an image without a batch; height and width known.</para>
/// <para>The pixel at (x, y) is read at (x + s·a·y, y + s·b·x), from the corner at (0, 0); a and b are drawn for each image, uniformly, and the
/// sign s is -1 or 1.</para>
/// <para>Outside training images stay as they are. Bounding boxes and segmentation masks are no inputs here.</para>
/// <para>Keras: <c>keras.layers.RandomShear</c>.</para>
/// </remarks>
/// <example><code>new RandomShear(xFactor: 0.2)                 // slanted to the left or to the right
/// new RandomShear((0.1, 0.3), (0.1, 0.3), fillMode: "constant")</code></example>
public sealed class RandomShear : GeometricAugmentation
{
    private readonly Interval _x;
    private readonly Interval _y;

    /// <summary>A layer for ranges.</summary>
    /// <param name="xFactor">By how much of a pixel columns move from one row to the next, -1 to 1: a number f for -f to f, or both
    /// bounds.</param>
    /// <param name="yFactor">By how much rows move from one column to the next.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="fillMode">What lies outside: <c>reflect</c>, <c>wrap</c>, <c>nearest</c> or <c>constant</c>.</param>
    /// <param name="fillValue">The number outside with <c>constant</c>.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>random_shear</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not -1 to 1, or the fill value not finite.</exception>
    /// <exception cref="ArgumentException">A name is not known.</exception>
    /// <remarks>Keras takes no negative bounds, but writes them into its configurations.</remarks>
    public RandomShear(
        Factor xFactor = default,
        Factor yFactor = default,
        string interpolation = "bilinear",
        string fillMode = "reflect",
        double fillValue = 0,
        string? dataFormat = null,
        int? seed = null,
        string? name = null
    )
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name)
    {
        XFactor = xFactor;
        YFactor = yFactor;
        _x = xFactor.Within(-1, 1, nameof(xFactor));
        _y = yFactor.Within(-1, 1, nameof(yFactor));
    }

    /// <summary>By how much of a pixel columns move from one row to the next.</summary>
    public Factor XFactor { get; }

    /// <summary>By how much of a pixel rows move from one column to the next.</summary>
    public Factor YFactor { get; }

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images)
    {
        var sign = Ops.Where(
            Ops.Greater(Uniform(context, images, Interval.Unit), 0.5),
            Ops.Constant(-1, images),
            Ops.Constant(1, images)
        );
        var y = Uniform(context, images, _y) * sign;
        return [Uniform(context, images, _x) * sign, y];
    }

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        if (_x == default && _y == default)
            return images;
        var (height, width) = Size(images.Shape);
        var x = Places(images, width, 2);
        var y = Places(images, height, 1);
        var ys = x * PerImage(images, drawn[1]) + y;
        var xs = y * PerImage(images, drawn[0]) + x;
        return new(Sampling.Read(images.Value, Format, ys, xs));
    }
}
