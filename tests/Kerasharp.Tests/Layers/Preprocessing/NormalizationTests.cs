using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class NormalizationTests
{
    private static readonly float[,] Data =
    {
        { 0, 7, 4 },
        { 2, 9, 6 },
        { 0, 7, 4 },
        { 2, 9, 7 },
    };

    [Fact]
    public void Statistics_are_those_of_the_data()
    {
        var layer = Adapted(new Normalization());
        _ = new LayerHarness(layer, 3);
        Assert.Equal(["mean", "variance", "count"], layer.Weights.Select(w => w.Name));
        Assert.Equal(["(3,)", "(3,)", "()"], layer.Weights.Select(w => w.Shape.ToString()));
        Assert.Empty(layer.TrainableWeights);
        Assert.Equal([1, 8, 5.25f], LayerHarness.Get(layer.MeanWeight!));
        Assert.Equal([1, 1, 1.6875f], LayerHarness.Get(layer.VarianceWeight!));
    }

    [Fact]
    public void Sums_lose_nothing_over_large_arrays()
    {
        // A mean that single precision could not carry, over several parts, along two axes.
        var bytes = new int[3000, 20, 40];
        for (int i = 0; i < 3000; i++)
        for (int j = 0; j < 20; j++)
        for (int k = 0; k < 40; k++)
            bytes[i, j, k] = 1_000_000 + j * 100 + k + (i % 2 == 0 ? 3 : -3);
        var layer = new Normalization(axis: [2, 1]);
        layer.Adapt(bytes);
        _ = new LayerHarness(layer, 20, 40);
        float[] mean = LayerHarness.Get(layer.MeanWeight!);
        Assert.Equal(1_000_000 + 7 * 100 + 21, mean[7 * 40 + 21]);
        Assert.All(LayerHarness.Get(layer.VarianceWeight!), v => Assert.Equal(9, v));
    }

    [Fact]
    public void A_model_that_ran_goes_on_with_what_is_learned_later()
    {
        var layer = new Normalization();
        using var model = new Sequential([new Input(3), layer]);
        Assert.False(layer.IsAdapted);
        Assert.Equal(Data[0, 0], model.Predict(Data)[0, 0]);
        layer.Adapt(Data);
        Assert.True(layer.IsAdapted);
        Assert.Equal(-1f, model.Predict(Data)[0, 0]);
        layer.Adapt(
            new float[,]
            {
                { 10, 0, 0 },
                { 20, 1, 1 },
            }
        );
        Assert.Equal(-3f, model.Predict(Data)[0, 0]);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Normalization(mean: 1.0));
        Assert.Throws<ArgumentException>(() => new Normalization(mean: 1.0, variance: new[] { 1.0 }));
        Assert.Throws<ArgumentException>(() =>
            new Normalization(axis: null, mean: new[] { 1.0 }, variance: new[] { 1.0 })
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization(0));
        Assert.Contains(
            "sizes along its axes were expected to which numbers of shape (2,) broadcast",
            Assert
                .Throws<LayerException>(() =>
                    new LayerHarness(new Normalization(mean: new[] { 1.0, 2 }, variance: new[] { 1.0, 2 }), 3)
                )
                .Message
        );
        Assert.Throws<InvalidOperationException>(() => new Normalization(mean: 1.0, variance: 1.0).Adapt(Data));
        Assert.Contains(
            "adapted to sizes (3)",
            Assert.Throws<LayerException>(() => new LayerHarness(Adapted(new Normalization()), 4)).Message
        );
        Assert.Contains(
            "axis: null",
            Assert.Throws<LayerException>(() => new Normalization().Adapt(new float[] { 1, 2 })).Message
        );
        Assert.Contains(
            "NaN",
            Assert
                .Throws<ArgumentException>(() =>
                    new Normalization().Adapt(
                        new[,]
                        {
                            { 1, float.NaN },
                        }
                    )
                )
                .Message
        );
        Assert.Contains(
            "example",
            Assert.Throws<ArgumentException>(() => new Normalization().Adapt(new float[0, 3])).Message
        );
    }

    private static Normalization Adapted(Normalization layer)
    {
        layer.Adapt(Data);
        return layer;
    }
}
