namespace Kerasharp.Initializers;

/// <summary>How many inputs feed an output of a weight, and how many outputs an input feeds.</summary>
internal static class Fans
{
    /// <summary>
    /// As Keras counts: a matrix is (inputs, outputs); with more axes all but the last two are a kernel's extent, which multiplies both;
    /// a vector's length is both; a scalar has 1 and 1.
    /// </summary>
    internal static (long In, long Out) Of(ReadOnlySpan<long> shape)
    {
        if (shape.Length == 0)
            return (1, 1);
        if (shape.Length == 1)
            return (shape[0], shape[0]);
        long extent = 1;
        foreach (var dim in shape[..^2])
            extent = checked(extent * dim);
        return (checked(shape[^2] * extent), checked(shape[^1] * extent));
    }
}
