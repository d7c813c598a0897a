namespace Kerasharp.Data;

/// <summary>
/// Mean and variance of groups of elements, in double precision and two passes: the second sums squared distances from the exact mean.
/// Parts are summed by themselves and put together in order, so the result does not depend on the number of threads.
/// </summary>
internal static class GroupStatistics
{
    private const int BlockLength = 1 << 14;
    private const long PartLength = 1 << 20;
    private const int MostParts = 16;

    /// <summary>Mean and variance of each group.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="group">For each place of an example the number of its group.</param>
    /// <param name="groups">How many groups there are, of equally many places.</param>
    public static (double[] Mean, double[] Variance) Of(TensorData data, int[] group, int groups)
    {
        double count = (double)data.Count * (group.Length / groups);
        var mean = Sum(data, group, groups, new double[groups], squared: false);
        for (int g = 0; g < groups; g++)
            mean[g] /= count;
        var variance = Sum(data, group, groups, mean, squared: true);
        for (int g = 0; g < groups; g++)
            variance[g] /= count;
        return (mean, variance);
    }

    private static double[] Sum(TensorData data, int[] group, int groups, double[] centre, bool squared)
    {
        long length = data.Count * group.Length;
        int parts = (int)Math.Clamp(length / PartLength, 1, MostParts);
        var sums = new double[parts][];
        using var reader = new ElementReader(data);
        Parallel.For(
            0,
            parts,
            part =>
            {
                var sum = new double[groups];
                var block = new double[BlockLength];
                long end = length * (part + 1) / parts;
                for (long at = length * part / parts; at < end; at += BlockLength)
                {
                    var elements = block.AsSpan(0, (int)Math.Min(BlockLength, end - at));
                    reader.Read(at, elements);
                    int place = (int)(at % group.Length);
                    foreach (double element in elements)
                    {
                        int g = group[place];
                        double distance = element - centre[g];
                        sum[g] += squared ? distance * distance : distance;
                        if (++place == group.Length)
                            place = 0;
                    }
                }
                sums[part] = sum;
            }
        );
        var total = sums[0];
        for (int part = 1; part < parts; part++)
        for (int g = 0; g < groups; g++)
            total[g] += sums[part][g];
        return total;
    }
}
