using Kerasharp.Initializers;

namespace Kerasharp.Tests.Initializers;

public class InitializerTests
{
    // Keras's names and what each makes: the class, and for the scaling ones the variance for a kernel of 300 inputs and 200 outputs.
    public static TheoryData<string, Type, double> Names =>
        new()
        {
            { "glorot_uniform", typeof(GlorotUniform), 2.0 / 500 },
            { "GlorotUniform", typeof(GlorotUniform), 2.0 / 500 },
            { "glorot_normal", typeof(GlorotNormal), 2.0 / 500 },
            { "GlorotNormal", typeof(GlorotNormal), 2.0 / 500 },
            { "he_uniform", typeof(HeUniform), 2.0 / 300 },
            { "HeUniform", typeof(HeUniform), 2.0 / 300 },
            { "he_normal", typeof(HeNormal), 2.0 / 300 },
            { "HeNormal", typeof(HeNormal), 2.0 / 300 },
            { "lecun_uniform", typeof(LecunUniform), 1.0 / 300 },
            { "LecunUniform", typeof(LecunUniform), 1.0 / 300 },
            { "lecun_normal", typeof(LecunNormal), 1.0 / 300 },
            { "LecunNormal", typeof(LecunNormal), 1.0 / 300 },
            { "variance_scaling", typeof(VarianceScaling), 1.0 / 300 },
            { "VarianceScaling", typeof(VarianceScaling), 1.0 / 300 },
            { "random_normal", typeof(RandomNormal), 0.05 * 0.05 },
            { "RandomNormal", typeof(RandomNormal), 0.05 * 0.05 },
            { "normal", typeof(RandomNormal), 0.05 * 0.05 },
            { "random_uniform", typeof(RandomUniform), 0.1 * 0.1 / 12 },
            { "RandomUniform", typeof(RandomUniform), 0.1 * 0.1 / 12 },
            { "uniform", typeof(RandomUniform), 0.1 * 0.1 / 12 },
            // What is left of the variance when the tails beyond two deviations are cut: 1 - 4 f(2) / (F(2) - F(-2)).
            { "truncated_normal", typeof(TruncatedNormal), 0.05 * 0.05 * CutVariance },
            { "TruncatedNormal", typeof(TruncatedNormal), 0.05 * 0.05 * CutVariance },
        };

