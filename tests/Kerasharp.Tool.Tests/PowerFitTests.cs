using Kerasharp.Benchmarks.Scaling;

namespace Kerasharp.Tool.Tests;

/// <summary>The exponents of benchmarks/SCALING.md.</summary>
public sealed class PowerFitTests
{
    [Fact]
    public void A_power_is_found_again()
    {
        var fit = PowerFit.Through([.. new[] { 1.0, 2, 4, 10 }.Select(x => (x, 3 * Math.Pow(x, 1.5)))]);

        Assert.Equal(1.5, fit.Exponent, 1e-12);
        Assert.Equal(3, fit.Factor, 1e-12);
    }

    [Fact]
    public void Noise_is_fitted_by_least_squares()
    {
        // In logarithms to base 2: (0, 0), (1, 1.5), (2, 1.5); the line through them rises by 0.75.
        var fit = PowerFit.Through([(1, 1), (2, Math.Pow(2, 1.5)), (4, Math.Pow(2, 1.5))]);

        Assert.Equal(0.75, fit.Exponent, 1e-12);
        Assert.Equal(Math.Pow(2, 0.25), fit.Factor, 1e-12);
    }

    [Fact]
    public void What_has_no_power_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PowerFit.Through([(1, 0), (2, 1)]));
        Assert.Throws<ArgumentException>(() => PowerFit.Through([(2, 1), (2, 3)]));
    }
}
