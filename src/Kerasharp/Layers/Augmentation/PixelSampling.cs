using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Images read at computed places: how it is interpolated, and what lies outside.</summary>
internal sealed class PixelSampling
{
    private readonly string _interpolation;
    private readonly string _fillMode;
    private readonly double _fillValue;

    /// <summary>A way to read images.</summary>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="fillMode">constant, nearest, reflect, mirror or wrap.</param>
    /// <param name="fillValue">What lies outside with constant.</param>
    public PixelSampling(string interpolation, string fillMode, double fillValue)
    {
        _interpolation = interpolation;
        _fillMode = fillMode;
        _fillValue = fillValue;
    }

    /// <summary>Images whose rows and columns lie elsewhere, all pixels of a row at one height: one axis after the other.</summary>
    /// <param name="images">A batch of images, height and width known.</param>
    /// <param name="format">Where their channels stand.</param>
    /// <param name="ys">Where each row of the result is read, (batch, height, 1); null where rows stay.</param>
    /// <param name="xs">Where each column is read, (batch, width, 1); null where columns stay.</param>
    public Value ReadAxes(Value images, DataFormat format, Value? ys, Value? xs) =>
        Filled(
            images,
            format,
            x =>
            {
                if (ys is not null)
                    x = ReadRows(x, ys);
                return xs is null ? x : Op.Transpose(ReadRows(Op.Transpose(x, 0, 2, 1, 3), xs), 0, 2, 1, 3);
            }
        );

    /// <summary>Images of which each pixel lies elsewhere.</summary>
    /// <param name="images">A batch of images, height and width known.</param>
    /// <param name="format">Where their channels stand.</param>
    /// <param name="ys">At which height each pixel of the result is read, (batch, height, width).</param>
    /// <param name="xs">At which place in that height.</param>
    public Value Read(Value images, DataFormat format, Value ys, Value xs) =>
        Filled(
            images,
            format,
            x =>
            {
                var (height, width) = (x.Shape[1].Value, x.Shape[2].Value);
                // Of one channel pixels are single numbers, which runtimes take faster one by one than as rows.
                bool single = x.Shape[3].IsOne;
                var pixels = single ? Op.Reshape(x, 0, height * width) : Op.Reshape(x, 0, height * width, Rest(x));
                // Single precision counts to 2^24.
                var type = height * width > 1 << 24 ? ElementType.Float64 : ElementType.Float32;
                var columns = Taps(xs, width);
                Value? sum = null;
                foreach (var row in Taps(ys, height))
                {
                    var first = Op.Cast(row.Index, type) * width;
                    foreach (var column in columns)
                        sum = Sum(
                            sum,
                            Take(
                                pixels,
                                Flat(first + Op.Cast(column.Index, type), single),
                                Flat(Both(row.Weight, column.Weight, Op.Mul), single),
                                Flat(Both(row.Inside, column.Inside, Op.And), single)
                            )
                        );
                }
                return Op.Reshape(sum!, 0, height, width, Rest(x));
            }
        );

    /// <summary>Images (batch, height, width, channels) whose rows are read at other heights.</summary>
    private Value ReadRows(Value x, Value ys)
    {
        var (height, width) = (x.Shape[1].Value, x.Shape[2].Value);
        var rows = Op.Reshape(x, 0, height, x.Shape[3].IsKnown ? x.Shape[3].Value * width : -1);
        Value? sum = null;
        foreach (var tap in Taps(ys, height))
            sum = Sum(sum, Take(rows, tap.Index, tap.Weight, tap.Inside));
        return Op.Reshape(sum!, 0, height, width, Rest(x));
    }

    /// <summary>For each place of (batch, places, 1) what lies there in (batch, sources, values), by its weight; or all without a last axis.</summary>
    private Value Take(Value sources, Value index, Value? weight, Value? inside)
    {
        index = Op.Cast(index, ElementType.Int64);
        var taken = sources.Rank == 2 ? Op.GatherElements(sources, index, 1) : Op.GatherND(sources, index, 1);
        if (weight is null)
            return inside is null ? taken : Op.Where(inside, taken, taken.Like(_fillValue));
        // Weights are few, or as many as pixels, but never more than values.
        if (inside is not null)
            weight *= Op.Cast(inside, weight.ElementType);
        return taken * Op.Cast(weight, taken.ElementType);
    }

    /// <summary>
    /// Lets what is outside count for nothing where it is to be a number: weights add up to 1, so all is computed as its difference from
    /// that number.
    /// </summary>
    private Value Filled(Value images, DataFormat format, Func<Value, Value> read)
    {
        var x = format.ChannelsFirst ? Op.Transpose(images, 0, 2, 3, 1) : images;
        bool differs = _fillMode == "constant" && _interpolation == "bilinear" && _fillValue != 0;
        x = differs ? read(x - _fillValue) + _fillValue : read(x);
        return format.ChannelsFirst ? Op.Transpose(x, 0, 3, 1, 2) : x;
    }

    private PixelTaps[] Taps(Value places, long size) => PixelTaps.At(places, size, _interpolation, _fillMode);

    private static Value Sum(Value? sum, Value more) => sum is null ? more : sum + more;

    private static Value? Both(Value? a, Value? b, Func<Value, Value, Value> combine) =>
        a is null || b is null ? a ?? b : combine(a, b);

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(places))]
    private static Value? Flat(Value? places, bool single)
    {
        if (places is null)
            return null;
        long count = places.Shape[1].Value * places.Shape[2].Value;
        return single ? Op.Reshape(places, 0, count) : Op.Reshape(places, 0, count, 1);
    }

    /// <summary>The number of channels for a Reshape that finds it out where it is not known.</summary>
    private static long Rest(Value x) => x.Shape[3].IsKnown ? x.Shape[3].Value : -1;
}
