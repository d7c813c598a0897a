using Kerasharp.Layers;
using Kerasharp.Losses;

namespace Kerasharp.Tests.Losses;

/// <summary>Losses that look at more than one prediction, in models that train, with a smaller last batch.</summary>
public class LossTrainingTests
{
    [Fact]
    public void ASequenceLearnsItsLabels()
    {
        Utils.SetRandomSeed(1);
        var model = new Sequential([new Input(6, 4), new Dense(8, "tanh"), new Dense(3)]);
        model.Compile("adam", new CTC());
        var x = Random(10, 6, 4);
        var y = new int[10, 2];
        for (int i = 0; i < 10; i++)
            (y[i, 0], y[i, 1]) = (1 + i % 2, i % 3);
        Learns(model.Fit(x, y, batchSize: 4, epochs: 30, verbose: 0));
    }

    [Fact]
    public void AreasAreFound()
    {
        Utils.SetRandomSeed(1);
        var model = new Sequential([new Input(4), new Dense(5, "sigmoid")]);
        model.Compile("adam", new Dice(), metrics: ["tversky"]);
        var x = Random(10, 4);
        var y = new float[10, 5];
        for (int i = 0; i < 10; i++)
            y[i, i % 5] = 1;
        Learns(model.Fit(x, y, batchSize: 4, epochs: 30, verbose: 0));
    }

    [Fact]
    public void ClassesDrawTogether()
    {
        Utils.SetRandomSeed(1);
        var model = new Sequential([new Input(4), new Dense(3), new UnitNormalization()]);
        model.Compile("adam", new Circle(gamma: 4));
        Learns(model.Fit(Random(10, 4), new[] { 0, 1, 0, 1, 0, 1, 0, 1, 0, 1 }, batchSize: 4, epochs: 30, verbose: 0));
    }

    private static void Learns(History history)
    {
        var losses = history["loss"];
        Assert.All(losses, l => Assert.True(double.IsFinite(l)));
        Assert.True(losses[^1] < losses[0], $"{losses[0]} to {losses[^1]}");
    }

    private static float[,,] Random(int a, int b, int c)
    {
        var random = new Random(3);
        var x = new float[a, b, c];
        for (int i = 0; i < x.Length; i++)
            x[i / (b * c), i / c % b, i % c] = (float)random.NextDouble() * 2 - 1;
        return x;
    }

    private static float[,] Random(int a, int b)
    {
        var random = new Random(3);
        var x = new float[a, b];
        for (int i = 0; i < x.Length; i++)
            x[i / b, i % b] = (float)random.NextDouble() * 2 - 1;
        return x;
    }
}
