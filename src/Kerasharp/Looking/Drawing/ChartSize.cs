namespace Kerasharp.Looking.Drawing;

/// <summary>How large charts may be.</summary>
internal static class ChartSize
{
    public const int LeastWidth = 160;
    public const int LeastHeight = 120;

    private const int Greatest = 10_000;

    /// <summary>Refuses sizes in which nothing could be seen, or that no viewer shows.</summary>
    public static void Check(int value, string name, int least)
    {
        if (value < least || value > Greatest)
            throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant(
                    $"{name} of {value} came; {least} to {Greatest} pixels were expected. Give such a number."
                )
            );
    }
}
