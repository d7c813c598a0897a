namespace Kerasharp.Looking.Drawing;

/// <summary>From numbers to places on an axis.</summary>
internal sealed class AxisScale
{
    private readonly double _low;
    private readonly double _high;

    private AxisScale(double low, double high, double[] ticks, bool isLog)
    {
        IsLog = isLog;
        (_low, _high) = (Position(low), Position(high));
        Ticks = ticks;
    }

    /// <summary>Whether equal distances stand for equal ratios.</summary>
    public bool IsLog { get; }

    /// <summary>The round numbers on it, rising.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis from one round number to another.</summary>
    public static AxisScale Round(double min, double max, int count, bool isLog)
    {
        double[] ticks = isLog ? Drawing.Ticks.Logarithmic(min, max, count) : Drawing.Ticks.Linear(min, max, count);
        return new AxisScale(ticks[0], ticks[^1], ticks, isLog);
    }

    /// <summary>An axis from the least to the greatest value, with the round numbers that lie between.</summary>
    public static AxisScale Tight(double min, double max, int count, bool isLog, bool whole)
    {
        if (min == max)
            return whole && !isLog ? new AxisScale(min - 0.5, max + 0.5, [min], isLog) : Round(min, max, count, isLog);
        double[] ticks = isLog
            ? Drawing.Ticks.Logarithmic(min, max, count)
            : Drawing.Ticks.Linear(min, max, count, whole);
        double[] within = Array.FindAll(ticks, t => t >= min && t <= max);
        return within.Length > 1 || whole
            ? new AxisScale(min, max, within, isLog)
            : new AxisScale(ticks[0], ticks[^1], ticks, isLog);
    }

    /// <summary>Whether the axis can show a number; what it cannot show leaves a gap.</summary>
    public static bool Holds(double value, bool isLog) =>
        Math.Abs(value) <= Drawing.Ticks.Greatest && (!isLog || value >= 1 / Drawing.Ticks.Greatest);

    /// <summary>Where a number stands: 0 at the beginning of the axis, 1 at its end.</summary>
    public double Share(double value) => (Position(value) - _low) / (_high - _low);

    // A tenth, so that the distance of the two ends is finite.
    private double Position(double value) => IsLog ? Math.Log10(value) : value / 10;
}
