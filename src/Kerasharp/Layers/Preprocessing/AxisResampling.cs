using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Images made larger or smaller as Keras's <c>ops.image.resize</c> does it: places are pixels' centres, what lies outside of the image
/// counts for nothing, and against aliases the curve is stretched over all that one pixel stands for.
/// </summary>
internal static class AxisResampling
{
    /// <summary>Keras's names of the ways.</summary>
    public static string[] Interpolations { get; } = ["bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"];

    /// <summary>Images of another height and width.</summary>
    /// <param name="layer">Who asks, for messages.</param>
    /// <param name="images">The images.</param>
    /// <param name="format">Where their channels stand.</param>
    /// <param name="height">The new height.</param>
    /// <param name="width">The new width.</param>
    /// <param name="interpolation">One of <see cref="Interpolations"/>.</param>
    /// <param name="antialias">Whether what is made smaller takes in all pixels.</param>
    public static Value Resize(
        Layer layer,
        Value images,
        DataFormat format,
        long height,
        long width,
        string interpolation,
        bool antialias = false
    )
    {
        var (h, w) = (images.Shape[format.SpatialAxis(0)], images.Shape[format.SpatialAxis(1)]);
        if (h == height && w == width)
            return images;
        bool known = h.IsKnown && w.IsKnown;
        if (interpolation == "nearest" && known)
            return Nearest(Nearest(images, format.SpatialAxis(0), height), format.SpatialAxis(1), width);
        antialias &= interpolation != "nearest" && !(known && h.Value <= height && w.Value <= width);
        // Runtimes move transpositions through a Resize, and then do not know the cubic one any more.
        bool matrices = antialias || interpolation[0] == 'l' || (known && interpolation == "bicubic");
        var x = format.ToChannelsFirst(images);
        return format.FromChannelsFirst(
            matrices ? ByMatrices(layer, x, height, width, interpolation, antialias)
            : known ? ByScales(x, height, width)
            : Op.Resize(
                x,
                sizes: [height, width],
                axes: [2, 3],
                mode: Mode(interpolation),
                rounding: "round_prefer_ceil",
                cubicA: -0.5,
                excludeOutside: interpolation == "bicubic"
            )
        );
    }

    /// <summary>The matrix, row after row, from an axis to the resized one: a row of weights for each place after.</summary>
    /// <param name="from">The size before.</param>
    /// <param name="to">The size after.</param>
    /// <param name="interpolation">bilinear, bicubic, lanczos3 or lanczos5.</param>
    /// <param name="antialias">Whether the curve is stretched where the axis gets smaller.</param>
    public static double[] Matrix(long from, long to, string interpolation, bool antialias)
    {
        var matrix = new double[to * from];
        double step = (double)from / to;
        double stretch = antialias ? Math.Max(step, 1) : 1;
        for (long row = 0; row < to; row++)
        {
            var weights = matrix.AsSpan((int)(row * from), (int)from);
            double at = (row + 0.5) * step - 0.5;
            double sum = 0;
            for (int place = 0; place < from; place++)
                sum += weights[place] = Curve(Math.Abs(at - place) / stretch, interpolation);
            for (int place = 0; place < from; place++)
                weights[place] = Math.Abs(sum) > 1e-10 ? weights[place] / sum : 0;
        }
        return matrix;
    }

    /// <summary>The pixels that lie nearest, by their places: a quotient in single precision may come to lie on another pixel.</summary>
    private static Value Nearest(Value images, int axis, long to)
    {
        long from = images.Shape[axis].Value;
        if (from == to)
            return images;
        long[] places = [.. Enumerable.Range(0, checked((int)to)).Select(i => (2L * i + 1) * from / (2 * to))];
        return Op.Gather(images, images.Graph.Ints(places), axis);
    }

    /// <summary>One Resize, bilinear. Its scales are constants, however many examples there are; sizes would not be.</summary>
    private static Value ByScales(Value x, long height, long width) =>
        Op.Resize(x, [1, 1, Scale(x.Shape[2].Value, height), Scale(x.Shape[3].Value, width)], mode: "linear");

    /// <summary>The ratio of sizes in single precision, not so small that its product with the size is rounded down.</summary>
    private static double Scale(long from, long to)
    {
        float scale = (float)((double)to / from);
        return (double)scale * from < to ? MathF.BitIncrement(scale) : scale;
    }

    private static string Mode(string interpolation) =>
        interpolation switch
        {
            "nearest" => "nearest",
            "bicubic" => "cubic",
            _ => "linear",
        };

    private static Value ByMatrices(
        Layer layer,
        Value images,
        long height,
        long width,
        string interpolation,
        bool antialias
    )
    {
        if (!images.Shape[2].IsKnown || !images.Shape[3].IsKnown)
            throw layer.Misfit(
                images.Shape,
                $"a known height and width were expected for '{interpolation}'{(antialias ? " with antialias" : "")}",
                "Give the numbers to Input, or use 'bilinear', 'nearest' or 'bicubic' without antialias."
            );
        var (h, w) = (images.Shape[2].Value, images.Shape[3].Value);
        if (h != height)
            images = Op.MatMul(Constant(Matrix(h, height, interpolation, antialias), height, h), images);
        if (w == width)
            return images;
        var rows = Matrix(w, width, interpolation, antialias);
        var columns = new double[rows.Length];
        for (long to = 0; to < width; to++)
        for (long from = 0; from < w; from++)
            columns[from * width + to] = rows[to * w + from];
        return Op.MatMul(images, Constant(columns, w, width));

        Value Constant(double[] matrix, long rows, long columns) =>
            images.Graph.Constant(ConstantTensor.From(matrix, images.ElementType, [rows, columns]));
    }

    /// <summary>The weight of a pixel so far away: a triangle, Keys's cubic curve, or Lanczos's.</summary>
    private static double Curve(double x, string interpolation) =>
        interpolation switch
        {
            "bilinear" => Math.Max(0, 1 - x),
            "bicubic" => x < 1 ? (1.5 * x - 2.5) * x * x + 1
            : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2
            : 0,
            "lanczos3" => Lanczos(x, 3),
            _ => Lanczos(x, 5),
        };

    private static double Lanczos(double x, double radius) =>
        x > radius ? 0
        : x <= 1e-3 ? 1
        : radius * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / radius) / (Math.PI * Math.PI * x * x);
}
