using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace DrawDigit;

/// <summary>The network that the page runs.</summary>
public static class DigitNetwork
{
    /// <summary>Trains it on MNIST and exports it.</summary>
    public static void Train(string path, int epochs, int verbose = 1)
    {
        Utils.SetRandomSeed(1);
        var (train, _) = Mnist.Load();
        // Bytes stay bytes until they are inside the graph; the page sends bytes, too.
        using var model = new Sequential([
            new Input(28, 28) { Name = "image", ElementType = Kerasharp.Onnx.Graphs.ElementType.UInt8 },
            new Rescaling(1 / 255.0),
            new Reshape(28, 28, 1),
            new Conv2D(16, kernelSize: 5, strides: 2, activation: "relu"),
            new Conv2D(32, kernelSize: 3, activation: "relu"),
            new MaxPooling2D(2),
            new Flatten(),
            new Dropout(0.3),
            new Dense(64, activation: "relu"),
            new Dense(10, activation: "softmax", name: "probabilities"),
        ]);
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(train.X, train.Y, batchSize: 128, epochs: epochs, verbose: verbose);
        model.Export(path);
    }
}
