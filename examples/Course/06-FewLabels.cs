using System.Numerics.Tensors;
using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>
/// Many images, few labels: an autoencoder learns on images alone what digits look like; its encoder is then fine-tuned on the few that
/// have labels. The same network from scratch does a little worse.
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
        using var autoencoder = Applications.Autoencoder([28, 28], units: [256, 64], activation: "tanh");
        autoencoder.Compile(optimizer: "adam", loss: "binary_crossentropy");
        autoencoder.Fit(x, x, batchSize: 128, epochs: quick ? 1 : 15, verbose: 2);
        var encoder = (Model)autoencoder.GetLayer("encoder");

        Console.WriteLine(
            FormattableString.Invariant(
                $"from scratch, {labels} labels: {Accuracy(Utils.CloneModel(encoder), isTrained: false):P1}"
            )
        );
        Console.WriteLine(
            FormattableString.Invariant($"pre-trained,  {labels} labels: {Accuracy(encoder, isTrained: true):P1}")
        );

        double Accuracy(Model body, bool isTrained)
        {
            using var model = new Sequential([new Input(28, 28), body, new Dense(10, activation: "softmax")]);
            // A new head would spoil what the encoder knows: the encoder is frozen until the head has learned.
            body.Trainable = !isTrained;
            Fit(model, new Adam(0.003), epochs: quick ? 2 : 60);
            body.Trainable = true;
            Fit(model, new Adam(0.0001), epochs: quick ? 2 : 20);
            return model.Evaluate(testX, test.Y, batchSize: 256, verbose: 0)["accuracy"];
        }

        void Fit(Model model, Optimizer optimizer, int epochs)
        {
            model.Compile(optimizer, loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
            model.Fit(x[..labels, .., ..], train.Y[..labels], batchSize: 20, epochs: epochs, verbose: 0);
        }
    }

    private static Tensor<float> Scaled(Tensor<byte> pixels)
    {
        var bytes = new byte[pixels.FlattenedLength];
        pixels.FlattenTo(bytes);
        return Tensor.Create(Array.ConvertAll(bytes, b => b / 255f), pixels.Lengths);
    }
}
