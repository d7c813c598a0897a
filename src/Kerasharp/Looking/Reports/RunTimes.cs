using System.Globalization;
using Kerasharp.Looking.Drawing;

namespace Kerasharp.Looking.Reports;

/// <summary>How long a run took, in words.</summary>
internal static class RunTimes
{
    /// <summary>A duration: <c>420 ms</c>, <c>12.3 s</c>, <c>5 min 12 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Of(TimeSpan time)
    {
        double seconds = time.TotalSeconds;
        return seconds switch
        {
            < 0.001 => Text($"{seconds * 1e6:0} µs"),
            < 0.00995 => Text($"{seconds * 1e3:0.0} ms"),
            < 0.9995 => Text($"{seconds * 1e3:0} ms"),
            < 9.995 => Text($"{seconds:0.00} s"),
            < 59.95 => Text($"{seconds:0.0} s"),
            < 3599.5 => Text($"{(long)Math.Round(seconds) / 60} min {(long)Math.Round(seconds) % 60} s"),
            _ => Text($"{(long)Math.Round(seconds / 60) / 60} h {(long)Math.Round(seconds / 60) % 60} min"),
        };
    }

    /// <summary>The middle one of durations.</summary>
    public static TimeSpan Median(IReadOnlyList<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// <summary>What is told of a run's times.</summary>
    public static IEnumerable<(string Name, string? Value)> Facts(History history)
    {
        var times = history.Durations;
        // The first epoch also makes the steps; the others tell what an epoch takes.
        var usual = Median(times.Count > 1 ? [.. times.Skip(1)] : times);
        double seconds = usual.TotalSeconds;
        yield return ("Total", Of(history.TotalDuration));
        yield return ("First epoch", Of(times[0]));
        if (times.Count > 1)
        {
            yield return ("Median of later ones", Of(usual));
            yield return ("Range of later ones", $"{Of(times.Skip(1).Min())} to {Of(times.Skip(1).Max())}");
        }
        if (history.Steps is { } steps and > 0)
            yield return ("A step", Of(usual / steps));
        if (history.Examples is { } examples && seconds > 0)
            yield return ("Examples per second", AxisNumber.Count((long)(examples / seconds)));
        if (history.ValidationExamples is > 0 || history.Names.Any(n => n.StartsWith("val_", StringComparison.Ordinal)))
            yield return ("Validation", "counted in each epoch");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
