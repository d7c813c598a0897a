using System.Numerics.Tensors;
using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace Course;

/// <summary>
/// Many images, few labels: an autoencoder learns on images alone what digits look like; its encoder is then fine-tuned on the few that
/// have labels. The same network from scratch does worse.
/// </summary>
internal static class FewLabels
{
    public static void Run(bool quick)
    {
        var (train, test) = Mnist.Load();
        int images = quick ? 500 : 10_000;
        const int labels = 100;
        var x = Scaled(train.X[..images, .., ..]);
        var testX = Scaled(test.X);

        Utils.SetRandomSeed(1);
        using var autoencoder = Applications.Autoencoder([28, 28], units: [256, 64]);
        autoencoder.Compile(optimizer: "adam", loss: "binary_crossentropy");
        autoencoder.Fit(x, x, batchSize: 128, epochs: quick ? 1 : 15, verbose: 2);
        var encoder = (Model)autoencoder.GetLayer("encoder");

        Console.WriteLine(
            FormattableString.Invariant($"from scratch, {labels} labels: {Accuracy(Utils.CloneModel(encoder)):P1}")
        );
        Console.WriteLine(FormattableString.Invariant($"pre-trained,  {labels} labels: {Accuracy(encoder):P1}"));

        double Accuracy(Model body)
        {
            using var model = new Sequential([new Input(28, 28), body, new Dense(10, activation: "softmax")]);
            model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
            model.Fit(x[..labels, .., ..], train.Y[..labels], batchSize: 20, epochs: quick ? 2 : 40, verbose: 0);
            return model.Evaluate(testX, test.Y, batchSize: 256, verbose: 0)["accuracy"];
        }
    }

    private static Tensor<float> Scaled(Tensor<byte> pixels)
    {
        var bytes = new byte[pixels.FlattenedLength];
        pixels.FlattenTo(bytes);
        return Tensor.Create(Array.ConvertAll(bytes, b => b / 255f), pixels.Lengths);
    }
}
