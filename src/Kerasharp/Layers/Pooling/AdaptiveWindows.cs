namespace Kerasharp.Layers;

/// <summary>
/// The windows of an adaptive pooling along an axis: of n elements and m windows, window i goes from floor(i n / m) to before
/// ceil((i + 1) n / m). Neighbours share elements where m does not divide n.
/// </summary>
/// <param name="Size">The number of elements.</param>
/// <param name="Starts">Where each window begins.</param>
/// <param name="Ends">Before which each window ends.</param>
internal sealed record AdaptiveWindows(long Size, long[] Starts, long[] Ends)
{
    /// <summary>So many windows over so many elements.</summary>
    public static AdaptiveWindows Of(long size, long windows)
    {
        var (starts, ends) = (new long[windows], new long[windows]);
        for (long i = 0; i < windows; i++)
            (starts[i], ends[i]) = (i * size / windows, ((i + 1) * size + windows - 1) / windows);
        return new(size, starts, ends);
    }

    /// <summary>The number of windows.</summary>
    public int Count => Starts.Length;

    /// <summary>The length of the longest.</summary>
    public long Longest => Starts.Zip(Ends, (start, end) => end - start).Max();

    /// <summary>The matrix whose product with the elements is each window's mean, a row for each window.</summary>
    public double[] Means()
    {
        var matrix = new double[Count * Size];
        for (int i = 0; i < Count; i++)
        for (long place = Starts[i]; place < Ends[i]; place++)
            matrix[i * Size + place] = 1.0 / (Ends[i] - Starts[i]);
        return matrix;
    }

    /// <summary>The places in each window, a row for each; short ones name their last place again.</summary>
    public long[] Places()
    {
        long longest = Longest;
        var places = new long[Count * longest];
        for (long i = 0; i < places.Length; i++)
            places[i] = Math.Min(Starts[i / longest] + i % longest, Ends[i / longest] - 1);
        return places;
    }
}
