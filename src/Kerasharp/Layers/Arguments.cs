using System.Globalization;

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

    /// <summary>Margins that must each be 0 or more.</summary>
    public static Margins1D[] NonNegative(Margins1D[] values, string name) =>
        Array.TrueForAll(values, v => v.Before >= 0 && v.After >= 0)
            ? values
            : throw new ArgumentOutOfRangeException(
                name,
                $"{name} of {(values.Length == 1 ? $"{values[0]}" : $"({string.Join(", ", values)})")} came; each must be at least 0. Give positive numbers or 0."
            );

    /// <summary>An axis that is not the batch's.</summary>
    public static int NotBatch(int axis, string name) =>
        axis != 0
            ? axis
            : throw new ArgumentOutOfRangeException(
                name,
                $"{name} of 0 came, the batch's axis; another axis was expected. Count from 1, or from the end by -1."
            );

    /// <summary>A finite number.</summary>
    public static double Finite(double value, string name) =>
        double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} of {value} came; a finite number was expected. Give one."
                )
            );

    /// <summary>One of a few names.</summary>
    public static string OneOf(string value, string kind, params string[] accepted) =>
        accepted.Contains(value) ? value : throw Unknown.Name(kind, value, accepted);

    /// <summary>A number that must be at least 0.</summary>
    public static double NotNegative(double value, string name) =>
        value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                FormattableString.Invariant($"{name} of {value} came; at least 0 was expected. Give such a number.")
            );

    /// <summary>A finite number above 0.</summary>
    public static double AboveZero(double value, string name) =>
        value > 0
            ? Finite(value, name)
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                FormattableString.Invariant($"{name} of {value} came; a number above 0 was expected. Give one.")
            );
}
