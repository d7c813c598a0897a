using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>While training, puts a number or noise into a box of some of the images, at a random place.</summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels), or an image without a batch; height and width known.</para>
/// <para>The box has the square root of a drawn part of the height, and of another one of the width.</para>
/// <para>Outside training images stay as they are. Bounding boxes and segmentation masks are no inputs here.</para>
/// <para>Keras: <c>keras.layers.RandomErasing</c>. Zhong and others 2017, Random Erasing Data Augmentation.</para>
/// </remarks>
/// <example><code>new RandomErasing(factor: (0.5, 0.5), scale: (0.02, 0.2), fillValue: [0], valueRange: (0, 1))</code></example>
public sealed class RandomErasing : RandomImageAugmentation
{
    private readonly Interval _probability;
    private readonly Interval _scale;

    /// <summary>A layer for a probability and a range of sizes.</summary>
    /// <param name="factor">The probability that an image is changed, 0 to 1, itself drawn for each image: a number f for 0 to f, or both
    /// bounds; 1 by default.</param>
    /// <param name="scale">The range of the squares of the box's parts of height and width, within 0 to 1; 0.02 to 0.33 by default.</param>
    /// <param name="fillValue">What is put there: a number for all channels or one for each; by default normal numbers times the upper bound of
    /// the values.</param>
    /// <param name="valueRange">The bounds within which what is put there is kept; 0 to 255 by default.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_erasing</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor or the scale is not 0 to 1, or a number not finite.</exception>
    /// <exception cref="ArgumentException">The format is not known.</exception>
    public RandomErasing(
        Factor? factor = null,
        Factor? scale = null,
        Numbers? fillValue = null,
        Interval? valueRange = null,
        int? seed = null,
        string? dataFormat = null,
        string? name = null
    )
        : base(dataFormat, seed, name)
    {
        Factor = factor ?? 1;
        Scale = scale ?? (0.02, 0.33);
        FillValue = fillValue;
        ValueRange = Interval.OfPixels(valueRange);
        foreach (double number in fillValue?.Values ?? [])
            Arguments.Finite(number, nameof(fillValue));
        _probability = Factor.Within(0, 1, nameof(factor));
        _scale = Scale.Within(0, 1, nameof(scale));
    }

    /// <summary>The probability that an image is changed.</summary>
    public Factor Factor { get; }

    /// <summary>The range of the squares of the box's parts.</summary>
    public Factor Scale { get; }

    /// <summary>What is put into the box; null for noise.</summary>
    public Numbers? FillValue { get; }

    /// <summary>The bounds within which that is kept.</summary>
    public Interval ValueRange { get; }

    internal override void Check(SymbolicTensor images)
    {
        ImageInput.KnownSize(this, Format, images.Shape, "to place boxes");
        if (FillValue is not { } fill || fill.Values.Count == 1)
            return;
        var channels = images.Shape[Format.ChannelAxis(4)];
        if (fill.Shape.Rank != 1 || (channels.IsKnown && channels.Value != fill.Values.Count))
            throw this.Misfit(
                images.Shape,
                $"{fill.Values.Count} channels were expected, as many as the fill value has numbers",
                "Give one number for all channels, or one for each."
            );
    }

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images)
    {
        var width = Uniform(context, images, _scale);
        var height = Uniform(context, images, _scale);
        var left = Uniform(context, images, Interval.Unit);
        var top = Uniform(context, images, Interval.Unit);
        var chosen = Chosen(context, images, _probability);
        return FillValue is null
            ? [chosen, height, width, top, left, context.RandomNormal(images, seed: Seed)]
            : [chosen, height, width, top, left];
    }

    /// <summary>Changes images by whether, the box's squared parts and where it begins, and the noise.</summary>
    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var parts = (Ops.Sqrt(drawn[1]), Ops.Sqrt(drawn[2]));
        var box = ImageBox.Inside(images, Format, parts, (drawn[3], drawn[4]));
        var filling = drawn.Length > 5 ? ValueRange.Clip(drawn[5] * ValueRange.Upper) : Filling(images);
        return Ops.Where(Ops.LogicalAnd(drawn[0], box), filling, images);
    }

    private SymbolicTensor Filling(SymbolicTensor images)
    {
        double[] numbers = [.. FillValue!.Values.Select(v => Math.Clamp(v, ValueRange.Lower, ValueRange.Upper))];
        long[] dims = [1, 1, 1, 1];
        dims[Format.ChannelAxis(4)] = numbers.Length;
        var type = images.ElementType;
        return new(images.Value.Graph.Constant(ConstantTensor.From(numbers, type, dims)));
    }
}
