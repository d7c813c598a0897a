namespace Kerasharp.Looking.Drawing;

/// <summary>A chart of lines: what it shows.</summary>
internal sealed record LineChart
{
    public required IReadOnlyList<ChartLine> Lines { get; init; }

    public string? Title { get; init; }

    public string? XLabel { get; init; }

    public string? YLabel { get; init; }

    public bool LogX { get; init; }

    public bool LogY { get; init; }

    /// <summary>Whether x counts something, as epochs.</summary>
    public bool WholeX { get; init; }
}
