using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>While training, warps some of the images as if they were painted on rubber.</summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels), or an image without a batch; height and width known.</para>
/// <para>Each pixel is read at a place that is moved by a·G(s·noise): the noise is normal, of its own for each image, direction and pixel, and G
/// blurs it by a Gaussian curve of deviation s over floor(6s) pixels, or one more if that is even. For a drawn scale f, a = 0.1·f·max(height,
/// width) and s = 0.05·f·min(height, width). The scale is the same for all images of a batch, as in Keras.</para>
/// <para>Outside training images stay as they are. Bounding boxes and segmentation masks are no inputs here.</para>
/// <para>Keras: <c>keras.layers.RandomElasticTransform</c>.</para>
/// </remarks>
/// <example><code>new RandomElasticTransform(scale: (0.5, 1), valueRange: (0, 1))</code></example>
public sealed class RandomElasticTransform : GeometricAugmentation
{
    private readonly Interval _probability;
    private readonly Interval _scale;

    /// <summary>A layer for a probability and a range.</summary>
    /// <param name="factor">The probability that an image is changed, 0 to 1, itself drawn for each image: a number f for 0 to f, or both
    /// bounds; 1 by default.</param>
    /// <param name="scale">How strongly, 0 to 1: a number f for 0 to f, or both bounds; 1 by default.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="fillMode">What lies outside: <c>reflect</c>, <c>mirror</c> (d c b | a b c d | c b a), <c>wrap</c>, <c>nearest</c> or
    /// <c>constant</c>.</param>
    /// <param name="fillValue">The number outside with <c>constant</c>.</param>
    /// <param name="valueRange">The bounds within which pixels are kept; 0 to 255 by default.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_elastic_transform</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor or the scale is not 0 to 1, or a number not finite.</exception>
    /// <exception cref="ArgumentException">A name is not known.</exception>
    public RandomElasticTransform(
        Factor? factor = null,
        Factor? scale = null,
        string interpolation = "bilinear",
        string fillMode = "reflect",
        double fillValue = 0,
        Interval? valueRange = null,
        int? seed = null,
        string? dataFormat = null,
        string? name = null
    )
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name, "mirror")
    {
        Factor = factor ?? 1;
        Scale = scale ?? 1;
        ValueRange = Interval.OfPixels(valueRange);
        _probability = Factor.Within(0, 1, nameof(factor));
        _scale = Scale.Within(0, 1, nameof(scale));
    }

    /// <summary>The probability that an image is changed.</summary>
    public Factor Factor { get; }

    /// <summary>How strongly.</summary>
    public Factor Scale { get; }

    /// <summary>The bounds within which pixels are kept.</summary>
    public Interval ValueRange { get; }

    private bool IsIdle => _probability.Upper == 0 || _scale.Upper == 0;

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images)
    {
        if (IsIdle)
            return [];
        int channels = Format.ChannelAxis(4);
        var scale =
            _scale.Length == 0
                ? Ops.Constant(_scale.Lower, images)
                : Interval.Unit.To(_scale, context.RandomUniform(images, [0, 1, 2, 3], Seed));
        return
        [
            Chosen(context, images, _probability),
            scale,
            context.RandomNormal(images, [channels], Seed),
            context.RandomNormal(images, [channels], Seed),
        ];
    }

    /// <summary>Changes images by whether, how strongly, and the noise across and down.</summary>
    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        if (IsIdle)
            return images;
        var (height, width) = Size(images.Shape);
        var scale = Op.Cast(drawn[1].Value, ElementType.Float32);
        if (scale.Rank > 0)
            scale = Op.Squeeze(scale, [0, 1, 2, 3]);
        // Nothing is divided by 0, and next to 0 nothing moves.
        var deviation = Op.Max(scale * (0.05 * Math.Min(height, width)), scale.Like(1e-6));
        var reach = scale * (0.1 * Math.Max(height, width)) * deviation;
        var (down, across) = (Blur(deviation, height), Blur(deviation, width));
        var ys = Places(images, height, 1) + Moved(drawn[3]);
        var xs = Places(images, width, 2) + Moved(drawn[2]);
        var warped = Sampling.Read(images.Value, Format, ys, xs);
        return ValueRange.Clip(new(Op.Where(drawn[0].Value, warped, images.Value)));

        Value Moved(SymbolicTensor noise)
        {
            var field = Op.Squeeze(Op.Cast(noise.Value, ElementType.Float32), [Format.ChannelAxis(4)]);
            return Op.MatMul(Op.MatMul(down, field), across) * reach;
        }
    }

    /// <summary>The matrix that blurs an axis, from which nothing comes in from outside. It is the same read down and across.</summary>
    private Value Blur(Value deviation, long size)
    {
        // A window of floor(6s) pixels, or one more: so many at each side.
        var half = Op.Floor(Op.Floor(deviation * 6) / 2);
        var graph = deviation.Graph;
        int count = checked((int)size);
        double[] apart =
        [
            .. from row in Enumerable.Range(0, count)
            from column in Enumerable.Range(0, count)
            select (double)Math.Abs(row - column),
        ];
        double[] window = [.. Enumerable.Range(-2 * count, 4 * count + 1).Select(i => (double)Math.Abs(i))];
        var curve = Curve(graph.Constant(ConstantTensor.From(apart, ElementType.Float32, [size, size])));
        return curve
            / Op.ReduceSum(Curve(graph.Constant(ConstantTensor.From(window, ElementType.Float32, [window.Length]))));

        Value Curve(Value distance)
        {
            var far = distance / deviation;
            return Op.Where(Op.LessOrEqual(distance, half), Op.Exp(far * far * -0.5), distance.Like(0));
        }
    }
}
