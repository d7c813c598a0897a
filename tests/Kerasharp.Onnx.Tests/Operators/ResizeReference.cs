namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>
/// Resize in plain float64 loops, as ONNX's reference implementation goes about it: each place after is found by itself, from the
/// places nearest to it in the picture with its edge repeated, one axis within the other.
/// </summary>
internal sealed record ResizeReference
{
    public required string Mode { get; init; }

    public required string Coordinates { get; init; }

    public string Rounding { get; init; } = "round_prefer_floor";

    public double A { get; init; } = -0.75;

    public bool Antialias { get; init; }

    public bool ExcludeOutside { get; init; }

    public double Extrapolation { get; init; }

    /// <summary>The sizes before and after, the scales, and the region's start and end, for every axis.</summary>
    public required (long From, long To, double Scale, double Start, double End)[] Axes { get; init; }

    /// <summary>
    /// Whether a place lies so near to where another element, or none, would be taken, that the last digit of a scale decides. Where
    /// scales are multiples of a quarter it does not.
    /// </summary>
    public bool IsUncertain
    {
        get
        {
            foreach (var axis in Axes.Where(a => !IsSame(a)))
                for (long to = 0; to < axis.To; to++)
                {
                    double at = Place(axis, to);
                    bool edge = Coordinates == "tf_crop_and_resize" && (Near(at, 0) || Near(at, axis.From - 1));
                    double jump = Rounding.StartsWith("round", StringComparison.Ordinal) ? at + 0.5 : at;
                    bool turn = Mode == "nearest" && Near(jump, Math.Round(jump)) && axis.Scale * 4 % 1 != 0;
                    if (edge || turn)
                        return true;
                }
            return false;

            static bool Near(double a, double b) => Math.Abs(a - b) < 1e-3;
        }
    }

    public double[] Run(double[] x)
    {
        var y = new double[Axes.Aggregate(1L, (product, a) => product * a.To)];
        var place = new long[Axes.Length];
        for (int i = 0; i < y.Length; i++)
        {
            long rest = i;
            for (int axis = Axes.Length - 1; axis >= 0; axis--)
                (rest, place[axis]) = Math.DivRem(rest, Axes[axis].To);
            y[i] = Interpolate(x, 0, x.Length, 0, place);
        }
        return y;
    }

    private double Interpolate(double[] x, int start, int count, int axis, long[] place)
    {
        if (axis == Axes.Length)
            return x[start];
        var (from, _, _, _, _) = Axes[axis];
        int each = count / (int)from;
        if (IsSame(Axes[axis]))
            return Interpolate(x, start + (int)place[axis] * each, each, axis + 1, place);
        double at = Place(Axes[axis], place[axis]);
        if (Coordinates == "tf_crop_and_resize" && (at < 0 || at > from - 1))
            return Extrapolation;
        return Interpolate(
            i => Interpolate(x, start + i * each, each, axis + 1, place),
            (int)from,
            at,
            Axes[axis].Scale
        );
    }

    private double Interpolate(Func<int, double> row, int length, double at, double scale)
    {
        double floor = Math.Floor(at);
        double ratio = at == floor ? 1 : at - floor;
        double[] coefficients =
            Mode == "nearest" ? NearestCoefficients(ratio)
            : Antialias ? AntialiasCoefficients(ratio, Math.Min(scale, 1))
            : Mode == "linear" ? [1 - ratio, ratio]
            : CubicCoefficients(ratio);
        int count = coefficients.Length;
        int border = (count + 1) / 2;
        int[] nearest = Enumerable
            .Range(-border, length + 2 * border)
            .OrderBy(i => Math.Abs(at - i))
            .ThenBy(i => i)
            .Take(count)
            .Order()
            .ToArray();
        if (ExcludeOutside)
            for (int i = 0; i < count; i++)
                if (nearest[i] < 0 || nearest[i] >= length)
                    coefficients[i] = 0;
        double sum = ExcludeOutside ? coefficients.Sum() : 1;
        return nearest.Select((i, k) => row(Math.Clamp(i, 0, length - 1)) * coefficients[k] / sum).Sum();
    }

    private double[] NearestCoefficients(double ratio)
    {
        bool second =
            ratio == 1
            || Rounding switch
            {
                "floor" => false,
                "ceil" => true,
                "round_prefer_ceil" => ratio >= 0.5,
                _ => ratio > 0.5,
            };
        return second ? [0, 1] : [1, 0];
    }

    private double[] CubicCoefficients(double ratio)
    {
        return [Far(ratio + 1), Near(ratio), Near(1 - ratio), Far(2 - ratio)];

        double Near(double r) => ((A + 2) * r - (A + 3)) * r * r + 1;

        double Far(double r) => ((A * r - 5 * A) * r + 8 * A) * r - 4 * A;
    }

    private double[] AntialiasCoefficients(double ratio, double scale)
    {
        int reach = Mode == "linear" ? 1 : 2;
        int first = (int)Math.Floor(-reach / scale) + 1;
        double[] weights = Enumerable
            .Range(first, 2 - 2 * first)
            .Select(i => Math.Abs(i - ratio) * scale)
            .Select(r =>
                Mode == "linear" ? Math.Max(0, 1 - r)
                : r <= 1 ? (A + 2) * r * r * r - (A + 3) * r * r + 1
                : r < 2 ? A * r * r * r - 5 * A * r * r + 8 * A * r - 4 * A
                : 0
            )
            .ToArray();
        double sum = weights.Sum();
        return Array.ConvertAll(weights, w => w / sum);
    }

    private double Place((long From, long To, double Scale, double Start, double End) axis, double to)
    {
        var (from, size, scale, start, end) = axis;
        // What the scale gives; a whole number but for the scale's last digit counts as whole.
        double length = Math.Abs(scale * from - size) < 1e-5 ? size : scale * from;
        return Coordinates switch
        {
            "half_pixel" => (to + 0.5) / scale - 0.5,
            "half_pixel_symmetric" => from / 2.0 * (1 - size / length) + (to + 0.5) / scale - 0.5,
            "pytorch_half_pixel" => size > 1 ? (to + 0.5) / scale - 0.5 : 0,
            "align_corners" => length == 1 ? 0 : to * (from - 1) / (length - 1),
            "asymmetric" => to / scale,
            "tf_half_pixel_for_nn" => (to + 0.5) / scale,
            "tf_crop_and_resize" => length == 1
                ? 0.5 * (start + end) * (from - 1)
                : start * (from - 1) + to * (end - start) * (from - 1) / (length - 1),
            _ => throw new ArgumentException(Coordinates),
        };
    }

    private static bool IsSame((long From, long To, double Scale, double Start, double End) axis) =>
        axis.Scale == 1 && (axis.Start, axis.End) == (0, 1);
}
