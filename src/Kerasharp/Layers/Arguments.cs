namespace Kerasharp.Layers;

/// <summary>Checks that several layers make of their arguments, in one wording.</summary>
internal static class Arguments
{
    /// <summary>A number that must be at least 1.</summary>
    public static int Positive(int value, string name) =>
        value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                $"{name} of {value} came; at least 1 was expected. Give a positive number."
            );

    /// <summary>Sizes that must each be at least 1.</summary>
    public static long[] Positive(long[] values, string name) =>
        Array.TrueForAll(values, v => v >= 1)
            ? values
            : throw new ArgumentOutOfRangeException(
                name,
                $"{name} of ({string.Join(", ", values)}) came; each must be at least 1. Give positive numbers."
            );

    /// <summary>A number that must be at least 0.</summary>
    public static double NotNegative(double value, string name) =>
        value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                FormattableString.Invariant($"{name} of {value} came; at least 0 was expected. Give such a number.")
            );
}
