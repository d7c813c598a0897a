using System.Globalization;

namespace Kerasharp.Looking.Drawing;

/// <summary>Numbers as they stand at an axis or in a table: short, the same in every culture.</summary>
internal static class AxisNumber
{
    /// <summary>A tick: <c>0.25</c>, <c>10,000</c>, <c>1e-5</c>, <c>2.5e6</c>.</summary>
    public static string Tick(double value) => Short(value, 12);

    /// <summary>A value with so many significant digits at most.</summary>
    public static string Short(double value, int digits = 4)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        double size = Math.Abs(value);
        if (size != 0 && size is < 1e-4 or >= 1e6)
            return value.ToString($"0.{new string('#', digits - 1)}e0", CultureInfo.InvariantCulture);
        int magnitude = size == 0 ? 0 : (int)Math.Floor(Math.Log10(size));
        int decimals = Math.Clamp(digits - 1 - magnitude, 0, 15);
        // Four digits stand together, five are grouped.
        string whole = size >= 10_000 ? "#,0" : "0";
        return value.ToString($"{whole}.{new string('#', decimals)}", CultureInfo.InvariantCulture);
    }

    /// <summary>A count: <c>12,345</c>.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
