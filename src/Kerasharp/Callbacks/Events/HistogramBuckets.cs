namespace Kerasharp.Callbacks.Events;

/// <summary>The histogram of numbers in buckets of one width, as TensorBoard takes it.</summary>
internal static class HistogramBuckets
{
    private const int Count = 30;

    /// <summary>
    /// Of each of 30 buckets from the least to the greatest number the lower border, the upper border and the count. Numbers that are all the same
    /// have one bucket of width 1; what is not finite does not count; without numbers there are no buckets.
    /// </summary>
    public static double[] Of(ReadOnlySpan<double> numbers)
    {
        var (least, greatest, finite) = (double.PositiveInfinity, double.NegativeInfinity, 0);
        foreach (double number in numbers)
        {
            if (!double.IsFinite(number))
                continue;
            least = Math.Min(least, number);
            greatest = Math.Max(greatest, number);
            finite++;
        }
        if (finite == 0)
            return [];
        if (least == greatest)
            return [least - 0.5, least + 0.5, finite];
        double width = (greatest - least) / Count;
        var buckets = new double[Count * 3];
        for (int i = 0; i < Count; i++)
        {
            buckets[3 * i] = least + i * width;
            buckets[3 * i + 1] = i == Count - 1 ? greatest : least + (i + 1) * width;
        }
        foreach (double number in numbers)
            if (double.IsFinite(number))
                buckets[3 * Math.Min(Count - 1, (int)((number - least) / width)) + 2]++;
        return buckets;
    }
}
