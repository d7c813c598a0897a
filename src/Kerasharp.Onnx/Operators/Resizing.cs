using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Values made larger or smaller along axes. Resizing is linear, and works on each axis by itself.</summary>
internal static class Resizing
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Resize",
            Infer = Infer,
            Gradient = (n, dy) => [Gradient(n, dy[0]!), null, null, null],
            Lacks = Lacks,
            Decompose = n => [Decompose(n)],
        },
    ];

    private static TensorType[] Infer(Node n)
    {
        _ = new Interpolation(n);
        return [n.Input(0).Type with { Shape = ResizeSizes.Output(n) }];
    }

    // Newer opsets have axes, but where a transposition stands before the node, runtimes move it behind and overlook them. A policy
    // cannot be said without them.
    private static bool Lacks(Node n, int opset) =>
        (n.Attributes.Has("axes") && (opset < 18 || !n.Attributes.Has("keep_aspect_ratio_policy")))
        || NeedsMatrices(n, opset, ResizeSizes.TryAxes(n));

    /// <summary>Whether an opset lacks a form, or runtimes do, for which matrices serve.</summary>
    private static bool NeedsMatrices(Node n, int opset, ResizedAxis[]? axes)
    {
        string coordinates = n.Attributes.String("coordinate_transformation_mode");
        return opset < 19 && coordinates == "half_pixel_symmetric"
            || opset < 18 && (n.Attributes.Int("antialias") != 0 || ResizeSizes.KeepsAspect(n))
            || coordinates == "tf_half_pixel_for_nn"
            || (axes is not null && !ResizeKernels.Take(n, axes));
    }

    private static Value Decompose(Node n)
    {
        var axes = ResizeSizes.TryAxes(n);
        if (n.Attributes.Has("axes") && !NeedsMatrices(n, ModelWriter.Opsets.Oldest, axes))
            return ResizeForms.WithoutAxes(n);
        return ResizeForms.Multiply(
            n,
            axes
                ?? throw new GraphException(
                    $"{n} resizes {n.Input(0).Shape} by scales, sizes or regions of which some are computed, in a form that not every opset has; "
                        + "it can be written with older operators if all are known. Give them as constants, or write opset 19 or newer."
                )
        );
    }

    private static Value Gradient(Node n, Value dy)
    {
        if (ResizeSizes.TryAxes(n) is not { } axes)
            throw new GraphException(
                $"{n} resizes {n.Input(0).Shape} by scales, sizes or regions that are computed; its gradient needs them beforehand. Give them as constants."
            );
        var rule = new Interpolation(n);
        // Those first that leave least.
        foreach (var axis in axes.OrderBy(a => (double)a.From / a.To))
        {
            if (rule.Repeats(axis) is { } times)
            {
                var runs = Op.Reshape(
                    dy,
                    new Shape([.. dy.Shape.Take(axis.Axis), axis.From, times, .. dy.Shape.Skip(axis.Axis + 1)])
                );
                dy = Op.ReduceSum(runs, [axis.Axis + 1]);
                continue;
            }
            dy = ResizeForms.Along(dy, axis, rule.Matrix(axis), back: true);
        }
        return dy;
    }
}

public static partial class Op
{
    /// <summary>x made larger or smaller along axes, by scales or to sizes.</summary>
    /// <param name="x">Anything; runtimes are fast for (batch, channels, height, width).</param>
    /// <param name="scales">A factor for each axis, above 0; or null.</param>
    /// <param name="sizes">A size for each axis; or null. One of both must be given.</param>
    /// <param name="axes">The axes that scales, sizes and region tell of; all where none are given.</param>
    /// <param name="mode">"nearest", "linear" or "cubic".</param>
    /// <param name="coordinates">How places after become places before: "half_pixel", "align_corners", "asymmetric" …, ONNX's names.</param>
    /// <param name="rounding">Which element is the nearest: "round_prefer_floor", "round_prefer_ceil", "floor" or "ceil".</param>
    /// <param name="cubicA">The curve's parameter in mode "cubic".</param>
    /// <param name="antialias">Whether what is made smaller takes in all elements, so that no patterns arise.</param>
    /// <param name="excludeOutside">Whether places outside count for nothing, instead of as the one at the edge.</param>
    /// <param name="aspect">"stretch"; or "not_larger" or "not_smaller", which take sizes as bounds and keep proportions.</param>
    /// <param name="region">For coordinates "tf_crop_and_resize": where the region begins along each axis, then where it ends, from 0 to 1.</param>
    /// <param name="extrapolation">What stands outside of x in the region.</param>
    public static Value Resize(
        Value x,
        double[]? scales = null,
        long[]? sizes = null,
        long[]? axes = null,
        string mode = "nearest",
        string coordinates = "half_pixel",
        string rounding = "round_prefer_floor",
        double cubicA = -0.75,
        bool antialias = false,
        bool excludeOutside = false,
        string aspect = "stretch",
        double[]? region = null,
        double extrapolation = 0
    )
    {
        var g = x.Graph;
        var attributes = new Attributes { { "mode", mode }, { "coordinate_transformation_mode", coordinates } };
        Add(mode == "nearest", "nearest_mode", rounding);
        Add(mode == "cubic", "cubic_coeff_a", cubicA);
        Add(antialias, "antialias", 1);
        Add(excludeOutside, "exclude_outside", 1);
        Add(aspect != "stretch", "keep_aspect_ratio_policy", aspect);
        Add(extrapolation != 0, "extrapolation_value", extrapolation);
        Add(axes is not null, "axes", axes);
        return g.Emit("Resize", attributes, x, Floats(region), Floats(scales), sizes is null ? null : g.Ints(sizes));

        void Add(bool condition, string name, object? value) => attributes.Add(name, condition ? value : null);

        Value? Floats(double[]? numbers) =>
            numbers is null ? null : g.Constant(ConstantTensor.From(numbers, ElementType.Float32, [numbers.Length]));
    }
}
