using Kerasharp.Constraints;

namespace Kerasharp.Tests.Constraints;

/// <summary>Constraints against loops in double precision.</summary>
public class ConstraintTests
{
    private static readonly long[] Dims = [3, 2, 4];

    // Vectors of several lengths along every axis, one of zeros along the first.
    private static readonly float[] Weight =
    [
        .. Elements.Wave(24, 0.4).Select((w, i) => i % 8 == 5 ? 0 : w * (1 + i % 3)),
    ];

    public static TheoryData<string, Type> Names =>
        new()
        {
            { "max_norm", typeof(MaxNorm) },
            { "MaxNorm", typeof(MaxNorm) },
            { "min_max_norm", typeof(MinMaxNorm) },
            { "MinMaxNorm", typeof(MinMaxNorm) },
            { "non_neg", typeof(NonNeg) },
            { "NonNeg", typeof(NonNeg) },
            { "unit_norm", typeof(UnitNorm) },
            { "UnitNorm", typeof(UnitNorm) },
        };

    public static TheoryData<int[]> AllAxes =>
        new(new[] { 0 }, new[] { 1 }, new[] { -1 }, new[] { 0, 1 }, new[] { 2, -3 }, new[] { 0, 1, 2 });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_makes_the_class(string name, Type type) => Assert.IsType(type, (Constraint)name);

    [Fact]
    public void Other_names_are_refused() =>
        Assert.Contains(
            "'max_norm', 'min_max_norm', 'non_neg', 'unit_norm'",
            Assert.Throws<ArgumentException>(() => (Constraint)"nonneg").Message
        );

    [Fact]
    public void Defaults_are_Keras()
    {
        var max = new MaxNorm();
        Assert.Equal((2.0, "0"), (max.MaxValue, max.Axis.ToString()));
        var both = new MinMaxNorm();
        Assert.Equal((0.0, 1.0, 1.0, "0"), (both.MinValue, both.MaxValue, both.Rate, both.Axis.ToString()));
        Assert.Equal("0", new UnitNorm().Axis.ToString());
    }

    [Fact]
    public void NonNeg_makes_zeros_of_what_is_below() =>
        Assert.Equal([0, 0, 2.5], FunctionRunner.Run(new NonNeg().Call, [-1, 0, 2.5f], 3));

    [Theory]
    [MemberData(nameof(AllAxes))]
    public void Norms_become_what_they_are_to_be(int[] axes)
    {
        Check(new MaxNorm(1.5, axes), axes, n => Math.Min(n, 1.5));
        Check(new UnitNorm(axes), axes, _ => 1);
        Check(new MinMaxNorm(1, 2, 1, axes), axes, n => Math.Clamp(n, 1, 2));
        Check(new MinMaxNorm(1, 2, 0.25, axes), axes, n => 0.25 * Math.Clamp(n, 1, 2) + 0.75 * n);
    }

    [Fact]
    public void A_number_and_a_list_are_taken_as_axes()
    {
        Assert.Equal([1], new MaxNorm(axis: 1).Axis);
        Assert.Equal([0, 1, 2], new MaxNorm(axis: [0, 1, 2]).Axis);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains("-1 came", Assert.Throws<ArgumentOutOfRangeException>(() => new MaxNorm(-1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxNorm(double.NaN));
        Assert.Contains("from 2 to 1", Assert.Throws<ArgumentException>(() => new MinMaxNorm(2, 1)).Message);
        Assert.Contains(
            "rate of 1.5",
            Assert.Throws<ArgumentOutOfRangeException>(() => new MinMaxNorm(rate: 1.5)).Message
        );
        Assert.ThrowsAny<Exception>(() => FunctionRunner.Run(new UnitNorm(axis: 3).Call, Weight, Dims));
    }

    private static void Check(Constraint constraint, int[] axes, Func<double, double> desired)
    {
        var squares = new Dictionary<string, double>();
        for (int i = 0; i < Weight.Length; i++)
            squares[Key(i, axes)] = squares.GetValueOrDefault(Key(i, axes)) + (double)Weight[i] * Weight[i];

        double[] came = FunctionRunner.Run(constraint.Call, Weight, Dims);

        for (int i = 0; i < Weight.Length; i++)
        {
            double norm = Math.Sqrt(squares[Key(i, axes)]);
            double expected = Weight[i] * desired(norm) / (1e-7 + norm);
            Assert.InRange(came[i], expected - 1e-6, expected + 1e-6);
        }
    }

    // Where an element is, but for the axes.
    private static string Key(int index, int[] axes)
    {
        long[] place = [index / 8, index / 4 % 2, index % 4];
        foreach (int axis in axes)
            place[(axis + 3) % 3] = -1;
        return string.Join(" ", place);
    }
}
