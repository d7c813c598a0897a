using System.Numerics.Tensors;
using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace Course;

/// <summary>The well-known small convolutional network on a part of CIFAR-10; then what it gets wrong, the surest errors first.</summary>
internal static class CifarErrors
{
    public static void Run(bool quick)
    {
        Utils.SetRandomSeed(1);
        var (train, test) = Cifar10.LoadPart();
        int count = quick ? 500 : train.Count;
        using var model = new Sequential([
            new Input(32, 32, 3),
            new Rescaling(1.0 / 255),
            new Conv2D(32, 3, activation: "relu"),
            new MaxPooling2D(2),
            new Conv2D(64, 3, activation: "relu"),
            new MaxPooling2D(2),
            new Conv2D(64, 3, activation: "relu"),
            new Flatten(),
            new Dense(64, activation: "relu"),
            new Dense(10, activation: "softmax"),
        ]);
        model.Summary();
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(
            train.X[..count, .., .., ..],
            train.Y[..count, ..],
            batchSize: 64,
            epochs: quick ? 1 : 10,
            validationData: (test.X, test.Y),
            verbose: 2
        );

        var probabilities = model.Predict(test.X, batchSize: 256);
        var errors = new List<(int Index, int Truth, int Guess, float Sure)>();
        for (int i = 0; i < test.Count; i++)
        {
            int guess = Enumerable.Range(0, 10).MaxBy(c => probabilities[i, c]);
            if (guess != test.Y[i, 0])
                errors.Add((i, test.Y[i, 0], guess, probabilities[i, guess]));
        }
        var names = Cifar10.ClassNames;
        Console.WriteLine(
            FormattableString.Invariant($"{errors.Count} of {test.Count} test images are wrong. The surest errors:")
        );
        foreach (var (index, truth, guess, sure) in errors.OrderByDescending(e => e.Sure).Take(10))
            Console.WriteLine(
                FormattableString.Invariant(
                    $"  image {index, 4}: a {names[truth]}, taken for a {names[guess]} with {sure:P0}"
                )
            );
        Console.WriteLine("What is most often mixed up:");
        foreach (var pair in errors.GroupBy(e => (e.Truth, e.Guess)).OrderByDescending(g => g.Count()).Take(5))
            Console.WriteLine($"  {names[pair.Key.Truth]} for {names[pair.Key.Guess]}: {pair.Count()} times");
    }
}
