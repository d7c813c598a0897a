using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// How the pixels between pixels are found, by Keras's names. Centres of pixels lie at halves; what lies outside of the image does not
/// count, and the weights of the rest have the sum 1.
/// </summary>
internal static class ImageInterpolation
{
    /// <summary>The names that are known.</summary>
    public static string[] Names { get; } = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"];

    /// <summary>The name in lower case.</summary>
    /// <exception cref="ArgumentException">It is not known.</exception>
    public static string Known(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string lower = name.ToLowerInvariant();
        return Names.Contains(lower) ? lower : throw Unknown.Name("interpolation", name, Names);
    }

    /// <summary>Whether sizes must be known beforehand.</summary>
    public static bool NeedsSizes(string name) => name.StartsWith("lanczos", StringComparison.Ordinal);

    /// <summary>A value whose channels are the second axis, made larger by a factor along each axis behind it.</summary>
    public static Value Enlarge(Value x, string name, long[] factors)
    {
        double[] scales = [1, 1, .. factors];
        return name switch
        {
            "nearest" => Op.Resize(x, scales),
            "bilinear" => Op.Resize(x, scales, mode: "linear"),
            "bicubic" => Op.Resize(x, scales, mode: "cubic", cubicA: -0.5, excludeOutside: true),
            _ => Lanczos(x, name[^1] - '0', factors),
        };
    }

    private static Value Lanczos(Value x, int radius, long[] factors)
    {
        for (int i = 0; i < factors.Length; i++)
        {
            if (factors[i] == 1)
                continue;
            long from = x.Shape[i + 2].Value;
            var axis = new ResizedAxis(i + 2, from, from * factors[i], factors[i], 0, 1);
            x = ResizeForms.Along(x, axis, LanczosMatrix(radius, axis));
        }
        return x;
    }

    /// <summary>Lanczos's windowed sine at the distance of each place from each place after, a row for each of these.</summary>
    private static double[] LanczosMatrix(int radius, ResizedAxis axis)
    {
        var matrix = new double[axis.To * axis.From];
        for (long to = 0; to < axis.To; to++)
        {
            var row = matrix.AsSpan((int)(to * axis.From), (int)axis.From);
            double at = (to + 0.5) / axis.Scale - 0.5;
            double sum = 0;
            for (int place = 0; place < row.Length; place++)
                sum += row[place] = Curve(Math.Abs(at - place));
            foreach (ref double weight in row)
                weight /= sum;
        }
        return matrix;

        double Curve(double distance) =>
            distance > radius ? 0
            : distance == 0 ? 1
            : radius
                * Math.Sin(Math.PI * distance)
                * Math.Sin(Math.PI * distance / radius)
                / (Math.PI * Math.PI * distance * distance);
    }
}
