using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>What a Resize node's scales or sizes make of each axis.</summary>
internal static class ResizeSizes
{
    /// <summary>The shape of the output, as far as it is known.</summary>
    public static Shape Output(Node n)
    {
        Regions(n);
        return new(Array.ConvertAll(Targets(n), t => t.Size));
    }

    /// <summary>The axes that change; null where that depends on numbers that are not known.</summary>
    public static ResizedAxis[]? TryAxes(Node n)
    {
        var x = n.Input(0);
        var targets = Targets(n);
        if (Regions(n) is not { } regions)
            return null;
        var changed = new List<ResizedAxis>();
        for (int i = 0; i < targets.Length; i++)
        {
            var (size, scale) = targets[i];
            var (start, end) = regions[i];
            if (scale == 1 && (start, end) == (0, 1))
                continue;
            if (scale is null || !x.Shape[i].IsKnown || !size.IsKnown)
                return null;
            changed.Add(new ResizedAxis(i, x.Shape[i].Value, size.Value, scale.Value, start, end));
        }
        return [.. changed];
    }

    /// <summary>The axes of which scales, sizes and regions tell, in their order.</summary>
    public static int[] AxesOf(Node n)
    {
        int rank = n.Input(0).Rank;
        return n.Attributes.Ints("axes") is { Length: > 0 } axes
            ? Shapes.Axes(n, axes, rank)
            : Enumerable.Range(0, rank).ToArray();
    }

    /// <summary>An input that is there and not empty: older models give an empty one for one that is absent.</summary>
    public static Value? Given(Node n, int input) =>
        n.Optional(input) is { } value && !(value.Rank == 1 && value.Shape[0] == 0) ? value : null;

    /// <summary>Whether sizes are bounds, within which the picture keeps its proportions.</summary>
    public static bool KeepsAspect(Node n) =>
        Given(n, 3) is not null && n.Attributes.String("keep_aspect_ratio_policy", "stretch") != "stretch";

    private static (Dim Size, double? Scale)[] Targets(Node n)
    {
        var (scales, sizes) = (Given(n, 2), Given(n, 3));
        if (scales is null == sizes is null)
            throw new GraphException(
                $"{n} got {(scales is null ? "neither scales nor sizes" : "both scales and sizes")}; one of them was expected. Give one."
            );
        int[] axes = AxesOf(n);
        var told = (scales ?? sizes)!;
        if (told.Rank != 1 || (told.Shape[0].IsKnown && told.Shape[0].Value != axes.Length))
            throw new GraphException(
                $"{n} got {told.Shape} {(scales is null ? "sizes" : "scales")} for {axes.Length} axes of {n.Input(0).Shape}; give one for each."
            );
        var targets = n.Input(0).Shape.ToArray(d => (d, (double?)1));
        if (scales is not null)
            ByScales(n, scales, axes, targets);
        else
            BySizes(n, axes, targets);
        return targets;
    }

    private static void ByScales(Node n, Value scales, int[] axes, (Dim Size, double? Scale)[] targets)
    {
        double[]? numbers = scales.Constant?.ToDoubles();
        for (int i = 0; i < axes.Length; i++)
        {
            ref var target = ref targets[axes[i]];
            if (numbers?[i] <= 0)
                throw new GraphException($"{n} got a scale of {numbers[i]}; scales must be above 0. Give another.");
            if (numbers?[i] != 1)
                // In single precision, as runtimes have it.
                target.Size =
                    numbers is not null && target.Size.IsKnown
                        ? (long)MathF.Floor((float)numbers[i] * target.Size.Value)
                        : Dim.Unknown;
            target.Scale = numbers?[i];
        }
    }

    private static void BySizes(Node n, int[] axes, (Dim Size, double? Scale)[] targets)
    {
        string policy = n.Attributes.String("keep_aspect_ratio_policy", "stretch");
        if (policy is not ("stretch" or "not_larger" or "not_smaller"))
            throw new GraphException(
                $"{n} got keep_aspect_ratio_policy '{policy}'; 'stretch', 'not_larger' or 'not_smaller' was expected. Change it."
            );
        var sizes = Shapes.Elements(n, 3);
        for (int i = 0; i < axes.Length; i++)
        {
            ref var target = ref targets[axes[i]];
            var (from, to) = (target.Size, sizes[i].ToDim());
            target =
                from == to ? (to, 1)
                : from.IsKnown && to.IsKnown && from.Value > 0 ? (to, (double)to.Value / from.Value)
                : (to, null);
        }
        if (policy == "stretch")
            return;
        var ratios = axes.Select(a => targets[a].Scale).ToArray();
        float? common =
            ratios.Contains(null) ? null
            : policy == "not_larger" ? (float)ratios.Min()!.Value
            : (float)ratios.Max()!.Value;
        var before = n.Input(0).Shape;
        foreach (int axis in axes)
            targets[axis] =
                common is { } ratio && before[axis].IsKnown
                    ? ((long)MathF.Round(ratio * before[axis].Value, MidpointRounding.AwayFromZero), ratio)
                    : (Dim.Unknown, null);
    }

    /// <summary>The region that is taken of each axis; null where it is computed. One that does not fit is refused.</summary>
    private static (double Start, double End)[]? Regions(Node n)
    {
        var regions = new (double, double)[n.Input(0).Rank];
        Array.Fill(regions, (0, 1));
        if (n.Attributes.String("coordinate_transformation_mode") != "tf_crop_and_resize" || Given(n, 1) is not { } roi)
            return regions;
        int[] axes = AxesOf(n);
        if (roi.Rank != 1 || (roi.Shape[0].IsKnown && roi.Shape[0].Value != 2 * axes.Length))
            throw new GraphException(
                $"{n} got a region {roi.Shape} for {axes.Length} axes; give a start for each, then an end for each."
            );
        if (roi.Constant?.ToDoubles() is not { } numbers)
            return null;
        for (int i = 0; i < axes.Length; i++)
            regions[axes[i]] = (numbers[i], numbers[i + axes.Length]);
        return regions;
    }
}
