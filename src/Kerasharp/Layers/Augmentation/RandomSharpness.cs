using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// While training, blurs or sharpens each image: y = x + (1 - 2 f) (smooth(x) - x), kept within the range of pixels, with a number f for
/// each image, where smooth weighs a pixel by 5/13 and its eight neighbours by 1/13 each. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>Outside of the image there are zeros. The number of channels must be known.</para>
/// <para>Keras: <c>keras.layers.RandomSharpness</c>.</para>
/// </remarks>
/// <example><code>new RandomSharpness((0.5, 1))   // as it is, or sharper</code></example>
public sealed class RandomSharpness : BlendAugmentation
{
    private const double Beside = 1.0 / 13;
    private const double Middle = 5.0 / 13;

    /// <summary>A layer of a factor.</summary>
    /// <param name="factor">The range of f, within 0 (smooth) over 0.5 (as it is) to 1 (sharp): a number stands for (0, number).</param>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>random_sharpness</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not within 0 to 1, or the value range is none.</exception>
    public RandomSharpness(
        Factor factor,
        Interval? valueRange = null,
        string? dataFormat = null,
        int? seed = null,
        string? name = null
    )
        : base(factor.Within(0, 1, nameof(factor)), valueRange, dataFormat, seed, name) { }

    private protected override Interval Shares => (1 - 2 * Factor.Upper, 1 - 2 * Factor.Lower);

    internal override void Check(SymbolicTensor images) => this.KnownChannels(images.Shape, Format.ChannelAxis(4));

    private protected override SymbolicTensor Poorer(SymbolicTensor images)
    {
        var x = Format.ToChannelsFirst(images.Value);
        long channels = x.Shape[1].Value;
        double[] window = [Beside, Beside, Beside, Beside, Middle, Beside, Beside, Beside, Beside];
        double[] weights = [.. Enumerable.Repeat(window, (int)channels).SelectMany(w => w)];
        var kernel = x.Graph.Constant(ConstantTensor.From(weights, x.ElementType, [channels, 1, 3, 3]));
        return new SymbolicTensor(Format.FromChannelsFirst(Op.Conv(x, kernel, pads: [1, 1, 1, 1], group: channels)));
    }
}
