using System.Globalization;

namespace Kerasharp.Training;

/// <summary>How Keras writes durations and values in its progress line, in every culture alike.</summary>
internal static class ProgressText
{
    private const double SmallValue = 1e-3;

    /// <summary>The time left: 42s, 3:07, 1:02:05; fractions of a second are cut off.</summary>
    public static string Eta(double seconds)
    {
        // A clock that has hardly run can promise more than a number of hours can hold.
        var whole = (long)Math.Clamp(seconds, 0, 1e15);
        return seconds switch
        {
            > 3600 => Invariant($"{whole / 3600}:{whole % 3600 / 60:00}:{whole % 60:00}"),
            > 60 => Invariant($"{whole / 60}:{whole % 60:00}"),
            _ => Invariant($"{whole}s"),
        };
    }

    /// <summary>The time gone: 5s, rounded to the nearest second.</summary>
    public static string Elapsed(double seconds) => $"{Rounded(seconds)}s";

    /// <summary>The time that a step takes: 10ms/step, in s, ms or us.</summary>
    public static string PerStep(double seconds) =>
        seconds is >= 1 or 0 ? $"{Rounded(seconds)}s/step"
        : seconds >= 1e-3 ? $"{Rounded(seconds * 1e3)}ms/step"
        : $"{Rounded(seconds * 1e6)}us/step";

    /// <summary>A metric: four decimals; 1.2340e-04 where its magnitude is at most 0.001.</summary>
    public static string Value(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        return Math.Abs(value) > SmallValue ? Fixed(value) : Scientific(value);
    }

    // Python rounds an exact half to even, .NET away from zero. With four decimals only odd multiples of 1/32 are exact halves;
    // the accuracy over a batch of 32 is often one.
    private static string Fixed(double value)
    {
        var thirtyseconds = value * 32;
        return Math.Abs(thirtyseconds) < 1e15 && Math.Abs(thirtyseconds % 2) == 1
            ? Invariant($"{decimal.Round((decimal)thirtyseconds / 32, 4, MidpointRounding.ToEven):F4}")
            : Invariant($"{value:F4}");
    }

    // .NET writes three digits of exponent at least, Python two.
    private static string Scientific(double value)
    {
        var text = Invariant($"{value:e4}");
        return text[^3] == '0' ? text.Remove(text.Length - 3, 1) : text;
    }

    private static string Rounded(double number) => Invariant($"{Math.Round(number, MidpointRounding.ToEven):F0}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
