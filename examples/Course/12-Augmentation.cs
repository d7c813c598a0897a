using System.Numerics.Tensors;
using Kerasharp;
using Kerasharp.Data;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Looking;

namespace Course;

/// <summary>
/// Two thousand pictures of clothing are few: a convolutional network learns them by heart. Pictures that are mirrored and moved anew in
/// each epoch it cannot, and it learns that clothing stays what it is where it is moved. On test pictures as neatly centred as these that
/// gains little accuracy, at a much better loss; on pictures that are not, it gains a lot.
/// </summary>
internal static class Augmentation
{
    public static void Run(bool quick)
    {
        int count = quick ? 200 : 2000;
        int epochs = quick ? 2 : 50;
        var (train, test) = FashionMnist.Load();
        var (x, y) = (Pictures(train.X[..count, .., ..]), train.Y[..count]);
        int held = quick ? 100 : 1000;
        var (validX, validY) = (Pictures(train.X[^held.., .., ..]), train.Y[^held..]);
        int tests = quick ? 200 : test.Count;
        var (testX, testY) = (Pictures(test.X[..tests, .., ..]), test.Y[..tests]);
        Utils.SetRandomSeed(1);
        WriteVariants("variants.png", x);
        var movedX = Changes().Apply(testX, training: true);

        Console.WriteLine("accuracy on          own pictures  test pictures  the same, moved   validation loss");
        // The same network three times: on the pictures as they are; with layers that change them, which outside of training do nothing;
        // and on a data set that changes them on their way to the model.
        var plain = Train("as they are", changes: null, Fit);
        var layers = Train("layers of the model", Changes(), Fit);
        var batches = Dataset.FromTensors(x, y).Shuffle(count).Batch(32).Map(Changes()).Prefetch(2);
        var unchanged = Dataset.FromTensors(validX, validY).Batch(32);
        var mapped = Train(
            "Dataset.Map",
            changes: null,
            model => model.Fit(batches, epochs: epochs, validationData: unchanged, verbose: 0)
        );

        // Where pictures are changed, accuracy and loss of the training are those of changed pictures.
        Draw("accuracy");
        Draw("loss");
        Console.WriteLine("variants.png, augmentation-accuracy.svg and augmentation-loss.svg were written.");

        History Fit(Model model) =>
            model.Fit(x, y, batchSize: 32, epochs: epochs, validationData: (validX, validY), verbose: 0);

        History Train(string name, Layer? changes, Func<Model, History> fit)
        {
            Utils.SetRandomSeed(1);
            using var model = Network(changes);
            model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
            var history = fit(model);
            var losses = history["val_loss"];
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{name, -20} {Accuracy(x, y), 12:P1} {Accuracy(testX, testY), 14:P1} {Accuracy(movedX, testY), 16:P1}   {losses.Min():F2} at best, {losses[^1]:F2} at last"
                )
            );
            return history;

            double Accuracy(TensorDataList images, TensorDataList labels) =>
                model.Evaluate(images, labels, batchSize: 256, verbose: 0)["accuracy"];
        }

        void Draw(string metric) =>
            Charts.Lines(
                $"augmentation-{metric}.svg",
                [
                    new Series("as they are: training", plain[metric], dashed: true) { Color = 0 },
                    new Series("as they are: validation", plain[$"val_{metric}"]) { Color = 0 },
                    new Series("layers: training", layers[metric], dashed: true) { Color = 1 },
                    new Series("layers: validation", layers[$"val_{metric}"]) { Color = 1 },
                    new Series("Map: validation", mapped[$"val_{metric}"]) { Color = 2 },
                ],
                xLabel: "epoch",
                yLabel: metric
            );
    }

    /// <summary>A piece of clothing stays what it is when it is mirrored or moved a little; a digit, say, would not when mirrored.</summary>
    private static Pipeline Changes() =>
        new([new RandomFlip("horizontal"), new RandomTranslation(0.1, 0.1, fillMode: "constant")]);

    private static Sequential Network(Layer? changes)
    {
        var model = new Sequential([new Input(28, 28, 1), new Rescaling(1.0 / 255)]);
        if (changes is not null)
            model.Add(changes);
        return model
            .Add(new Conv2D(16, 3, activation: "relu"))
            .Add(new MaxPooling2D(2))
            .Add(new Conv2D(32, 3, activation: "relu"))
            .Add(new MaxPooling2D(2))
            .Add(new Flatten())
            .Add(new Dense(64, activation: "relu"))
            .Add(new Dense(10, activation: "softmax"));
    }

    /// <summary>A picture a row: at the left as it is, then as the network may see it.</summary>
    private static void WriteVariants(string path, Tensor<byte> pictures)
    {
        const int Rows = 6;
        const int Variants = 7;
        const int Scale = 3;
        const int Side = 28 * Scale;
        const int Gap = 4;
        const int Width = (1 + Variants) * (Side + Gap) + 2 * Gap;
        var changes = Changes();
        var sheet = new byte[Rows * (Side + Gap) * Width];
        Array.Fill(sheet, (byte)255);
        for (int column = 0; column <= Variants; column++)
        {
            // Outside of training, the layers change nothing.
            var shown = changes.Apply(pictures[..Rows, .., .., ..], training: column > 0);
            int left = column * (Side + Gap) + (column > 0 ? 2 * Gap : 0);
            for (int row = 0; row < Rows; row++)
            for (int i = 0; i < Side; i++)
            for (int j = 0; j < Side; j++)
                sheet[(row * (Side + Gap) + i) * Width + left + j] = (byte)shown[row, i / Scale, j / Scale, 0];
        }
        PngFile.Write(path, sheet, Rows * (Side + Gap), Width, channels: 1);
    }

    /// <summary>Pictures of one channel, which convolutions want to see as an axis.</summary>
    private static Tensor<byte> Pictures(Tensor<byte> gray) => Tensor.Reshape(gray, [gray.Lengths[0], 28, 28, 1]);
}
