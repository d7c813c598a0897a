namespace Kerasharp.Benchmarks.Scaling;

/// <summary>A power law y = factor x^exponent through points, by least squares in logarithms.</summary>
/// <param name="Factor">What y is at x = 1.</param>
/// <param name="Exponent">How often y doubles when x does.</param>
internal readonly record struct PowerFit(double Factor, double Exponent)
{
    /// <summary>Fits points, all of them above 0.</summary>
    /// <exception cref="ArgumentException">There are fewer than two different x, or a number is not above 0.</exception>
    public static PowerFit Through(IReadOnlyCollection<(double X, double Y)> points)
    {
        if (points.Any(p => !(p.X > 0 && p.Y > 0)))
            throw new ArgumentException(
                "A point at or below 0 came; powers run through points above 0 only. Leave it out.",
                nameof(points)
            );
        if (points.Select(p => p.X).Distinct().Count() < 2)
            throw new ArgumentException(
                "Fewer than two different x came; a line needs two. Measure more sizes.",
                nameof(points)
            );
        double meanX = points.Average(p => Math.Log(p.X));
        double meanY = points.Average(p => Math.Log(p.Y));
        double exponent =
            points.Sum(p => (Math.Log(p.X) - meanX) * (Math.Log(p.Y) - meanY))
            / points.Sum(p => Math.Pow(Math.Log(p.X) - meanX, 2));
        return new PowerFit(Math.Exp(meanY - exponent * meanX), exponent);
    }
}