    private static double CutVariance =>
        1 - (4 * Math.Exp(-2) / Math.Sqrt(2 * Math.PI) / (Sample.Normal(2) - Sample.Normal(-2)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_makes_the_class_with_Keras_defaults(string name, Type type, double variance)
    {
        Initializer initializer = name;
        Assert.IsType(type, initializer);
        Sample.AssertMoments(variance, Fill(initializer, [300, 200], seed: 5));
    }

    [Theory]
    [InlineData("zeros", 0)]
    [InlineData("Zeros", 0)]
    [InlineData("zero", 0)]
    [InlineData("ones", 1)]
    [InlineData("Ones", 1)]
    [InlineData("one", 1)]
    [InlineData("constant", 0)]
    [InlineData("Constant", 0)]
    public void Constant_names_fill_with_their_number(string name, float expected) =>
        Assert.Equal(Enumerable.Repeat(expected, 6), Fill(name, [2, 3]));

    [Fact]
    public void Constant_takes_its_value() => Assert.Equal([2.5f, 2.5f], Fill(new Constant(2.5), [2]));

    [Theory]
    [InlineData("identity")]
    [InlineData("Identity")]
    [InlineData("IdentityInitializer")]
    public void Identity_has_ones_on_the_diagonal(string name)
    {
        Assert.Equal([1f, 0, 0, 0, 1, 0], Fill(name, [2, 3]));
        Assert.Equal([1f, 0, 0, 1, 0, 0], Fill(name, [3, 2]));
    }

    [Fact]
    public void Identity_refuses_what_is_no_matrix()
    {
        var error = Assert.Throws<ArgumentException>(() => Fill(new Identity(), [3, 3, 8]));
        Assert.Contains("(3, 3, 8)", error.Message);
    }

    [Theory]
    [InlineData("glorot")]
    [InlineData("GLOROT_UNIFORM")]
    [InlineData("")]
    public void An_unknown_name_is_refused_with_the_list(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => (Initializer)name);
        Assert.Contains($"'{name}'", error.Message);
        Assert.Contains("glorot_normal, glorot_uniform, he_normal, he_uniform", error.Message);
    }

    [Fact]
    public void Uniform_values_reach_their_bounds_and_not_further()
    {
        AssertBound(Math.Sqrt(6.0 / 500), Fill(new GlorotUniform(), [300, 200]));
        AssertBound(Math.Sqrt(6.0 / 300), Fill(new HeUniform(), [300, 200]));
        AssertBound(Math.Sqrt(3.0 / 300), Fill(new LecunUniform(), [300, 200]));
        AssertBound(0.05, Fill(new RandomUniform(), [300, 200]));

        static void AssertBound(double bound, float[] values)
        {
            Assert.InRange(values.Max(), bound * 0.999, bound * (1 + 1e-6));
            Assert.InRange(values.Min(), bound * -(1 + 1e-6), bound * -0.999);
        }
    }

    [Fact]
    public void Values_follow_their_distribution()
    {
        var uniform = Fill(new RandomUniform(1, 3), [60_000]);
        Sample.AssertFollows(x => Math.Clamp((x - 1) / 2, 0, 1), uniform.Select(v => (double)v));
        var normal = Fill(new RandomNormal(2, 0.5), [60_000]);
        Sample.AssertFollows(Sample.Normal, normal.Select(v => (v - 2) / 0.5));
        var truncated = Fill(new TruncatedNormal(2, 0.5), [60_000]);
        Sample.AssertFollows(Sample.TruncatedNormal, truncated.Select(v => (v - 2) / 0.5));
        // He's deviation is that after the cut, so the cut stands at two of the larger deviation before it.
        var he = Fill(new HeNormal(), [600, 100]);
        var before = Math.Sqrt(2.0 / 600 / CutVariance);
        Sample.AssertFollows(Sample.TruncatedNormal, he.Select(v => v / before));
        var untruncated = Fill(new VarianceScaling(3, "fan_out", "untruncated_normal"), [600, 100]);
        Sample.AssertFollows(Sample.Normal, untruncated.Select(v => v / Math.Sqrt(3.0 / 100)));
    }

    // (height, width, inputs, filters) = (3, 3, 16, 32): 144 numbers feed an output, an input feeds 288.
    [Theory]
    [InlineData("fan_in", 1.0 / 144)]
    [InlineData("fan_out", 1.0 / 288)]
    [InlineData("fan_avg", 1.0 / 216)]
    public void Variance_is_scaled_by_the_mode(string mode, double variance)
    {
        foreach (var distribution in new[] { "uniform", "normal", "truncated_normal", "untruncated_normal" })
            Sample.AssertMoments(2.5 * variance, Fill(new VarianceScaling(2.5, mode, distribution), [3, 3, 16, 32]));
    }

    // A kernel of (heads, inputs, size) = (8, 60, 16), as einsums have them: 60 inputs, 128 outputs.
    [Fact]
    public void Variance_is_that_of_the_given_axes()
    {
        int[] inputs = [1];
        int[] outputs = [0, 2];
        Check(2.0 / 188, new GlorotNormal(null, inputs, outputs));
        Check(2.0 / 188, new GlorotUniform(null, inputs, outputs));
        Check(2.0 / 60, new HeNormal(null, inputs, outputs));
        Check(2.0 / 60, new HeUniform(null, inputs, outputs));
        Check(1.0 / 60, new LecunNormal(null, inputs, outputs));
        Check(1.0 / 60, new LecunUniform(null, inputs, outputs));
        Check(3.0 / 128, new VarianceScaling(3, "fan_out", inputAxes: inputs, outputAxes: outputs));

        void Check(double variance, VarianceScaling initializer)
        {
            Assert.Equal(inputs, initializer.InputAxes!);
            Assert.Equal(outputs, initializer.OutputAxes!);
            Sample.AssertMoments(variance, Fill(initializer, [8, 60, 16]));
        }
    }

    [Fact]
    public void Axes_of_one_side_alone_are_refused()
    {
        Assert.Contains(
            "inputAxes came alone",
            Assert.Throws<ArgumentException>(() => new HeNormal(inputAxes: [0])).Message
        );
        Assert.Contains(
            "outputAxes came alone",
            Assert.Throws<ArgumentException>(() => new HeNormal(outputAxes: [0])).Message
        );
    }

    [Fact]
    public void Wrong_parameters_are_refused()
    {
        Assert.Contains("-1 came", Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceScaling(-1)).Message);
        Assert.Contains(
            "fan_in, fan_out, fan_avg",
            Assert.Throws<ArgumentException>(() => new VarianceScaling(1, "in")).Message
        );
        Assert.Contains(
            "truncated_normal, untruncated_normal, uniform",
            Assert.Throws<ArgumentException>(() => new VarianceScaling(1, "fan_in", "gauss")).Message
        );
        Assert.Contains(
            "-0.5 came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomNormal(0, -0.5)).Message
        );
        Assert.Contains(
            "NaN came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new TruncatedNormal(0, double.NaN)).Message
        );
        Assert.Contains("from 1 to 0 came", Assert.Throws<ArgumentException>(() => new RandomUniform(1, 0)).Message);
    }

