using System.Numerics;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// The numbers behind Resize: for each place of a resized axis the places before it and their weights, as ONNX's specification has
/// them. Resizing multiplies each axis by such a matrix, and nothing else.
/// </summary>
internal sealed class Interpolation
{
    private readonly string _rounding;
    private readonly double _a;
    private readonly bool _antialias;
    private readonly bool _excludeOutside;

    /// <summary>Reads a Resize node's attributes, and refuses names that ONNX does not have.</summary>
    public Interpolation(Node n)
    {
        var attributes = n.Attributes;
        Mode = OneOf(n, "mode", "nearest", ["linear", "cubic"]);
        _rounding = OneOf(n, "nearest_mode", "round_prefer_floor", ["round_prefer_ceil", "floor", "ceil"]);
        Coordinates = OneOf(
            n,
            "coordinate_transformation_mode",
            "half_pixel",
            [
                "half_pixel_symmetric",
                "pytorch_half_pixel",
                "align_corners",
                "asymmetric",
                "tf_half_pixel_for_nn",
                "tf_crop_and_resize",
            ]
        );
        _a = attributes.Float("cubic_coeff_a", -0.75f);
        _antialias = attributes.Int("antialias") != 0;
        _excludeOutside = attributes.Int("exclude_outside") != 0;
        if (_antialias && IsNearest)
            throw new GraphException(
                $"{n} got antialias in mode 'nearest'; only 'linear' and 'cubic' have it. Change the mode, or take antialias away."
            );
    }

    /// <summary>nearest, linear or cubic.</summary>
    public string Mode { get; }

    /// <summary>How places after resizing become places before it.</summary>
    public string Coordinates { get; }

    /// <summary>Whether each place takes one element as it is.</summary>
    public bool IsNearest => Mode == "nearest";

    /// <summary>Whether a region is taken, beyond whose axis there is one fixed number.</summary>
    public bool IsCrop => Coordinates == "tf_crop_and_resize";

    /// <summary>The places that a place of the resized axis is a weighted mean of; none where it lies outside and gets the fixed number.</summary>
    public List<(long Place, double Weight)> Taps(ResizedAxis axis, long to)
    {
        var taps = new List<(long, double)>();
        // In single precision, as devices compute it: here a rounding decides which element it is, or whether there is one.
        float single = At<float>(axis, to);
        if (IsCrop && (single < 0 || single > axis.From - 1))
            return taps;
        if (IsNearest)
        {
            taps.Add((Math.Clamp(Nearest(single), 0, axis.From - 1), 1));
            return taps;
        }
        double at = At<double>(axis, to);
        // Against aliases the curve is stretched until it reaches over all that one place after stands for.
        double squeeze = _antialias ? Math.Min(axis.Scale, 1) : 1;
        double reach = (Mode == "cubic" ? 2 : 1) / squeeze;
        double sum = 0;
        for (long place = (long)Math.Ceiling(at - reach); place <= at + reach; place++)
        {
            if (_excludeOutside && (place < 0 || place >= axis.From))
                continue;
            double weight = Curve(Math.Abs(place - at) * squeeze);
            sum += weight;
            taps.Add((Math.Clamp(place, 0, axis.From - 1), weight));
        }
        return taps.ConvertAll(tap => (tap.Item1, sum == 0 ? 0 : tap.Item2 / sum));
    }

    /// <summary>The matrix from an axis to the resized one, row after row: a row for each place after.</summary>
    public double[] Matrix(ResizedAxis axis)
    {
        var matrix = new double[axis.To * axis.From];
        for (long to = 0; to < axis.To; to++)
            foreach (var (place, weight) in Taps(axis, to))
                matrix[to * axis.From + place] += weight;
        return matrix;
    }

    /// <summary>How often each element stands in succession, where resizing repeats all equally often and does nothing else; else null.</summary>
    public long? Repeats(ResizedAxis axis)
    {
        if (!IsNearest || axis.From == 0 || axis.To % axis.From != 0)
            return null;
        long times = axis.To / axis.From;
        for (long to = 0; to < axis.To; to++)
            if (Taps(axis, to) is not [{ } tap] || tap.Place != to / times)
                return null;
        return times;
    }

    private T At<T>(ResizedAxis axis, long place)
        where T : IFloatingPointIeee754<T>
    {
        T half = T.CreateChecked(0.5);
        T to = T.CreateChecked(place);
        T from = T.CreateChecked(axis.From);
        T length = T.CreateChecked(axis.Length);
        T scale = T.CreateChecked(axis.Scale);
        T start = T.CreateChecked(axis.Start);
        T end = T.CreateChecked(axis.End);
        return Coordinates switch
        {
            "half_pixel_symmetric" => from / T.CreateChecked(2) * (T.One - T.CreateChecked(axis.To) / length)
                + (to + half) / scale
                - half,
            "pytorch_half_pixel" when axis.To <= 1 => T.Zero,
            "align_corners" => length == T.One ? T.Zero : to * (from - T.One) / (length - T.One),
            "asymmetric" => to / scale,
            "tf_half_pixel_for_nn" => (to + half) / scale,
            "tf_crop_and_resize" => length == T.One
                ? half * (start + end) * (from - T.One)
                : start * (from - T.One) + to * (end - start) * (from - T.One) / (length - T.One),
            _ => (to + half) / scale - half,
        };
    }

    private long Nearest(double at) =>
        (long)(
            _rounding switch
            {
                "floor" => Math.Floor(at),
                "ceil" => Math.Ceiling(at),
                "round_prefer_ceil" => Math.Floor(at + 0.5),
                _ => Math.Ceiling(at - 0.5),
            }
        );

    /// <summary>The weight of a place so far away: a triangle, or Keys's cubic curve.</summary>
    private double Curve(double distance)
    {
        if (Mode == "linear")
            return Math.Max(0, 1 - distance);
        return distance <= 1 ? ((_a + 2) * distance - (_a + 3)) * distance * distance + 1
            : distance < 2 ? ((_a * distance - 5 * _a) * distance + 8 * _a) * distance - 4 * _a
            : 0;
    }

    private static string OneOf(Node n, string attribute, string usual, string[] others)
    {
        string came = n.Attributes.String(attribute, usual);
        return came == usual || others.Contains(came)
            ? came
            : throw new GraphException(
                $"{n} got {attribute} '{came}'; one of '{usual}', '{string.Join("', '", others)}' was expected. Change it."
            );
    }
}
