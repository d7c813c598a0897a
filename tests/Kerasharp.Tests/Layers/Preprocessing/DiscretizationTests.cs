using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class DiscretizationTests
{
    // From Keras 3.16's own functions.
    [Theory]
    [InlineData(1000, 0.01, new[] { 25.999971389770508, 49.79998016357422, 74.69999694824219 })]
    [InlineData(
        1000,
        0.05,
        new[]
        {
            15.371431350708008,
            29.357147216796875,
            43.30000305175781,
            57.228572845458984,
            71.4142837524414,
            85.30000305175781,
        }
    )]
    [InlineData(5, 0.01, new[] { 26.466665267944336, 59.96666717529297 })]
    [InlineData(
        250,
        0.01,
        new[]
        {
            10.850000381469727,
            21.5000057220459,
            30.550003051757812,
            40.80001449584961,
            48.45001220703125,
            58.600006103515625,
            65.55000305175781,
            77.80000305175781,
            89.3499984741211,
        }
    )]
    public void Boundaries_are_those_of_Keras(int count, double epsilon, double[] expected)
    {
        var layer = new Discretization(numBins: expected.Length + 1, epsilon: epsilon);
        layer.Adapt(Enumerable.Range(0, count).Select(i => (double)i * i * 7919 % 1009 / 10).ToArray());
        Assert.Equal(expected.Length, layer.BinBoundaries!.Count);
        Assert.All(layer.BinBoundaries.Zip(expected), b => Assert.Equal(b.Second, b.First, 1e-5));
    }

    [Fact]
    public void A_model_that_ran_goes_on_with_what_is_learned_later()
    {
        var layer = new Discretization(numBins: 2);
        using var model = new Sequential([new Input(3), layer]);
        float[,] x =
        {
            { 1, 5, 9 },
        };
        Assert.Contains("Adapt(data)", Assert.Throws<LayerException>(() => model.Predict(x)).Message);
        layer.Adapt(new float[] { 3, 4, 4, 6 });
        Assert.Equal([0f, 1, 1], model.Predict(x).ToFlat());
        layer.Adapt(new float[] { 7, 7, 8, 8 });
        Assert.Equal([0f, 0, 1], model.Predict(x).ToFlat());

        using var trained = new Sequential([new Input(3), layer, new Dense(1, kernelInitializer: "ones")]);
        trained.Compile("sgd", "mse");
        Assert.Equal(1, trained.Evaluate(x, new float[] { 0 }, verbose: 0)["loss"], 1e-6);
        layer.Adapt(new float[] { 3, 4, 4, 6 });
        Assert.Equal(4, trained.Evaluate(x, new float[] { 0 }, verbose: 0)["loss"], 1e-6);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("Neither", Assert.Throws<ArgumentException>(() => new Discretization()).Message);
        Assert.Contains("Both", Assert.Throws<ArgumentException>(() => new Discretization([1], 2)).Message);
        Assert.Contains("ascending", Assert.Throws<ArgumentException>(() => new Discretization([2, 1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Discretization(numBins: 2, epsilon: 0));
        Assert.Throws<InvalidOperationException>(() => new Discretization([1]).Adapt(new float[] { 1 }));
        var layer = new Discretization(numBins: 10, outputMode: "one_hot");
        _ = new LayerHarness(layer, 3);
        Assert.Contains(
            "built for rows of 10",
            Assert.Throws<ArgumentException>(() => layer.Adapt(new float[] { 1, 2 })).Message
        );
        Assert.Contains(
            "last axis of 1",
            Assert.Throws<LayerException>(() => new LayerHarness(new Discretization([1], outputMode: "count"))).Message
        );
    }

    [Fact]
    public void One_bin_takes_all()
    {
        var layer = new Discretization(numBins: 1);
        layer.Adapt(new float[] { 1, 2 });
        Assert.Empty(layer.BinBoundaries!);
        using var model = new Sequential([new Input(2), layer]);
        Assert.Equal(
            [0f, 0],
            model
                .Predict(
                    new float[,]
                    {
                        { -1, 5 },
                    }
                )
                .ToFlat()
        );
    }
}
