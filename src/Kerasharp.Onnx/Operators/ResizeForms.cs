using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Other ways to write a Resize node.</summary>
internal static class ResizeForms
{
    /// <summary>The same with a scale or a size for every axis, as opsets before 18 want it.</summary>
    public static Value WithoutAxes(Node n)
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
    public static Value Multiply(Node n, ResizedAxis[] axes)
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

    /// <summary>The product with an axis's matrix along that axis; or, going back, with its transpose.</summary>
    public static Value Along(Value x, ResizedAxis axis, double[] matrix, bool back = false)
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
