namespace Kerasharp.Looking.Drawing;

/// <summary>Round numbers for an axis.</summary>
internal static class Ticks
{
    /// <summary>The greatest size of a number at an axis: beyond it there is no room for a margin.</summary>
    public const double Greatest = 1e300;

    // Smaller ranges have no digits that could be told apart.
    private const double SmallestRange = 1 / Greatest;
    private const double SmallestShare = 1e-12;

    private static readonly int[] Steps = [1, 2, 5];

    /// <summary>
    /// Multiples of 1, 2 or 5 times a power of ten, as close as there may be so many, from the last that is not above the least value to
    /// the first that is not below the greatest.
    /// </summary>
    /// <param name="min">The least value, from -1e300 on.</param>
    /// <param name="max">The greatest value, to 1e300.</param>
    /// <param name="count">How many there may be, at least 3.</param>
    /// <param name="whole">Whether they are whole numbers.</param>
    public static double[] Linear(double min, double max, int count, bool whole = false)
    {
        (min, max) = Widened(min, max);
        int exponent = (int)Math.Floor(Math.Log10((max - min) / count));
        if (whole)
            exponent = Math.Max(0, exponent);
        for (; ; exponent++)
        {
            foreach (int step in Steps)
            {
                double first = Math.Floor(Quotient(min, step, exponent));
                double last = Math.Ceiling(Quotient(max, step, exponent));
                // A quotient is rounded, and may be a whole number that is beyond.
                if (Product(first, step, exponent) > min)
                    first--;
                if (Product(last, step, exponent) < max)
                    last++;
                if (last - first >= count)
                    continue;
                return
                [
                    .. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Product(first + i, step, exponent)),
                ];
            }
        }
    }

    /// <summary>
    /// Round numbers for a logarithmic axis: 1, 2 and 5 times powers of ten; where these are too many, powers of ten, or some of them;
    /// within one decade as on a linear axis.
    /// </summary>
    /// <param name="min">The least value, from 1e-300 on.</param>
    /// <param name="max">The greatest value, to 1e300.</param>
    /// <param name="count">How many there may be, at least 3.</param>
    public static double[] Logarithmic(double min, double max, int count)
    {
        if (max / min < 3 && Linear(min, max, count) is [> 0, ..] linear)
            return linear;
        int low = (int)Math.Floor(Math.Log10(min));
        int high = (int)Math.Ceiling(Math.Log10(max));
        // Logarithms are rounded, too.
        if (Power(low) > min)
            low--;
        if (Power(high) < max)
            high++;
        double[] all =
        [
            .. Enumerable
                .Range(low, high - low + 1)
                .SelectMany(e => Steps.Select(s => Product(1, s, e)))
                .Where(double.IsFinite),
        ];
        if (Covering(all, min, max) is { } fine && fine.Length <= count)
            return fine;
        for (int stride = 1; ; stride++)
        {
            int first = (int)Math.Floor((double)low / stride);
            int last = (int)Math.Ceiling((double)high / stride);
            if (last - first < count)
                return [.. Enumerable.Range(first, last - first + 1).Select(k => Power(k * stride))];
        }
    }

    /// <summary>The range of one value has a width, too, so that it can be drawn.</summary>
    private static (double Min, double Max) Widened(double min, double max)
    {
        double size = Math.Max(Math.Abs(min), Math.Abs(max));
        if (size < SmallestRange)
            return (0, 1);
        return max - min > Math.Max(SmallestRange, size * SmallestShare)
            ? (min, max)
            : (min - (size / 10), max + (size / 10));
    }

    private static double[] Covering(double[] ticks, double min, double max)
    {
        int first = Math.Max(0, Array.FindLastIndex(ticks, t => t <= min));
        int last = Array.FindIndex(ticks, t => t >= max);
        return ticks[first..(last < 0 ? ticks.Length : last + 1)];
    }

    // Powers of ten with a negative exponent are not exact, those with a positive one (to 22) are.
    private static double Product(double factor, int step, int exponent) =>
        exponent >= 0 ? factor * step * Math.Pow(10, exponent) : factor * step / Math.Pow(10, -exponent);

    private static double Quotient(double value, int step, int exponent)
    {
        double quotient =
            exponent >= 0 ? value / Math.Pow(10, exponent) / step : value * Math.Pow(10, -exponent) / step;
        // What is a multiple up to rounding is that multiple.
        double nearest = Math.Round(quotient);
        return Product(nearest, step, exponent) == value ? nearest : quotient;
    }

    private static double Power(int exponent) =>
        exponent > 308 ? double.MaxValue : Math.Max(double.Epsilon, Product(1, 1, exponent));
}
