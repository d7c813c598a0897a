using System.Globalization;

namespace Kerasharp.Layers;

/// <summary>Checks of what layers of this kind are given, in one wording.</summary>
internal static class Rates
{
    /// <summary>A part of the elements: 0 to 1.</summary>
    public static double Part(double rate) =>
        rate is >= 0 and <= 1
            ? rate
            : throw new ArgumentOutOfRangeException(
                nameof(rate),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A rate of {rate} came; 0 to 1 was expected. Give the part to drop: 0.25 for a quarter."
                )
            );

    /// <summary>A part of the elements of which something must be left: at least 0 and below 1.</summary>
    public static double PartBelowOne(double rate) =>
        rate is >= 0 and < 1
            ? rate
            : throw new ArgumentOutOfRangeException(
                nameof(rate),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A rate of {rate} came; at least 0 and below 1 was expected. Give the part to drop: 0.25 for a quarter."
                )
            );
}
