using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>A Resize drawn at random: how it is built, and the same in plain loops.</summary>
internal sealed class ResizeDraw
{
    private readonly long[]? _axes;
    private readonly double[]? _scales;
    private readonly long[]? _sizes;
    private readonly double[]? _region;
    private readonly string _aspect = "stretch";

    private ResizeDraw(Draw d, string mode, string? coordinates, bool antialias, bool bounded)
    {
        // Axes that runtimes resize: the last two, or three; any for nearest.
        int rank = mode == "cubic" ? d.Of(2, 4) : d.Of(2, 3, 4, 5);
        int resized =
            mode == "nearest" ? d.Int(1, Math.Min(rank, 3))
            : rank % 2 == 0 ? 2
            : 3;
        int first = rank - resized;
        Dims = new long[rank];
        for (int i = 0; i < rank; i++)
            Dims[i] = i < first ? d.Int(1, 2) : d.Int(1, resized > 2 ? 3 : 5);
        int[] axes = d.Some(rank - first, rank - first).Select(i => i + first).ToArray();
        if (d.Chance())
            _axes = Array.ConvertAll(axes, a => d.Chance() ? a - (long)rank : a);
        else
            axes = Enumerable.Range(0, rank).ToArray();
        coordinates ??= d.Of("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric");
        bool crop = coordinates == "tf_crop_and_resize";
        var all = Dims.Select(n => (From: n, To: n, Scale: 1.0, Start: 0.0, End: 1.0)).ToArray();
        bool bySizes = bounded || crop || d.Chance();
        foreach (int axis in axes.Where(a => a >= first))
        {
            ref var it = ref all[axis];
            it.To = bySizes ? d.Int(1, resized > 2 ? 4 : 7) : 0;
            it.Scale = bySizes ? (double)it.To / it.From : d.Int(1, resized > 2 ? 6 : 10) / 4.0;
            if (bySizes)
                continue;
            it.To = (long)(it.Scale * it.From);
            // An axis without places, or of unchanged size by a scale that is not 1, runtimes see differently.
            if (it.To == 0 || (it.To == it.From && it.Scale != 1))
                (it.To, it.Scale) = (2 * it.From, 2);
            // Runtimes round what the corners are put on.
            if (coordinates == "align_corners" && it.Scale * it.From != it.To)
                (it.To, it.Scale) = (3 * it.From, 3);
        }
        if (bySizes)
            _sizes = Array.ConvertAll(axes, a => all[a].To);
        else
            _scales = Array.ConvertAll(axes, a => all[a].Scale);
        if (bounded)
        {
            _aspect = d.Of("not_larger", "not_smaller");
            var ratios = axes.Select(a => (float)all[a].Scale);
            double ratio = _aspect == "not_larger" ? ratios.Min() : ratios.Max();
            foreach (int axis in axes)
                (all[axis].To, all[axis].Scale) = ((long)Math.Floor((float)ratio * all[axis].From + 0.5f), ratio);
        }
        if (crop)
        {
            foreach (int axis in axes)
                if (all[axis].Scale != 1)
                    (all[axis].Start, all[axis].End) = (d.Int(-2, 4) / 8.0, d.Int(5, 10) / 8.0);
            _region = [.. axes.Select(a => all[a].Start), .. axes.Select(a => all[a].End)];
        }
        Reference = new ResizeReference
        {
            Mode = mode,
            Coordinates = coordinates,
            Rounding = d.Of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"),
            A = d.Chance() ? -0.75 : -0.5,
            Antialias = antialias,
            ExcludeOutside = (mode == "cubic" || antialias) && d.Chance(),
            Extrapolation = crop ? d.Int(-2, 2) : 0,
            Axes = all,
        };
    }

    public long[] Dims { get; }

    public ResizeReference Reference { get; }

    public long[] Output => Array.ConvertAll(Reference.Axes, a => a.To);

    /// <summary>One whose output is there, and does not hang on a scale's last digit.</summary>
    public static ResizeDraw Of(
        Draw d,
        string mode,
        string? coordinates = null,
        bool antialias = false,
        bool bounded = false
    )
    {
        while (true)
        {
            var draw = new ResizeDraw(d, mode, coordinates, antialias, bounded);
            if (
                !draw.Reference.IsUncertain
                && draw.Output.All(size => size > 0)
                && !draw.Output.SequenceEqual(draw.Dims)
            )
                return draw;
        }
    }

    public Value Build(Value x) =>
        Op.Resize(
            x,
            _scales,
            _sizes,
            _axes,
            Reference.Mode,
            Reference.Coordinates,
            Reference.Rounding,
            Reference.A,
            Reference.Antialias,
            Reference.ExcludeOutside,
            _aspect,
            _region,
            Reference.Extrapolation
        );
}
