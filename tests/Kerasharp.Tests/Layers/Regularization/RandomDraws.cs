using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

/// <summary>What is asked of every layer that draws random numbers.</summary>
internal static class RandomDraws
{
    /// <summary>So many that five standard deviations are narrow.</summary>
    public static readonly float[] Ones = [.. Enumerable.Repeat(1f, 40_000)];

    /// <summary>Mean and variance lie within five standard deviations of those of the distribution.</summary>
    /// <param name="numbers">Independent draws.</param>
    /// <param name="mean">The distribution's mean.</param>
    /// <param name="variance">Its variance.</param>
    /// <param name="fourth">Its fourth central moment over the squared variance: 3 for a normal distribution.</param>
    public static void AssertMoments(float[] numbers, double mean, double variance, double fourth = 3)
    {
        double found = numbers.Average(n => (double)n);
        double spread = numbers.Average(n => (n - mean) * (n - mean));
        double bound = 5 * Math.Sqrt(variance / numbers.Length);
        Assert.InRange(found, mean - bound, mean + bound);
        double wide = 5 * variance * Math.Sqrt((fourth - 1) / numbers.Length);
        Assert.InRange(spread, variance - wide, variance + wide);
    }

    /// <summary>Model seed and step decide where the layer has no seed, its own seed and the step where it has one.</summary>
    public static void AssertSeeds(Func<int?, Layer> make)
    {
        var free = new LayerHarness(make(null), 100);
        float[] first = free.Train(Ones, seed: 3, number: 8).Output;
        Assert.Equal(first, free.Train(Ones, seed: 3, number: 8).Output);
        AssertUncorrelated(first, free.Train(Ones, seed: 3, number: 9).Output);
        AssertUncorrelated(first, free.Train(Ones, seed: 4, number: 8).Output);

        float[] seeded = new LayerHarness(make(5), 100).Train(Ones, seed: 3, number: 8).Output;
        // Behind another layer that draws, and under another seed of the model.
        var behind = new LayerHarness(new Chain(new Tossing(), make(5)), 100);
        Assert.Equal(seeded, behind.Train(Ones, seed: 4, number: 8).Output);
        AssertUncorrelated(seeded, behind.Train(Ones, seed: 4, number: 9).Output);
        AssertUncorrelated(seeded, new LayerHarness(make(6), 100).Train(Ones, seed: 3, number: 8).Output);
        AssertUncorrelated(seeded, first);
    }

    /// <summary>A layer that is called twice in a step draws anew, with a seed of its own as without.</summary>
    public static void AssertDrawsAnew(Layer layer)
    {
        var pair = new Twice(layer);
        float[] both = new LayerHarness(pair, 100).Train(Ones).Output;
        int half = both.Length / 2;
        // The two halves of each row are the two calls.
        AssertUncorrelated(
            [.. Enumerable.Range(0, half).Select(i => both[i / 100 * 200 + i % 100])],
            [.. Enumerable.Range(0, half).Select(i => both[i / 100 * 200 + 100 + i % 100])]
        );
    }

    /// <summary>Outside training nothing is left of the layer.</summary>
    public static void AssertIdleOutsideTraining(Layer layer, params long[] example)
    {
        var harness = new LayerHarness(layer, example);
        float[] x = LayerHarness.Normal(2 * example.Aggregate(1L, (product, size) => product * size), seed: 3);
        Assert.Equal(x, harness.Predict(x));
        Assert.EndsWith("  return y = x\n", harness.InferenceGraph(), StringComparison.Ordinal);
        Assert.Equal(1, harness.InferenceGraph().Count(c => c == '='));
    }

    public static void AssertUncorrelated(float[] a, float[] b)
    {
        Assert.Equal(a.Length, b.Length);
        double meanA = a.Average(v => (double)v);
        double meanB = b.Average(v => (double)v);
        double product = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Average();
        double scale = Math.Sqrt(a.Average(x => (x - meanA) * (x - meanA)) * b.Average(y => (y - meanB) * (y - meanB)));
        Assert.InRange(product / scale, -5 / Math.Sqrt(a.Length), 5 / Math.Sqrt(a.Length));
    }

    private sealed class Tossing : Layer
    {
        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
            context.Training ? input + context.RandomUniform(input) * 0 : input;
    }

    private sealed class Twice(Layer layer) : Layer
    {
        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
            Ops.Concatenate([layer.Invoke(context, input), layer.Invoke(context, input)]);
    }
}