    [Fact]
    public void The_stream_decides_the_values()
    {
        Assert.Equal(Fill("he_normal", [4, 5], seed: 7), Fill("he_normal", [4, 5], seed: 7));
        Assert.NotEqual(Fill("he_normal", [4, 5], seed: 7), Fill("he_normal", [4, 5], seed: 8));
    }

    [Fact]
    public void Two_weights_of_one_initializer_differ_unless_it_has_a_seed()
    {
        var random = new RandomSource(1);
        var (first, second) = (new float[20], new float[20]);
        Initializer free = new GlorotUniform();
        free.Fill(first, [4, 5], random);
        free.Fill(second, [4, 5], random);
        Assert.NotEqual(first, second);

        Initializer seeded = new GlorotUniform(seed: 3);
        seeded.Fill(first, [4, 5], random);
        seeded.Fill(second, [4, 5], new RandomSource(99));
        Assert.Equal(first, second);
        Assert.NotEqual(first, Fill(new GlorotUniform(seed: -3), [4, 5]));
    }

    [Fact]
    public void A_function_gives_the_values()
    {
        Func<long[], float[]> function = shape =>
            [.. Enumerable.Range(0, (int)(shape[0] * shape[1])).Select(i => (float)i)];
        Initializer initializer = function;
        Assert.Equal([0f, 1, 2, 3, 4, 5], Fill(initializer, [2, 3]));
        Assert.Equal([9f], Fill(Initializer.From(_ => [9]), [1]));
    }

    [Fact]
    public void A_function_must_give_as_many_values_as_the_shape_holds()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Fill(Initializer.From(_ => [1, 2]), [3]));
        Assert.Contains("2 values", error.Message);
        Assert.Contains("(3,), which holds 3", error.Message);
    }

    [Fact]
    public void A_users_class_works_as_the_others_do()
    {
        Assert.Equal([0f, -1, -2], Fill(new Descending(), [3]));
    }

    internal static float[] Fill(Initializer initializer, long[] shape, ulong seed = 1)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        initializer.Fill(values, shape, new RandomSource(seed));
        return values;
    }

    private sealed class Descending : Initializer
    {
        public override void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = -i;
        }
    }
}
