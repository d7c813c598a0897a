using System.Text.Json;
using Kerasharp.Layers;
using Kerasharp.Optimizers;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Optimizers;

/// <summary>SGD-G2 in models, where its second gradient is really computed.</summary>
[Collection(nameof(AloneCollection))]
public class SGDG2Tests
{
    [Fact]
    public void ANetworkEndsWithTheWeightsAndTheRateOfTheFormula()
    {
        JsonElement network = ReferenceFiles.Json("optimizers.json").GetProperty("network");
        float[,] x = Rows(network.GetProperty("x"), 3);
        float[,] y = Rows(network.GetProperty("y"), 2);
        double[] rates = network.GetProperty("rates").Numbers();
        using var model = new Sequential([new Input(3), new Dense(8, activation: "tanh"), new Dense(2)]);
        foreach (var (weight, start) in model.Weights.Zip(network.GetProperty("start").EnumerateArray()))
            weight.SetValue(
                Array.ConvertAll(start.Numbers(), v => (float)v).ToTensor([.. weight.Shape.Select(d => (nint)d.Value)])
            );
        model.Compile(new SGDG2(0.1), "mse");
        for (int epoch = 1; epoch <= 7; epoch++)
        {
            model.Fit(x, y, batchSize: 8, epochs: 1, shuffle: false, verbose: 0);
            Assert.Equal(rates[3 * epoch - 1], model.Optimizer.LearningRate, 2e-5 * rates[3 * epoch - 1]);
        }
        double[] expected = [.. network.GetProperty("weights").EnumerateArray().SelectMany(w => w.Numbers())];
        Elements.AssertClose(expected, model.Snapshot().SelectMany(w => w), 1e-5, "weights");
        Assert.Equal(21, model.Optimizer.Iterations);
    }

    [Fact]
    public void OnAParabolaTheRateGoesToTheEdgeOfStability()
    {
        // w² has a curvature of 2: steps of more than 1 leave the valley.
        using var model = Parabola(new SGDG2(0.02), 3);
        for (int n = 1; n <= 20; n++)
        {
            model.Fit(One, Zero, epochs: 1, verbose: 0);
            Assert.Equal(1 - 0.98 * Math.Pow(0.9, n), model.Optimizer.LearningRate, 1e-4);
        }
        Assert.Equal(0, model.Snapshot()[0][0], 1e-3);
    }

    [Fact]
    public void ARateThatIsTooLargeFallsAtOnce()
    {
        using var model = Parabola(new SGDG2(5, beta: 0.75), 3);
        model.Fit(One, Zero, epochs: 1, verbose: 0);
        Assert.Equal(0.25, model.Optimizer.LearningRate, 1e-6);
        Assert.Equal(3 - 0.25 * 6, model.Snapshot()[0][0], 1e-5);
    }

    [Fact]
    public void WhereNothingIsLearntOfTheCurvatureTheRateStays()
    {
        using var atTheBottom = Parabola(new SGDG2(0.25), 0);
        atTheBottom.Fit(One, Zero, epochs: 3, verbose: 0);
        Assert.Equal(0.25, atTheBottom.Optimizer.LearningRate, 1e-7);
        // The second point's gradient is beyond float32, the first one's is not.
        using var beyond = Parabola(new SGDG2(1e38), 10);
        beyond.Fit(One, Zero, epochs: 1, verbose: 0);
        Assert.Equal(1e38, beyond.Optimizer.LearningRate, 1e32);
    }

    [Fact]
    public void TheSecondPassDrawsTheSameNumbersAndCountsNothingTwice()
    {
        float[,] x = Elements.Rows(16, 4);
        float[,] y = Elements.Rows(16, 2, phase: 3);
        using var model = Noisy();
        using var plain = Noisy();
        plain.SetWeights(model.GetWeights());
        model.Compile(new SGDG2(1e-3), "mse", metrics: ["mae"]);
        plain.Compile(new SGD(1e-3), "mse", metrics: ["mae"]);
        var logs = model.Fit(x, y, batchSize: 16, epochs: 1, verbose: 0, shuffle: false);
        plain.Fit(x, y, batchSize: 16, epochs: 1, verbose: 0, shuffle: false);

        // With another mask at the second point the gradients would differ by themselves, and the rate would seem to be far too large.
        Assert.True(model.Optimizer.LearningRate > 0.005, $"{model.Optimizer.LearningRate}");
        Assert.True(double.IsFinite(logs["mae"][0]));
        for (int i = 0; i < 2; i++)
            Assert.Equal(
                plain.NonTrainableWeights[i].GetValue().ToFlat(),
                model.NonTrainableWeights[i].GetValue().ToFlat()
            );
    }

    [Fact]
    public void EachOfSeveralOptimizersLooksAheadForItsOwnWeights()
    {
        float[,] x = Elements.Rows(16, 4);
        float[,] y = Elements.Rows(16, 2, phase: 3);
        using var model = new Sequential([new Input(4), new Dense(3, activation: "tanh"), new Dense(2)]);
        var (first, second) = (new SGDG2(0.01), new SGDG2(0.01));
        model.Compile(new MultiOptimizer(w => w.Path.EndsWith("_1/kernel") ? second : first), "mse");
        double before = model.Evaluate(x, y, verbose: 0)["loss"];
        model.Fit(x, y, batchSize: 16, epochs: 10, verbose: 0);
        Assert.True(model.Evaluate(x, y, verbose: 0)["loss"] < before);
        Assert.NotEqual(0.01, first.LearningRate, 1e-4);
        Assert.True(first.Iterations == 10 && second.Iterations is 0 or 10);
    }

    [Fact]
    public void WrongArgumentsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGDG2(beta: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGDG2(0));
        Assert.IsType<SGDG2>((Optimizer)"sgdg2");
    }

    private static readonly float[,] One = new float[,]
    {
        { 1 },
    };
    private static readonly float[,] Zero = new float[,]
    {
        { 0 },
    };

    private static Sequential Parabola(SGDG2 optimizer, float start)
    {
        var model = new Sequential([new Input(1), new Dense(1, useBias: false)]);
        model.SetWeights([new[] { start }.ToTensor(1, 1)]);
        model.Compile(optimizer, "mse");
        return model;
    }

    private static Sequential Noisy()
    {
        Utils.SetRandomSeed(5);
        return new Sequential([
            new Input(4),
            new BatchNormalization(),
            new Dense(16, activation: "tanh"),
            new Dropout(0.5),
            new Dense(2),
        ]);
    }

    private static float[,] Rows(JsonElement numbers, int columns)
    {
        float[] flat = Array.ConvertAll(numbers.Numbers(), v => (float)v);
        var rows = new float[flat.Length / columns, columns];
        Buffer.BlockCopy(flat, 0, rows, 0, 4 * flat.Length);
        return rows;
    }
}
