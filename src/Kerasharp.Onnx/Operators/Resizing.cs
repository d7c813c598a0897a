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

    private static bool Lacks(Node n, int opset) =>
        opset < 18 && n.Attributes.Has("axes") || NeedsMatrices(n, opset, ResizeSizes.TryAxes(n));

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
            return WithoutAxes(n);
        return Multiply(
            n,
            axes
                ?? throw new GraphException(
                    $"{n} resizes {n.Input(0).Shape} by scales, sizes or regions of which some are computed, in a form that not every opset has; "
                        + "it can be written with older operators if all are known. Give them as constants, or write opset 19 or newer."
                )
        );
    }

    /// <summary>The same with a scale or a size for every axis, as opsets before 18 want it.</summary>
    private static Value WithoutAxes(Node n)
    {
        var x = n.Input(0);
        var attributes = n.Attributes.Clone();
        attributes.Remove("axes");
        int[] axes = ResizeSizes.AxesOf(n);
        var sizes = ResizeSizes.Given(n, 3) is { } given ? Spread(given, 0, SizeOf) : null;
        var scales = ResizeSizes.Given(n, 2) is { } ratios ? Spread(ratios, 0, _ => One(1)) : null;
        var roi =
            new Interpolation(n).IsCrop && ResizeSizes.Given(n, 1) is { } ends
                ? Concat([Spread(ends, 0, _ => One(0)), Spread(ends, axes.Length, _ => One(1))])
                : null;
        return n.Graph.Emit("Resize", attributes, x, roi, scales, sizes);

        Value One(double number) => n.Graph.Constant(ConstantTensor.Filled(number, ElementType.Float32, [1]));

        Value SizeOf(int axis) => Op.Slice(Op.ShapeOf(x), 0, axis, axis + 1);

        Value Spread(Value told, int from, Func<int, Value> otherwise)
        {
            var parts = new Value[x.Rank];
            for (int i = 0; i < parts.Length; i++)
                parts[i] = Array.IndexOf(axes, i) is >= 0 and int place ? Part(told, from + place) : otherwise(i);
            return Concat(parts);
        }

        Value Part(Value told, int place) =>
            told.Constant is { } constant
                ? n.Graph.Constant(ConstantTensor.From([constant.ToDoubles()[place]], constant.Type, [1]))
                : Op.Slice(told, 0, place, place + 1);

        // Constants stay constants: the shape of what is resized is known by them.
        Value Concat(Value[] parts) =>
            Array.TrueForAll(parts, p => p.IsConstant)
                ? n.Graph.Constant(
                    ConstantTensor.From(
                        parts.SelectMany(p => p.Constant!.ToDoubles()).ToArray(),
                        parts[0].ElementType,
                        [parts.Sum(p => p.Constant!.Count)]
                    )
                )
                : Op.Concat(parts, 0);
    }

    /// <summary>The same as products by each axis's matrix; where each element is taken as it is, by its place.</summary>
    private static Value Multiply(Node n, ResizedAxis[] axes)
    {
        var rule = new Interpolation(n);
        var x = n.Input(0);
        var type = x.ElementType;
        if (!rule.IsNearest && !type.IsFloat())
            x = Op.Cast(x, ElementType.Float32);
        Value? inside = null;
        foreach (var axis in axes.OrderBy(a => (double)a.To / a.From))
        {
            var taps = Enumerable.Range(0, (int)axis.To).Select(to => rule.Taps(axis, to)).ToArray();
            x = rule.IsNearest
                ? Op.Gather(x, n.Graph.Ints([.. taps.Select(t => t.Count == 0 ? 0 : t[0].Place)]), axis.Axis)
                : Along(x, axis, rule.Matrix(axis));
            if (!Array.Exists(taps, t => t.Count == 0))
                continue;
            var dims = new long[x.Rank];
            Array.Fill(dims, 1);
            dims[axis.Axis] = axis.To;
            var mask = n.Graph.Constant(ConstantTensor.Of<bool>([.. taps.Select(t => t.Count > 0)], dims));
            inside = inside is null ? mask : Op.And(inside, mask);
        }
        if (inside is not null)
            x = Op.Where(inside, x, x.Like(n.Attributes.Float("extrapolation_value")));
        return x.ElementType == type ? x : Op.Cast(x, type);
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
            dy = Along(dy, axis, rule.Matrix(axis), back: true);
        }
        return dy;
    }

    /// <summary>The product with an axis's matrix along that axis; or, going back, with its transpose.</summary>
    private static Value Along(Value x, ResizedAxis axis, double[] matrix, bool back = false)
    {
        // Along the last axis but one the matrix stands on the left; else it stands on the right, by rows of the last axis.
        bool left = axis.Axis == x.Rank - 2;
        long[] dims = [axis.To, axis.From];
        if (left == back)
            (matrix, dims) = (Transpose(matrix, axis), [axis.From, axis.To]);
        var factor = x.Graph.Constant(ConstantTensor.From(matrix, x.ElementType, dims));
        if (left)
            return Op.MatMul(factor, x);
        int[] order = Enumerable.Range(0, x.Rank).ToArray();
        (order[axis.Axis], order[^1]) = (order[^1], order[axis.Axis]);
        return Op.Transpose(Op.MatMul(Op.Transpose(x, order), factor), order);
    }

    private static double[] Transpose(double[] matrix, ResizedAxis axis)
    {
        var result = new double[matrix.Length];
        for (long to = 0; to < axis.To; to++)
        for (long from = 0; from < axis.From; from++)
            result[from * axis.To + to] = matrix[to * axis.From + from];
        return result;
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
