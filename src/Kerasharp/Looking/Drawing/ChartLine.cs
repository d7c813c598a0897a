namespace Kerasharp.Looking.Drawing;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points, in the order in which they are connected; what is not finite leaves a gap.</param>
/// <param name="Color">Which colour it has.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points, int Color)
{
    /// <summary>Whether it is dashed.</summary>
    public bool IsDashed { get; init; }

    /// <summary>What it is called where the pointer rests on a point.</summary>
    public string Hint { get; init; } = Name;

    /// <summary>The point that is marked; null for none.</summary>
    public int? Marked { get; init; }
}
