using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace Course;

/// <summary>LeNet-5 on MNIST: bytes go in as they are and become numbers of 0 to 1 inside the model.</summary>
internal static class LeNet
{
    public static void Run(bool quick)
    {
        Utils.SetRandomSeed(1);
        var (train, test) = Mnist.Load();
        int count = quick ? 1_000 : train.Count;
        var x = train.X[..count, .., ..];
        var y = train.Y[..count];
        using var model = new Sequential([
            new Input(28, 28) { ElementType = Kerasharp.Onnx.Graphs.ElementType.UInt8 },
            new Rescaling(1.0 / 255),
            new Reshape(28, 28, 1),
            Applications.LeNet5(),
        ]);
        model.Summary(expandNested: true);
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(x, y, batchSize: 128, epochs: quick ? 1 : 5, validationSplit: 0.1, verbose: 2);
        var scores = model.Evaluate(test.X, test.Y, batchSize: 256, verbose: 0);
        Console.WriteLine(FormattableString.Invariant($"test accuracy: {scores["accuracy"]:P2}"));
    }
}
