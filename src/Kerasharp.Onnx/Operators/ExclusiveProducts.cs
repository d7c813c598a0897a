using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// The gradient of a product: to each factor, the product of all the others. It is made of products alone. To divide the whole by
/// the factor is two operators shorter, but wrong where factors are zero (which masks can mend for the gradient, not for its own
/// gradient) and where the whole over- or underflows while the product of the others does not.
/// </summary>
internal static class ExclusiveProducts
{
    /// <summary>The factors' gradient from the product's, which has the axes as ones.</summary>
    public static Value Gradient(Value x, int[] axes, Value dy)
    {
        // One axis after the other; each takes products of those before it.
        var factors = new Value[axes.Length];
        for (int i = 0; i < axes.Length; i++)
            factors[i] = i == 0 ? x : Op.ReduceProd(factors[i - 1], [axes[i - 1]], keepDims: true);
        for (int i = axes.Length - 1; i >= 0; i--)
            if (Others(factors[i], axes[i]) is { } others)
                dy *= others;
        return dy;
    }

    /// <summary>
    /// For each element the product of the others along an axis; null where there are none. What lies outside a pair is the same for
    /// both of the pair, and is found by asking the same of the pairs' products: three multiplications for each element in all.
    /// </summary>
    private static Value? Others(Value x, int axis)
    {
        long size = x.Shape[axis].Value;
        long half = size / 2;
        if (half == 0)
            return null;
        long[] sizes = size % 2 == 0 ? [half, half] : [half, half, 1];
        var parts = Op.Split(x, axis, sizes);
        var pairs = parts[0] * parts[1];
        var outside = Others(sizes.Length == 2 ? pairs : Op.Concat([pairs, parts[2]], axis), axis);
        if (outside is null)
            return Op.Concat([parts[1], parts[0]], axis);
        if (sizes.Length == 2)
            return Op.Concat([outside * parts[1], outside * parts[0]], axis);
        var cut = Op.Split(outside, axis, half, 1);
        return Op.Concat([cut[0] * parts[1], cut[0] * parts[0], cut[1]], axis);
    }
}
