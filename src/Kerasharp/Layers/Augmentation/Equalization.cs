using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// While training, spreads the levels of each channel so that all occur about equally often: a pixel becomes the part of pixels that are not
/// lighter. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>y = round(255 (c(x) - least) / (c(255) - least)), where c(x) counts the pixels that are not lighter than x, and least is the count of
/// the darkest. As in Keras, the images of a batch are counted together; give them one by one where each is to have its own levels. A channel of
/// one colour stays as it is. The number of channels must be known.</para>
/// <para>Keras: <c>keras.layers.Equalization</c>.</para>
/// </remarks>
/// <example><code>new Equalization(valueRange: (0, 1))</code></example>
public sealed class Equalization : ImageAugmentation
{
    /// <summary>A layer for a range of pixels.</summary>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="bins">How many levels are told apart; 256 by default.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>equalization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not one level, or the value range is none.</exception>
    public Equalization(Interval? valueRange = null, int bins = 256, string? dataFormat = null, string? name = null)
        : base(dataFormat, name)
    {
        ValueRange = Interval.OfPixels(valueRange);
        Bins = Arguments.Positive(bins, nameof(bins));
    }

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    /// <summary>How many levels are told apart.</summary>
    public int Bins { get; }

    internal override void Check(SymbolicTensor images) => this.KnownChannels(images.Shape, Format.ChannelAxis(4));

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        // (channels, batch, height, width): a row for each channel.
        int[] order = Format.ChannelsFirst ? [1, 0, 2, 3] : [3, 0, 1, 2];
        int[] back = Format.ChannelsFirst ? [1, 0, 2, 3] : [1, 2, 3, 0];
        var x = Op.Transpose(ValueRange.To(Interval.Bytes, images).Value, order);
        var rows = Op.Reshape(x, x.Shape[0].Value, -1);
        var y = Op.ReshapeLike(Equalized(rows), x);
        return Interval.Bytes.To(ValueRange, new SymbolicTensor(Op.Transpose(y, back)));
    }

    private Value Equalized(Value rows)
    {
        var levels = Histogram.Levels(rows, Bins);
        var counts = Op.CumSum(Histogram.Count(levels, Bins, ElementType.Float32), 1);
        var all = Op.ReduceMax(counts, [1], keepDims: true);
        var least = Op.ReduceMin(Op.Where(Op.Greater(counts, counts.Like(0)), counts, all), [1], keepDims: true);
        var others = all - least;
        var table = Op.Round((counts - least) * 255 / Op.Max(others, others.Like(1)));
        table = Op.Cast(Op.Max(table, table.Like(0)), rows.ElementType);
        return Op.Where(Op.Greater(others, others.Like(0)), Op.GatherElements(table, levels, 1), rows);
    }
}
