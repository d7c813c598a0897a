using Kerasharp.Data;
using Kerasharp.Layers;
using RandomSource = Kerasharp.Initializers.RandomSource;

namespace Kerasharp.Tests.Layers;

public class AugmentationPolicyTests
{
    [Fact]
    public void Its_results_are_those_of_the_layers_that_it_chooses_among()
    {
        // Without a factor only these are left.
        Layer[] ways =
        [
            new RandomPosterization(1),
            new Solarization(),
            new AutoContrast(),
            new Equalization(),
            new RandomSharpness(0),
            new Identity(),
        ];
        TensorData x = Pixels();
        float[][] expected = [.. ways.Select(w => Drawn(w, x, 0))];
        var found = new int[ways.Length];
        var layer = new RandAugment(numOps: 1, factor: 0);
        for (int n = 0; n < 60; n++)
        {
            float[] result = Drawn(layer, x, n);
            int way = Array.FindIndex(expected, e => Close(e, result));
            Assert.True(way >= 0, $"step {n} gave what none of the layers gives");
            found[way]++;
        }
        Assert.DoesNotContain(0, found);
        // Six of eleven do nothing without a factor.
        Assert.InRange(found[^1], 60 * 6 / 11 - 19, 60 * 6 / 11 + 19);
    }

    [Fact]
    public void A_mixture_lies_between_the_image_and_what_the_chains_make_of_it()
    {
        var layer = new AugMix(chainDepth: 1, factor: 0, allOps: false);
        TensorData x = Pixels();
        float[][] results = [.. Enumerable.Range(0, 20).Select(n => Drawn(layer, x, n))];
        Assert.All(results, r => Assert.All(r, p => Assert.InRange(p, 0, 255)));
        Assert.True(results.Select(r => r.Sum()).Distinct().Count() > 10);
    }

    [Fact]
    public void Seeds_decide()
    {
        TensorData x = Pixels();
        Assert.Equal(Drawn(new RandAugment(seed: 3), x, 0, model: 1), Drawn(new RandAugment(seed: 3), x, 0, model: 2));
        Assert.NotEqual(Drawn(new AugMix(), x, 0, model: 1), Drawn(new AugMix(), x, 0, model: 2));
        Assert.Equal(Drawn(new AugMix(), x, 5, model: 1), Drawn(new AugMix(), x, 5, model: 1));
    }

    [Fact]
    public void Outside_training_nothing_is_left_of_them()
    {
        RandomDraws.AssertIdleOutsideTraining(new RandAugment(), 4, 5, 3);
        RandomDraws.AssertIdleOutsideTraining(new AugMix(), 4, 5, 3);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandAugment(numOps: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandAugment(factor: 1.5));
        Assert.ThrowsAny<ArgumentException>(() => new RandAugment(interpolation: "cubic"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AugMix(numChains: 0));
        Assert.Contains(
            "a number above 0 was expected",
            Assert.Throws<ArgumentOutOfRangeException>(() => new AugMix(alpha: 0)).Message
        );
    }

    private static float[] Drawn(Layer layer, TensorData x, long step, long model = 1) =>
        layer.ApplyDrawn(x, training: true, model, step)[0].ToArray();

    private static float[,,,] Pixels()
    {
        var random = new RandomSource(5);
        var pixels = new float[2, 6, 7, 3];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i / 126, i / 21 % 6, i / 3 % 7, i % 3] = 20 + (float)(random.NextUInt64() % 180) + 0.4f;
        return pixels;
    }

    private static bool Close(float[] a, float[] b) => a.Zip(b).All(p => Math.Abs(p.First - p.Second) < 0.05);
}
