using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class DropoutTests
{
    private static readonly float[] Ones = Enumerable.Repeat(1f, 40_000).ToArray();

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    public void Its_rate_is_dropped_and_the_rest_scaled(double rate)
    {
        float[] y = new LayerHarness(new Dropout(rate), 100).Train(Ones).Output;
        float kept = (float)(1 / (1 - rate));
        Assert.All(y, v => Assert.True(v == 0 || Math.Abs(v - kept) < 1e-6 * kept));
        // Five standard deviations of a fraction of 40,000 draws.
        double bound = 5 * Math.Sqrt(rate * (1 - rate) / Ones.Length);
        Assert.InRange(y.Count(v => v == 0) / (double)Ones.Length, rate - bound, rate + bound);
    }

    [Fact]
    public void Seed_and_step_decide_which()
    {
        var harness = new LayerHarness(new Dropout(0.5), 100);
        float[] first = harness.Train(Ones, seed: 3, number: 8).Output;
        Assert.Equal(first, harness.Train(Ones, seed: 3, number: 8).Output);
        AssertIndependent(first, harness.Train(Ones, seed: 3, number: 9).Output);
        AssertIndependent(first, harness.Train(Ones, seed: 4, number: 8).Output);
    }

    [Fact]
    public void Two_places_in_a_model_draw_each_for_itself()
    {
        var halves = new Chain(new Dropout(0.5), new Dropout(0.5));
        float[] y = new LayerHarness(halves, 100).Train(Ones).Output;
        Assert.InRange(y.Count(v => v != 0) / (double)Ones.Length, 0.24, 0.26);
        Assert.Equal([0f, 4], y.Distinct().Order());
    }

    [Fact]
    public void The_gradient_goes_where_the_output_came_from()
    {
        var run = new LayerHarness(new Dropout(0.5), 100).Train(Ones);
        Assert.Equal(run.Output.Zip(run.Weighting, (y, w) => y * w), run.InputGradient);
    }

    [Theory]
    [InlineData(0.5, false)]
    [InlineData(0, true)]
    public void Without_training_or_rate_nothing_changes(double rate, bool training)
    {
        var harness = new LayerHarness(new Dropout(rate), 2);
        float[] x = [1, -2, 3, 4];
        Assert.Equal(x, training ? harness.Train(x).Output : harness.Predict(x));
        if (!training)
            Assert.Equal("test(x: float32[batch,2])\n  return y = x\n", harness.InferenceGraph());
    }

    [Fact]
    public void A_noise_shape_shares_decisions_along_its_ones()
    {
        var harness = new LayerHarness(new Dropout(0.5, noiseShape: [null, 1, 4]), 5, 4);
        float[] y = harness.Train(Ones[..400]).Output;
        for (int b = 0; b < 20; b++)
        for (int i = 0; i < 20; i++)
            Assert.Equal(y[b * 20 + i % 4], y[b * 20 + i]);
        Assert.InRange(y.Count(v => v == 0), 100, 300);
        Assert.Contains(Enumerable.Range(0, 20), b => y[b * 20] != y[b * 20 + 1]);
    }

    [Fact]
    public void Behind_a_convolution_decisions_are_shared_along_the_right_axes()
    {
        var chain = new Chain(
            new Conv2D(3, 1, kernelInitializer: "ones", name: "c"),
            new Dropout(0.5, noiseShape: [null, 1, 1, null])
        );
        float[] y = new LayerHarness(chain, 4, 4, 1).Train(Ones[..160]).Output;
        for (int b = 0; b < 10; b++)
        for (int i = 0; i < 48; i++)
            Assert.Equal(y[b * 48 + i % 3], y[b * 48 + i]);
        Assert.Contains(Enumerable.Range(0, 10), b => y[b * 48] != y[b * 48 + 1]);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(25)]
    [InlineData(double.NaN)]
    public void Other_rates_are_refused(double rate) =>
        Assert.Contains(
            "0 to 1 was expected",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(rate)).Message
        );

    [Fact]
    public void A_noise_shape_that_does_not_fit_is_refused()
    {
        var error = Assert.Throws<LayerException>(() => new LayerHarness(new Dropout(0.5, [null, 3], name: "d"), 4));
        Assert.StartsWith(
            "Layer 'd': an input of shape (None, 4) came; the noise shape (null, 3) needs",
            error.Message
        );
        Assert.Throws<LayerException>(() => new LayerHarness(new Dropout(0.5, [null]), 4));
        Assert.Throws<ArgumentException>(() => new Dropout(0.5, [null, 0]));
    }

    private static void AssertIndependent(float[] a, float[] b)
    {
        double equal = a.Zip(b, (x, y) => x == y ? 1 : 0).Sum() / (double)a.Length;
        Assert.InRange(equal, 0.48, 0.52);
    }
}
