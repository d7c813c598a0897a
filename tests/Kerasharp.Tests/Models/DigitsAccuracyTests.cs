using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Models;

/// <summary>The quick start's model on real data: it learns, and as well as the same recipe does elsewhere (PyTorch: 96.9 to 98.3 %).</summary>
[Collection(nameof(AloneCollection))]
public class DigitsAccuracyTests
{
    [Fact]
    public void Learns_digits_over_seeds_and_splits()
    {
        double[] accuracies = [.. Enumerable.Range(0, 5).Select(i => Train(seed: i + 1, split: i)).Order()];

        Assert.True(accuracies[0] >= 0.96, $"The worst of {string.Join(", ", accuracies)} is below 96 %.");
        Assert.True(accuracies[2] >= 0.97, $"The median of {string.Join(", ", accuracies)} is below 97 %.");
    }

    private static double Train(int seed, int split)
    {
        Utils.SetRandomSeed(seed);
        var (train, test) = Digits.Load(seed: split);
        using var model = new Sequential([
            new Input(8, 8, 1),
            new Conv2D(32, kernelSize: 3, padding: "same", activation: "relu"),
            new MaxPooling2D(2),
            new Flatten(),
            new Dropout(0.25),
            new Dense(10, activation: "softmax"),
        ]);
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(train.X, train.Y, batchSize: 32, epochs: 60, validationSplit: 0.1, verbose: 0);
        return model.Evaluate(test.X, test.Y, verbose: 0)["accuracy"];
    }
}
