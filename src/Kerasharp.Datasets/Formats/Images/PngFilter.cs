namespace Kerasharp.Datasets;

/// <summary>The five ways in which PNG writes a row as differences.</summary>
internal static class PngFilter
{
    /// <summary>Turns differences into bytes, in place.</summary>
    /// <param name="filter">Which way.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above, undone; null for the first.</param>
    /// <param name="step">How many bytes lie between a byte and the one of the pixel to its left.</param>
    /// <param name="name">The file, for messages.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step, string name)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (int i = step; i < row.Length; i++)
                    row[i] += row[i - step];
                break;
            case 2:
                for (int i = 0; i < above.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (int i = 0; i < row.Length; i++)
                    row[i] += (byte)((Left(row, i, step) + (above.IsEmpty ? 0 : above[i])) / 2);
                break;
            case 4:
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] += above.IsEmpty
                        ? Left(row, i, step)
                        : Paeth(Left(row, i, step), above[i], i < step ? (byte)0 : above[i - step]);
                }
                break;
            default:
                throw BrokenFile.Error(name, $"a row with the filter {filter}", "0 to 4");
        }
    }

    private static byte Left(ReadOnlySpan<byte> row, int i, int step) => i < step ? (byte)0 : row[i - step];

    /// <summary>Of left, above and above left the one nearest to left + above - above left.</summary>
    private static byte Paeth(byte left, byte above, byte corner)
    {
        int toLeft = Math.Abs(above - corner);
        int toAbove = Math.Abs(left - corner);
        int toCorner = Math.Abs(left + above - 2 * corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left
            : toAbove <= toCorner ? above
            : corner;
    }
}
