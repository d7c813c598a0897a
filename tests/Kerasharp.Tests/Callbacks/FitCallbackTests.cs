using Kerasharp.Callbacks;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Callbacks;

/// <summary>Callbacks while a model really trains.</summary>
public class FitCallbackTests
{
    [Fact]
    public void LogsOfTheLastBatchAreThoseOfTheEpoch()
    {
        using var model = Model();
        var batches = new List<(int Batch, double Loss)>();
        var ends = new List<Logs>();
        var history = model.Fit(
            X,
            Y,
            batchSize: 4,
            epochs: 2,
            verbose: 0,
            callbacks:
            [
                new LambdaCallback(
                    onTrainBatchEnd: (batch, logs) => batches.Add((batch, logs["loss"])),
                    onEpochEnd: (_, logs) => ends.Add(logs)
                ),
            ],
            validationData: (X, Y)
        );

        Assert.Equal([0, 1, 2, 0, 1, 2], batches.Select(b => b.Batch));
        Assert.Equal([batches[2].Loss, batches[5].Loss], history["loss"]);
        Assert.Equal([0, 1], history.Epoch);
        Assert.Equal(["loss", "mse", "val_loss", "val_mse"], history.Names.Order());
        Assert.Equal(history["val_loss"], ends.Select(l => l["val_loss"]));
        Assert.Equal(history["val_loss"], history["val_mse"], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Contains("it has 'loss', 'mse'", Assert.Throws<KeyNotFoundException>(() => history["accuracy"]).Message);
    }

    [Fact]
    public void ACallbackEndsTraining()
    {
        using var model = Model();
        var stop = new LambdaCallback(onEpochEnd: (epoch, _) => model.StopTraining = epoch == 1);
        Assert.Equal([0, 1], model.Fit(X, Y, epochs: 5, verbose: 0, callbacks: [stop]).Epoch);
    }

    private static float[,] X { get; } = Numbers(10, 3);

    private static float[,] Y { get; } = Numbers(10, 1);

    private static Sequential Model()
    {
        var model = new Sequential([new Input(3), new Dense(1)]);
        model.Compile("adam", "mse", ["mse"]);
        return model;
    }

    private static float[,] Numbers(int rows, int columns)
    {
        var numbers = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        for (int k = 0; k < columns; k++)
            numbers[i, k] = MathF.Sin(3 * i + k);
        return numbers;
    }
}
