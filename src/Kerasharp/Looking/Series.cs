using Kerasharp.Looking.Drawing;

namespace Kerasharp.Looking;

/// <summary>A line of a chart: a name and points.</summary>
/// <example><code>
/// var loss = new Series("Adam", history["loss"]);                                    // at 1, 2, 3, …
/// var theory = Series.Of("1/√n", n =&gt; 1 / Math.Sqrt(n), 1, 10_000, logX: true);   // a function, dashed
/// </code></example>
public sealed class Series
{
    /// <summary>Points, which are connected in their order. NaN and infinite values leave gaps.</summary>
    /// <param name="name">What the legend calls the line.</param>
    /// <param name="points">Its points.</param>
    /// <param name="dashed">Whether it is dashed, as what is only compared with.</param>
    public Series(string name, IEnumerable<(double X, double Y)> points, bool dashed = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(points);
        (Name, Points, Dashed) = (name, [.. points], dashed);
    }

    /// <summary>Values at 1, 2, 3 and so on, as those of epochs.</summary>
    /// <param name="name">What the legend calls the line.</param>
    /// <param name="values">Its values. NaN and infinite ones leave gaps.</param>
    /// <param name="dashed">Whether it is dashed.</param>
    public Series(string name, IEnumerable<double> values, bool dashed = false)
        : this(name, Numbered(values), dashed) { }

    /// <summary>What the legend calls the line.</summary>
    public string Name { get; }

    /// <summary>Its points.</summary>
    public IReadOnlyList<(double X, double Y)> Points { get; }

    /// <summary>Whether it is dashed.</summary>
    public bool Dashed { get; }

    /// <summary>
    /// Which of the chart's seven colours the line has, from 0; lines of one colour belong together, as training and validation of a run, and
    /// had better not both be dashed. By default each line has the colour of its place.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such colour.</exception>
    public int? Color
    {
        get;
        init =>
            field =
                value is null || (value >= 0 && value < ChartColors.Count)
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(value),
                        $"The colour {value} came; 0 to {ChartColors.Count - 1} was expected. Give one of these, or none."
                    );
    }

    /// <summary>A function between two numbers, such as a bound from theory; at 200 points.</summary>
    /// <param name="name">What the legend calls the line.</param>
    /// <param name="function">The function.</param>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends, above <paramref name="from"/>.</param>
    /// <param name="logX">Whether the points' ratios are equal rather than their distances, for a logarithmic axis; both ends are above 0 then.</param>
    /// <param name="dashed">Whether it is dashed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends are not finite and in order, or not above 0 with <paramref name="logX"/>.</exception>
    public static Series Of(
        string name,
        Func<double, double> function,
        double from,
        double to,
        bool logX = false,
        bool dashed = true
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        const int Steps = 199;
        if (!double.IsFinite(from) || !double.IsFinite(to) || to <= from || (logX && from <= 0))
            throw new ArgumentOutOfRangeException(
                nameof(from),
                FormattableString.Invariant(
                    $"A function was to be drawn from {from} to {to}; finite numbers {(logX ? "above 0 " : "")}were expected, the first below the second. Give such."
                )
            );
        return new Series(
            name,
            Enumerable
                .Range(0, Steps + 1)
                .Select(i =>
                {
                    double x =
                        i == Steps ? to
                        : logX ? from * Math.Pow(to / from, (double)i / Steps)
                        : from + ((to - from) * i / Steps);
                    return (x, function(x));
                }),
            dashed
        );
    }

    private static IEnumerable<(double X, double Y)> Numbered(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Select((value, i) => (i + 1.0, value));
    }
}
