namespace Kerasharp.Initializers;

/// <summary>How many inputs feed an output of a weight, and how many outputs an input feeds.</summary>
internal static class Fans
{
    /// <summary>
    /// As Keras counts: a matrix is (inputs, outputs); with more axes all but the last two are a kernel's extent, which multiplies both;
    /// a vector's length is both; a scalar has 1 and 1. Where axes are given, each is the product of its axes' sizes.
    /// </summary>
    internal static (long In, long Out) Of(
        ReadOnlySpan<long> shape,
        IReadOnlyList<int>? inputAxes = null,
        IReadOnlyList<int>? outputAxes = null
    )
    {
        if (inputAxes is not null && outputAxes is not null)
            return (Product(shape, inputAxes), Product(shape, outputAxes));
        if (shape.Length == 0)
            return (1, 1);
        if (shape.Length == 1)
            return (shape[0], shape[0]);
        long extent = 1;
        foreach (var dim in shape[..^2])
            extent = checked(extent * dim);
        return (checked(shape[^2] * extent), checked(shape[^1] * extent));
    }

    private static long Product(ReadOnlySpan<long> shape, IReadOnlyList<int> axes)
    {
        long product = 1;
        foreach (int axis in axes)
        {
            if (axis < -shape.Length || axis >= shape.Length)
                throw new ArgumentException(
                    $"Axis {axis} of a weight of shape {ShapeText.Of(shape)} came to an initializer; {-shape.Length} to {shape.Length - 1} were expected. "
                        + "Give axes that the weight has."
                );
            product = checked(product * shape[axis < 0 ? axis + shape.Length : axis]);
        }
        return product;
    }
}
