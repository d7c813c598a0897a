using System.Globalization;

namespace Kerasharp.Metrics;

/// <summary>Where predictions of 0 to 1 are cut into no and yes.</summary>
internal sealed class Thresholds
{
    // Keras's epsilon: how far the outermost thresholds of a whole curve lie outside of 0..1.
    private const double Margin = 1e-7;

    private Thresholds(double[] values, bool areEven, bool haveMargins = false)
    {
        Values = values;
        AreEven = areEven;
        HaveMargins = haveMargins;
    }

    /// <summary>The thresholds; predictions above one are a yes.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>How many there are.</summary>
    public int Count => Values.Count;

    /// <summary>Whether they go from 0 to 1 in equal steps, so that a prediction's place among them is computed, not sought.</summary>
    public bool AreEven { get; }

    /// <summary>Whether the first lies just below 0 and the last just above 1.</summary>
    public bool HaveMargins { get; }

    /// <summary>Thresholds as they were given, or one.</summary>
    /// <exception cref="ArgumentException">One is not in 0..1, or there is none.</exception>
    public static Thresholds Of(IReadOnlyList<double>? given, double otherwise)
    {
        if (given is null)
            return new([otherwise], areEven: false);
        double[] values = [.. Checked(given)];
        return new(values, IsEven(values));
    }

    /// <summary>So many from 0 to 1 in equal steps; a single one is 0.5.</summary>
    public static Thresholds Even(int count, string name)
    {
        Layers.Arguments.Positive(count, name);
        return count == 1 ? new([0.5], areEven: false) : new(Steps(count), areEven: true);
    }

    /// <summary>Those of a whole curve, in equal steps.</summary>
    public static Thresholds Curve(int count, string name) =>
        count >= 2
            ? new(WithMargins(Steps(count)[1..^1]), areEven: true, haveMargins: true)
            : throw new ArgumentOutOfRangeException(
                name,
                count,
                $"{name} of {count} came; at least 2 was expected. Give more, such as 200."
            );

    /// <summary>Those of a whole curve, given but for its ends.</summary>
    public static Thresholds Curve(IReadOnlyList<double> given)
    {
        double[] inner = [.. Checked(given).Order()];
        return new(WithMargins(inner), IsEven([0, .. inner, 1]), haveMargins: true);
    }

    private static double[] WithMargins(double[] inner) => [-Margin, .. inner, 1 + Margin];

    private static double[] Steps(int count) => [.. Enumerable.Range(0, count).Select(i => i / (count - 1.0))];

    // As near to equal steps as NumPy's allclose asks for.
    private static bool IsEven(double[] values) =>
        values.Length >= 3
        && values.Zip(Steps(values.Length)).All(v => Math.Abs(v.First - v.Second) <= Margin + 1e-5 * v.Second);

    private static IReadOnlyList<double> Checked(IReadOnlyList<double> given) =>
        given.Count > 0 && given.All(t => t is >= 0 and <= 1)
            ? given
            : throw new ArgumentException(
                $"Thresholds of [{string.Join(", ", given.Select(t => t.ToString(CultureInfo.InvariantCulture)))}] came; numbers from 0 to 1 were expected. Give at least one."
            );
}
