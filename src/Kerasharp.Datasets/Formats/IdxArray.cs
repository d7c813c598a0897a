namespace Kerasharp.Datasets;

/// <summary>What an idx file holds: unsigned bytes, row by row, and the length of each axis.</summary>
internal sealed record IdxArray(byte[] Values, int[] Lengths)
{
    /// <summary>The lengths as people write shapes: (60000, 28, 28), and (60000,) for a single axis.</summary>
    public static string Describe(ReadOnlySpan<int> lengths) =>
        lengths.Length == 1 ? $"({lengths[0]},)" : $"({string.Join(", ", lengths.ToArray())})";
}
