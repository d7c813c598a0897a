namespace Kerasharp.Onnx.Operators;

/// <summary>How a Resize node changes one axis, in numbers.</summary>
/// <param name="Axis">The axis, counted from the first.</param>
/// <param name="From">Its size before.</param>
/// <param name="To">Its size after.</param>
/// <param name="Scale">The ratio of sizes by which places are found; the size after may have been rounded.</param>
/// <param name="Start">Where the region that is taken begins, as a share of the axis.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct ResizedAxis(int Axis, long From, long To, double Scale, double Start, double End)
{
    /// <summary>Whether the scale gives the size after without rounding, but for the scale's own last digit.</summary>
    public bool IsWhole => Math.Abs(Scale * From - To) <= 1e-6 * To;

    /// <summary>The size after, before it was rounded.</summary>
    public double Length => IsWhole ? To : Scale * From;
}
