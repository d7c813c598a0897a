using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace WebService;

/// <summary>A small network for the embedded digits, so that there is something to serve.</summary>
public static class DigitModel
{
    /// <summary>Trains it and exports it.</summary>
    /// <returns>The file's path.</returns>
    public static string Train(int epochs = 20)
    {
        Utils.SetRandomSeed(1);
        var (train, _) = Digits.Load();
        using var model = new Sequential([
            new Input(8, 8, 1) { Name = "pixels" },
            new Conv2D(16, kernelSize: 3, activation: "relu"),
            new MaxPooling2D(2),
            new Flatten(),
            new Dense(10, activation: "softmax", name: "probabilities"),
        ]);
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(train.X, train.Y, batchSize: 32, epochs: epochs, verbose: 0);
        string path = Path.Combine(Path.GetTempPath(), $"digits-{Guid.NewGuid():N}.onnx");
        model.Export(path);
        return path;
    }
}
