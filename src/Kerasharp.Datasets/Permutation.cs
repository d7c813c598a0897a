namespace Kerasharp.Datasets;

/// <summary>
/// A random order that depends on nothing but its seed. System.Random may change between versions of .NET;
/// a split that a paper or a test relies on may not.
/// </summary>
internal static class Permutation
{
    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in an order drawn by <paramref name="seed"/>.</summary>
    public static int[] Draw(int count, int seed)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        var state = unchecked((ulong)seed);
        for (var i = count - 1; i > 0; i--)
        {
            // A multiple of i + 1 fits 2^64 so nearly that the remainder's bias (below 2^-32) does not matter here.
            var j = (int)(Next(ref state) % (ulong)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    // SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    private static ulong Next(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
