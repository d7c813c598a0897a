using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Spreads the levels of each part of an image so that all occur about equally often there, but only as far as noise is not blown up (CLAHE). It
/// acts outside training, too.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>Each image and channel falls into a grid of tiles; what is missing to equal tiles is mirrored. Counts of levels above
/// clipLimit times their mean are spread over all levels. A pixel becomes what the four tiles whose centres are nearest make of it, weighed by
/// how near they are. Height, width and number of channels must be known.</para>
/// <para>Keras: <c>keras.layers.ContrastLimitedAdaptiveHistogramEqualization</c>. Zuiderveld 1994.</para>
/// </remarks>
/// <example><code>new ContrastLimitedAdaptiveHistogramEqualization(clipLimit: 2, tileGridSize: 4)</code></example>
public sealed class ContrastLimitedAdaptiveHistogramEqualization : ImageAugmentation
{
    private const int Levels = 256;

    /// <summary>A layer of a limit.</summary>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="clipLimit">How many times its mean a count may be; 0 for no limit.</param>
    /// <param name="tileGridSize">How many tiles stand above and beside each other; (8, 8) by default.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>contrast_limited_adaptive_histogram_equalization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative, there is not one tile, or the value range is none.</exception>
    public ContrastLimitedAdaptiveHistogramEqualization(
        Interval? valueRange = null,
        double clipLimit = 4,
        Size2D? tileGridSize = null,
        string? dataFormat = null,
        string? name = null
    )
        : base(dataFormat, name)
    {
        ValueRange = Interval.OfPixels(valueRange);
        ClipLimit = Arguments.NotNegative(clipLimit, nameof(clipLimit));
        TileGridSize = tileGridSize ?? 8;
        Arguments.Positive(TileGridSize.ToArray(), nameof(tileGridSize));
    }

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    /// <summary>How many times its mean a count may be; 0 for no limit.</summary>
    public double ClipLimit { get; }

    /// <summary>How many tiles stand above and beside each other.</summary>
    public Size2D TileGridSize { get; }

    internal override bool ActsAlways => true;

    internal override void Check(SymbolicTensor images)
    {
        this.KnownChannels(images.Shape, Format.ChannelAxis(4));
        ImageInput.KnownSize(this, Format, images.Shape, "to lay out tiles");
    }

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var x = Format.ToChannelsFirst(ValueRange.To(Interval.Bytes, images).Value);
        var pixels = Histogram.Levels(x, Levels);
        var rows = new TileAxis(x.Shape[2].Value, TileGridSize.Height);
        var columns = new TileAxis(x.Shape[3].Value, TileGridSize.Width);
        var y = Interpolated(Tables(pixels, rows, columns), pixels, rows, columns);
        y = Format.FromChannelsFirst(Op.Cast(y, x.ElementType));
        return Interval.Bytes.To(ValueRange, new SymbolicTensor(y));
    }

    /// <summary>What each tile makes of each level: (batch, tiles × channels × levels).</summary>
    private Value Tables(Value pixels, TileAxis rows, TileAxis columns)
    {
        long channels = pixels.Shape[1].Value;
        double size = rows.Tile * columns.Tile;
        var tiles = Op.Reshape(
            columns.Filled(rows.Filled(pixels, 2), 3),
            [-1, channels, rows.Tiles, rows.Tile, columns.Tiles, columns.Tile]
        );
        // Each tile and channel a row of pixels.
        tiles = Op.Reshape(Op.Transpose(tiles, 0, 2, 4, 1, 3, 5), -1, rows.Tile * columns.Tile);
        var counts = Histogram.Count(tiles, Levels, ElementType.Float32);
        if (ClipLimit > 0)
        {
            var clipped = Op.Min(counts, counts.Like(ClipLimit * size / Levels));
            counts = clipped + Op.ReduceSum(counts - clipped, [1], keepDims: true) * (1.0 / Levels);
        }
        var sums = Op.CumSum(counts, 1);
        var least = Op.Slice(sums, 1, 0, 1);
        var others = size - least;
        var scale = 255 / Op.Where(Op.Equal(others, others.Like(0)), others.Like(1), others);
        var table = (sums - least) * scale;
        table = Op.Clip(table, table.Like(0), table.Like(255));
        return Op.Reshape(table, -1, rows.Tiles * columns.Tiles * channels * Levels);
    }

    /// <summary>Each pixel by the tables of the four tiles around it.</summary>
    private static Value Interpolated(Value tables, Value pixels, TileAxis rows, TileAxis columns)
    {
        var graph = pixels.Graph;
        long channels = pixels.Shape[1].Value;
        var places = pixels + graph.Constant(Steps(channels, Levels, [channels, 1, 1]));
        long row = columns.Tiles * channels * Levels;
        var (above, below) = (places + rows.Before(graph, row, 2), places + rows.Behind(graph, row, 2));
        var (right, down) = (columns.Nearness(graph, 3), rows.Nearness(graph, 2));
        var top = Between(above);
        return top + (Between(below) - top) * down;

        Value Between(Value from)
        {
            var left = At(from + columns.Before(graph, channels * Levels, 3));
            return left + (At(from + columns.Behind(graph, channels * Levels, 3)) - left) * right;
        }

        Value At(Value at) => Op.ReshapeLike(Op.GatherElements(tables, Op.Flatten(at), 1), pixels);
    }

    private static ConstantTensor Steps(long count, long step, long[] dims) =>
        ConstantTensor.Of<long>([.. Enumerable.Range(0, (int)count).Select(i => i * step)], dims);
}
