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

    /// <summary>Images (batch, channels, height, width) of another height and width.</summary>
    /// <param name="layer">Who asks, for messages.</param>
    /// <param name="images">The images.</param>
    /// <param name="height">The new height.</param>
    /// <param name="width">The new width.</param>
    /// <param name="interpolation">One of <see cref="Interpolations"/>.</param>
    /// <param name="antialias">Whether what is made smaller takes in all pixels.</param>
    public static Value Resize(
        Layer layer,
        Value images,
        long height,
        long width,
        string interpolation,
        bool antialias = false
    )
    {
        var axes = new List<long>();
        var sizes = new List<long>();
        foreach (var (axis, size) in (ReadOnlySpan<(int, long)>)[(2, height), (3, width)])
        {
            if (images.Shape[axis] == size)
                continue;
            axes.Add(axis);
            sizes.Add(size);
        }
        if (axes.Count == 0)
            return images;
        bool shrinks = axes.Where((a, i) => !images.Shape[(int)a].IsKnown || images.Shape[(int)a].Value > sizes[i])
            .Any();
        antialias &= shrinks && interpolation != "nearest";
        if (interpolation[0] == 'l' || antialias)
            return ByMatrices(layer, images, height, width, interpolation, antialias);
        string mode = interpolation switch
        {
            "nearest" => "nearest",
            "bicubic" => "cubic",
            _ => "linear",
        };
        return Op.Resize(
            images,
            sizes: [.. sizes],
            axes: [.. axes],
            mode: mode,
            rounding: "round_prefer_ceil",
            cubicA: -0.5,
            excludeOutside: mode == "cubic"
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
