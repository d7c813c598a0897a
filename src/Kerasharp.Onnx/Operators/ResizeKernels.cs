using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Which forms of Resize runtimes compute, and compute as ONNX's specification has them.</summary>
internal static class ResizeKernels
{
    /// <summary>Whether a node can be left as it is, in an opset that has its attributes.</summary>
    public static bool Take(Node n, ResizedAxis[] axes)
    {
        var rule = new Interpolation(n);
        var x = n.Input(0);
        return HasType(x.ElementType, rule)
            && HasAxes(rule, x.Rank, axes)
            && !(
                rule.Mode == "linear" && n.Attributes.Int("exclude_outside") != 0 && n.Attributes.Int("antialias") == 0
            )
            && !(rule.IsNearest && n.Attributes.Int("exclude_outside") != 0)
            // Where no size changes, runtimes copy, even if places do not stay where they are.
            && (axes.Length == 0 || axes.Any(a => a.From != a.To))
            && (rule.Coordinates is not ("align_corners" or "tf_crop_and_resize") || axes.All(a => a.IsWhole))
            // A region of an axis whose size does not change is overlooked, and of an antialiased one misread.
            && !(rule.IsCrop && (n.Attributes.Int("antialias") != 0 || axes.Any(a => a.Scale == 1)));
    }

    private static bool HasType(ElementType type, Interpolation rule) =>
        type is ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16
        || (rule.Mode != "cubic" && type is ElementType.UInt8 or ElementType.Int8 or ElementType.Int32);

    /// <summary>Pictures and volumes that lie last, with at most two axes before them.</summary>
    private static bool HasAxes(Interpolation rule, int rank, ResizedAxis[] axes)
    {
        if (rule.IsNearest)
            return rank > 0;
        int spatial = rank > 3 || rule.Mode == "cubic" && rank > 2 ? rank - 2 : rank;
        return spatial is 2 or 3 && (rule.Mode == "linear" || spatial == 2) && axes.All(a => a.Axis >= rank - spatial);
    }
}
