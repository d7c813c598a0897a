namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>The places of arrays of any number of dimensions, for loops written from the specification.</summary>
internal static class Places
{
    /// <summary>Every place of a shape, in C order.</summary>
    public static IEnumerable<long[]> Of(long[] dims)
    {
        for (long flat = 0; flat < Count(dims); flat++)
        {
            var place = new long[dims.Length];
            long rest = flat;
            for (int i = dims.Length - 1; i >= 0; i--)
                (place[i], rest) = (rest % dims[i], rest / dims[i]);
            yield return place;
        }
    }

    /// <summary>The number of a place in C order.</summary>
    public static int Flat(long[] place, long[] dims)
    {
        long flat = 0;
        for (int i = 0; i < dims.Length; i++)
            flat = flat * dims[i] + place[i];
        return (int)flat;
    }

    public static int Count(long[] dims) => (int)dims.Aggregate(1L, (product, d) => product * d);

    /// <summary>A copy with one number replaced.</summary>
    public static long[] With(long[] numbers, int index, long number)
    {
        long[] copy = [.. numbers];
        copy[index] = number;
        return copy;
    }

    /// <summary>The elements of a result, each taken from a place of the source, or a number where that is null.</summary>
    public static double[] Take(
        double[] source,
        long[] from,
        long[] to,
        Func<long[], long[]?> origin,
        double else_ = 0
    ) => [.. Of(to).Select(place => origin(place) is { } found ? source[Flat(found, from)] : else_)];
}
