using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// While training, blurs some images: pixels are weighed by exp(-d² / 2σ²) of their distance d along each axis, scaled to a sum of 1. Outside
/// training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>In a step the images that are blurred share one σ for each axis. Outside of the image there are zeros. The number of channels must
/// be known.</para>
/// <para>Keras: <c>keras.layers.RandomGaussianBlur</c>.</para>
/// </remarks>
/// <example><code>new RandomGaussianBlur((0.5, 0.5), kernelSize: 5, sigma: (0.3, 1))   // half of the images</code></example>
public sealed class RandomGaussianBlur : OccasionalAugmentation
{
    // Without it a σ of 0 would divide by 0.
    private const double LeastSigma = 1e-6;

    /// <summary>A layer of a probability.</summary>
    /// <param name="factor">The range from which each image's probability to be blurred is drawn, within 0 to 1: a number stands for
    /// (0, number), so that 1, the default, blurs half of the images.</param>
    /// <param name="kernelSize">Height and width of the window, odd numbers; 3 by default.</param>
    /// <param name="sigma">The range of σ in pixels, within 0 to 1: a number stands for (0, number); 1 by default.</param>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>random_gaussian_blur</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not within 0 to 1, the window's size is even, or the value range is none.</exception>
    public RandomGaussianBlur(
        Factor? factor = null,
        Size2D? kernelSize = null,
        Factor? sigma = null,
        Interval? valueRange = null,
        string? dataFormat = null,
        int? seed = null,
        string? name = null
    )
        : base(dataFormat, seed, name)
    {
        Factor = (factor ?? 1).Within(0, 1, nameof(factor));
        KernelSize = Odd(kernelSize ?? 3);
        Sigma = (sigma ?? 1).Within(0, 1, nameof(sigma));
        ValueRange = Interval.OfPixels(valueRange);
    }

    /// <summary>The range from which each image's probability is drawn.</summary>
    public Interval Factor { get; }

    /// <summary>Height and width of the window.</summary>
    public Size2D KernelSize { get; }

    /// <summary>The range that σ is drawn from.</summary>
    public Interval Sigma { get; }

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    private protected override Interval Probability => Factor;

    internal override void Check(SymbolicTensor images) => this.KnownChannels(images.Shape, Format.ChannelAxis(4));

    private protected override SymbolicTensor[] DrawChange(CallContext context, SymbolicTensor images) =>
        [SigmaOfStep(context, images), SigmaOfStep(context, images)];

    private protected override SymbolicTensor Change(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var x = Format.ToChannelsFirst(images.Value);
        x = Blur(x, 3, KernelSize.Width, drawn[0].Value);
        x = Blur(x, 2, KernelSize.Height, drawn[1].Value);
        return ValueRange.Clip(new SymbolicTensor(Format.FromChannelsFirst(x)));
    }

    private SymbolicTensor SigmaOfStep(CallContext context, SymbolicTensor images) =>
        UniformOfStep(context, images, (Sigma.Lower + LeastSigma, Sigma.Upper + LeastSigma));

    /// <summary>Along one axis; the weights along both axes are products of those along each.</summary>
    private static Value Blur(Value x, int axis, int size, Value sigma)
    {
        int half = size / 2;
        long channels = x.Shape[1].Value;
        long[] window = [1, 1, 1, 1];
        window[axis] = size;
        double[] distances = [.. Enumerable.Range(-half, size).Select(d => (double)d)];
        var scaled = x.Graph.Constant(ConstantTensor.From(distances, x.ElementType, window)) / sigma;
        var weights = Op.Exp(scaled * scaled * -0.5);
        weights = Op.Expand(
            weights / Op.ReduceSum(weights, [axis], keepDims: true),
            Shape.Of([channels, .. window[1..]])
        );
        long[] pads = axis == 2 ? [half, 0, half, 0] : [0, half, 0, half];
        return Op.Conv(x, weights, pads: pads, group: channels);
    }

    private static Size2D Odd(Size2D size) =>
        size.Height > 0 && size.Width > 0 && size.Height % 2 == 1 && size.Width % 2 == 1
            ? size
            : throw new ArgumentOutOfRangeException(
                "kernelSize",
                $"A kernelSize of {size} came; odd numbers were expected, so that a pixel stands in the middle. Give 3 or 5."
            );
}
