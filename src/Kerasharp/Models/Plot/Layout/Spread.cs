namespace Kerasharp.Models.Plot.Layout;

/// <summary>Places things on a line in a given order, at given distances, as near to where they want to be as that allows.</summary>
internal static class Spread
{
    /// <summary>
    /// The places that have the least weighted sum of squared distances from the wanted ones, each at least its distance behind the one
    /// before. (Isotonic regression by pooling neighbours that violate the order.)
    /// </summary>
    /// <param name="wanted">Where each wants to be.</param>
    /// <param name="weights">How much it wants that, above 0.</param>
    /// <param name="distances">The least distance of each from the one before; the first is not read.</param>
    public static double[] Place(
        IReadOnlyList<double> wanted,
        IReadOnlyList<double> weights,
        IReadOnlyList<double> distances
    )
    {
        var pools = new List<(double Mean, double Weight, int Count)>();
        var offsets = new double[wanted.Count];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = i == 0 ? 0 : offsets[i - 1] + distances[i];
            var pool = (Mean: wanted[i] - offsets[i], Weight: weights[i], Count: 1);
            while (pools.Count > 0 && pools[^1].Mean > pool.Mean)
            {
                var (mean, weight, count) = pools[^1];
                pools.RemoveAt(pools.Count - 1);
                double sum = weight + pool.Weight;
                pool = (((mean * weight) + (pool.Mean * pool.Weight)) / sum, sum, count + pool.Count);
            }
            pools.Add(pool);
        }
        int at = 0;
        foreach (var (mean, _, count) in pools)
            for (int i = 0; i < count; i++)
                offsets[at++] += mean;
        return offsets;
    }
}
