namespace Kerasharp.Onnx.Tests.Kernels.Randomness;

/// <summary>Tests of samples against distributions. Limits lie where a true sample stands once in some ten thousand times, or less often.</summary>
internal static class Statistics
{
    /// <summary>Kolmogorov and Smirnov: the greatest distance between the sample's distribution and the exact one, times sqrt(n).</summary>
    public static double Distance(double[] sample, Func<double, double> cumulative)
    {
        double[] sorted = [.. sample.Order()];
        double greatest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double exact = cumulative(sorted[i]);
            greatest = Math.Max(greatest, exact - (double)i / sorted.Length);
            greatest = Math.Max(greatest, (double)(i + 1) / sorted.Length - exact);
        }
        return greatest * Math.Sqrt(sample.Length);
    }

    /// <summary>The same limit for every size of sample: beyond it a true sample stands with the chance 2 exp(-2 x²), here 1e-4.</summary>
    public static double DistanceLimit => Math.Sqrt(-0.5 * Math.Log(0.5e-4));

    /// <summary>
    /// Pearson's chi-square of counts against chances, as a standard normal number by Wilson and Hilferty's cube root. Both signs tell:
    /// counts that fit too well are no chance either.
    /// </summary>
    public static double ChiSquare(IReadOnlyList<double> counts, IReadOnlyList<double> chances)
    {
        double total = counts.Sum();
        double sum = counts.Zip(chances, (c, p) => (c - total * p) * (c - total * p) / (total * p)).Sum();
        double freedom = counts.Count - 1;
        double spread = 2 / (9 * freedom);
        return (Math.Cbrt(sum / freedom) - (1 - spread)) / Math.Sqrt(spread);
    }

    /// <summary>How often each of the numbers 0 to count - 1 stands in a sample.</summary>
    public static double[] Counts(IEnumerable<double> sample, int count)
    {
        var counts = new double[count];
        foreach (double number in sample)
            counts[(int)number]++;
        return counts;
    }

    /// <summary>The correlation of two samples, times sqrt(n): a standard normal number where they are independent.</summary>
    public static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average();
        double meanB = b.Average();
        double both = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return both
            / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)))
            * Math.Sqrt(a.Length);
    }

    /// <summary>The mean of a power of a sample, as so many standard errors away from what it should be.</summary>
    public static double Moment(double[] sample, int power, double expected, double expectedOfSquare) =>
        (sample.Average(x => Math.Pow(x, power)) - expected)
        / Math.Sqrt((expectedOfSquare - expected * expected) / sample.Length);

    /// <summary>The standard normal distribution, by its Taylor series near the middle and its continued fraction further out.</summary>
    public static double NormalCumulative(double x)
    {
        double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (Math.Abs(x) < 3)
        {
            double term = x;
            double sum = x;
            for (int i = 3; i < 120; i += 2)
                sum += term *= x * x / i;
            return 0.5 + sum * density;
        }
        double fraction = 0;
        for (int i = 60; i > 0; i--)
            fraction = i / (Math.Abs(x) + fraction);
        double tail = density / (Math.Abs(x) + fraction);
        return x < 0 ? tail : 1 - tail;
    }
}
