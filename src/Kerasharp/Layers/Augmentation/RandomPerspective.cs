using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>While training, shows some of the images as if seen at a slant: their corners are moved at random.</summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels), or an image without a batch; height and width known, and at least 2.</para>
/// <para>Seen from the corner at (0, 0), each coordinate of the other three is multiplied by 1 + e, e drawn from -scale/2 to scale/2. The result
/// is read by the homography that leads from the moved corners to the image's.</para>
/// <para>Outside training images stay as they are. Bounding boxes and segmentation masks are no inputs here.</para>
/// <para>Keras: <c>keras.layers.RandomPerspective</c>.</para>
/// </remarks>
/// <example><code>new RandomPerspective(factor: (0.5, 0.5), scale: 0.3)   // half of the images</code></example>
public sealed class RandomPerspective : GeometricAugmentation
{
    private readonly Interval _probability;

    /// <summary>A layer for a probability.</summary>
    /// <param name="factor">The probability that an image is changed, 0 to 1, itself drawn for each image: a number f for 0 to f, or both
    /// bounds; 1 by default.</param>
    /// <param name="scale">How far corners move, 0 to 1.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="fillValue">The number outside of the image.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_perspective</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor or the scale is not 0 to 1, or the fill value not finite.</exception>
    /// <exception cref="ArgumentException">A name is not known.</exception>
    public RandomPerspective(
        Factor? factor = null,
        double scale = 1,
        string interpolation = "bilinear",
        double fillValue = 0,
        int? seed = null,
        string? dataFormat = null,
        string? name = null
    )
        : base("constant", interpolation, seed, fillValue, dataFormat, name)
    {
        Factor = factor ?? 1;
        Scale = scale is >= 0 and <= 1
            ? scale
            : throw new ArgumentOutOfRangeException(
                nameof(scale),
                FormattableString.Invariant($"A scale of {scale} came; 0 to 1 was expected. Give such a number.")
            );
        _probability = Factor.Within(0, 1, nameof(factor));
    }

    /// <summary>The probability that an image is changed.</summary>
    public Factor Factor { get; }

    /// <summary>How far corners move.</summary>
    public double Scale { get; }

    internal override void Check(SymbolicTensor images)
    {
        if (Size(images.Shape) is { Height: < 2 } or { Width: < 2 })
            throw this.Misfit(
                images.Shape,
                "a height and width of at least 2 were expected, so that there are four corners",
                "Give larger images."
            );
    }

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images)
    {
        var range = new Interval(-0.5 * Scale, 0.5 * Scale);
        return
        [
            Chosen(context, images, _probability),
            .. Enumerable.Range(0, 4).Select(_ => Uniform(context, images, range)),
        ];
    }

    /// <summary>Changes images by whether, and by how much the right upper corner, the left lower and the right lower one (twice) move.</summary>
    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        if (Scale == 0)
            return images;
        var (height, width) = Size(images.Shape);
        var (right, bottom) = (1 + PerImage(images, drawn[1]), 1 + PerImage(images, drawn[2]));
        var (cornerX, cornerY) = (1 + PerImage(images, drawn[3]), 1 + PerImage(images, drawn[4]));
        // In parts of the sides, corners (0, 0), (r, 0), (0, b), (c, d) came from those of the unit square. The homography that fixes the first
        // and both axes is u = (c/r + d/b - 1) x/c / (1 - (1 - d/b) x/c - (1 - c/r) y/d), and v alike.
        var (p, q) = (cornerX / right, cornerY / bottom);
        var x = Places(images, width, 2) / (width - 1) / cornerX;
        var y = Places(images, height, 1) / (height - 1) / cornerY;
        var depth = 1 - (1 - q) * x - (1 - p) * y;
        // Where the depth is 0 lies the horizon; what is read there is outside.
        depth = Op.Where(Op.Equal(depth, depth.Like(0)), depth.Like(1e-9), depth);
        var common = (p + q - 1) / depth;
        var ys = Near(common * y * (height - 1), height);
        var xs = Near(common * x * (width - 1), width);
        var seen = Sampling.Read(images.Value, Format, ys, xs);
        return new(Op.Where(drawn[0].Value, seen, images.Value));
    }

    /// <summary>Places that are not so far outside that they could not be counted.</summary>
    private static Value Near(Value places, long size) => Op.Clip(places, places.Like(-2), places.Like(size + 1));
}
