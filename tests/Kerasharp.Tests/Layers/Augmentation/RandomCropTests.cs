using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class RandomCropTests
{
    [Fact]
    public void All_images_of_a_step_are_cut_at_one_place_which_may_be_any()
    {
        float[] image = ImageDraws.Image(5, 8, (y, x) => 10 * y + x);
        float[] two = [.. image, .. image.Select(v => v + 100)];
        var harness = new LayerHarness(new RandomCrop(3, 5), 5, 8, 1);
        var found = new HashSet<float>();
        for (int step = 0; step < 40; step++)
        {
            float[] output = harness.Train(two, number: step).Output;
            Assert.Equal(ImageDraws.Image(3, 5, (y, x) => output[0] + 10 * y + x), output[..15]);
            Assert.Equal(output[..15].Select(v => v + 100), output[15..]);
            found.Add(output[0]);
        }
        Assert.Equal([0, 1, 2], found.Select(f => (int)f / 10).Distinct().Order());
        Assert.Equal([0, 1, 2, 3], found.Select(f => (int)f % 10).Distinct().Order());
    }

    [Fact]
    public void Where_one_side_fits_the_place_along_the_other_is_random()
    {
        float[] image = ImageDraws.Image(3, 6, (_, x) => x);
        var harness = new LayerHarness(new RandomCrop(3, 4, dataFormat: "channels_first"), 1, 3, 6);
        Assert.Equal(
            [0, 1, 2],
            Enumerable.Range(0, 20).Select(s => harness.Train(image, number: s).Output[0]).Distinct().Order()
        );
    }

    [Fact]
    public void Its_own_seed_decides_whatever_the_models_is()
    {
        float[] image = LayerHarness.Normal(400, 3);
        float[] Run(long model, int? own) =>
            new LayerHarness(new RandomCrop(10, 10, own), 20, 20, 1).Train(image, seed: model).Output;
        Assert.Equal(Run(1, 5), Run(2, 5));
        Assert.NotEqual(Run(1, 5), Run(1, 6));
        Assert.NotEqual(Run(1, null), Run(2, null));
    }

    [Fact]
    public void Outside_training_images_of_the_size_pass() =>
        RandomDraws.AssertIdleOutsideTraining(new RandomCrop(4, 3), 4, 3, 2);

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains(
            "height of 0 came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomCrop(0, 3)).Message
        );
        Assert.Contains(
            "to cut out a window",
            Assert.Throws<LayerException>(() => new LayerHarness(new RandomCrop(2, 2), -1, 4, 1)).Message
        );
    }
}
