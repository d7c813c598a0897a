namespace Kerasharp.Models.Summary;

/// <summary>How many numbers a group of weights holds, and how many bytes they take.</summary>
/// <param name="Count">The number of scalars, 0 or more.</param>
/// <param name="Bytes">Their size in bytes, 0 or more.</param>
public readonly record struct ParameterTotal(long Count, long Bytes)
{
    /// <summary>The sum of two totals.</summary>
    public static ParameterTotal operator +(ParameterTotal left, ParameterTotal right) =>
        new(left.Count + right.Count, left.Bytes + right.Bytes);
}
