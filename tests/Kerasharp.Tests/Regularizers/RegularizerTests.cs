using Kerasharp.Regularizers;

namespace Kerasharp.Tests.Regularizers;

public class RegularizerTests
{
    private static readonly float[] Kernel = Elements.Wave(12, 0.4);

    public static TheoryData<string, Type> Names =>
        new()
        {
            { "l1", typeof(L1) },
            { "L1", typeof(L1) },
            { "l2", typeof(L2) },
            { "L2", typeof(L2) },
            { "l1_l2", typeof(L1L2) },
            { "l1l2", typeof(L1L2) },
            { "L1L2", typeof(L1L2) },
            { "orthogonal_regularizer", typeof(OrthogonalRegularizer) },
            { "OrthogonalRegularizer", typeof(OrthogonalRegularizer) },
        };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_makes_the_class(string name, Type type)
    {
        Regularizer regularizer = name;
        Assert.IsType(type, regularizer);
        Assert.True(FunctionRunner.Run(regularizer.Call, Kernel, 3, 4)[0] > 0);
    }

    [Fact]
    public void The_factors_are_Keras()
    {
        Assert.Equal((0.01, 0), (new L1().L1, new L1().L2));
        Assert.Equal((0, 0.01), (new L2().L1, new L2().L2));
        Assert.Equal((0, 0), (new L1L2().L1, new L1L2().L2));
        var named = Assert.IsType<L1L2>((Regularizer)"l1_l2");
        Assert.Equal((0.01, 0.01), (named.L1, named.L2));
        Assert.Equal((0.01, "rows"), (new OrthogonalRegularizer().Factor, new OrthogonalRegularizer().Mode));
    }

    [Theory]
    [InlineData(0.3, 0.2)]
    [InlineData(0.3, 0)]
    [InlineData(0, 0.2)]
    [InlineData(0, 0)]
    public void Sums_are_times_the_factors(double l1, double l2)
    {
        double expected = Kernel.Sum(w => l1 * Math.Abs(w) + l2 * w * w);
        Near(expected, FunctionRunner.Run(new L1L2(l1, l2).Call, Kernel, 3, 4)[0]);
        if (l2 == 0)
            Near(expected, FunctionRunner.Run(new L1(l1).Call, Kernel, 12)[0]);
        if (l1 == 0)
            Near(expected, FunctionRunner.Run(new L2(l2).Call, Kernel, 12)[0]);
    }

    [Fact]
    public void Other_names_are_refused() =>
        Assert.Contains(
            "'l1', 'l2', 'l1_l2', 'orthogonal_regularizer'",
            Assert.Throws<ArgumentException>(() => (Regularizer)"l3").Message
        );

    [Fact]
    public void Wrong_factors_are_refused()
    {
        Assert.Contains("-0.5 came", Assert.Throws<ArgumentOutOfRangeException>(() => new L1(-0.5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new L2(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new L1L2(0, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrthogonalRegularizer(-1));
    }

    private static void Near(double expected, double actual) =>
        Assert.InRange(actual, expected - 1e-6 - 1e-6 * expected, expected + 1e-6 + 1e-6 * expected);
}
