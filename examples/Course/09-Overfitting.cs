using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Looking;
using Kerasharp.Optimizers;
using Kerasharp.Regularizers;

namespace Course;

/// <summary>
/// Two hundred digits, a fifth of them with a label drawn by lot, and a network that is large enough to learn all by heart, mistakes too. L2
/// keeps its weights small, dropout lets no unit rely on another: the loss on what it learns from is higher, that on new digits lower.
/// </summary>
internal static class Overfitting
{
    private const string Loss = "sparse_categorical_crossentropy";

    public static void Run(bool quick)
    {
        var (train, test) = Digits.Load();
        const int count = 200;
        int units = quick ? 64 : 256;
        int epochs = quick ? 10 : 200;
        int seeds = quick ? 1 : 3;
        var x = train.X[..count, .., .., ..];
        var y = new int[count];
        var random = new Random(1);
        for (int i = 0; i < count; i++)
            y[i] = i % 5 == 0 ? random.Next(10) : train.Y[i];

        (string Name, double L2, double Dropout)[] trials =
        [
            ("none", 0, 0),
            ("L2", 0.002, 0),
            ("dropout", 0, 0.5),
            ("both", 0.002, 0.5),
        ];
        var seen = new List<Series>();
        var unseen = new List<Series>();
        Console.WriteLine($"means over {seeds} seeds, {count} training examples");
        Console.WriteLine(
            "            training loss   validation loss (of the seeds)   its least (epoch)   validation accuracy"
        );
        foreach (var (name, l2, dropout) in trials)
        {
            var training = new double[epochs];
            var validation = new double[epochs];
            var last = new List<double>();
            double accuracy = 0;
            for (int seed = 1; seed <= seeds; seed++)
            {
                Utils.SetRandomSeed(seed);
                using var model = Build(units, l2, dropout);
                // The loss that is trained on has L2's penalty in it; the metric is the crossentropy alone, for all four alike.
                model.Compile(new Adam(0.001), loss: Loss, metrics: [Loss, "accuracy"]);
                for (int e = 0; e < epochs; e++)
                {
                    model.Fit(x, y, batchSize: 40, verbose: 0);
                    // Fit's own numbers are those with units dropped; Evaluate's are those of the whole network.
                    training[e] += model.Evaluate(x, y, verbose: 0)[Loss] / seeds;
                    validation[e] += model.Evaluate(test.X, test.Y, batchSize: 360, verbose: 0)[Loss] / seeds;
                }
                var scores = model.Evaluate(test.X, test.Y, batchSize: 360, verbose: 0);
                last.Add(scores[Loss]);
                accuracy += scores["accuracy"] / seeds;
            }
            // A trial's two lines share a colour.
            int color = unseen.Count;
            unseen.Add(new Series($"{name}: validation", validation) { Color = color });
            seen.Add(new Series($"{name}: training", training, dashed: true) { Color = color });
            int best = Array.IndexOf(validation, validation.Min());
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{name, -10}   {training[^1], 12:F4}   {validation[^1], 15:F4} {$"({last.Min():F2} to {last.Max():F2})", 14}   {$"{validation[best]:F4} ({best + 1})", 17}   {accuracy, 19:P1}"
                )
            );
        }
        Charts.Lines(
            "overfitting.svg",
            [.. unseen, .. seen],
            title: "What was learned, and what was learned by heart",
            xLabel: "epoch",
            yLabel: "crossentropy",
            height: 480
        );
        Console.WriteLine("overfitting.svg was written.");
    }

    private static Sequential Build(int units, double l2, double dropout)
    {
        var model = new Sequential([new Input(8, 8, 1), new Flatten()]);
        for (int i = 0; i < 2; i++)
            model
                .Add(new Dense(units, activation: "relu", kernelRegularizer: l2 > 0 ? new L2(l2) : null))
                .Add(new Dropout(dropout));
        model.Add(new Dense(10, activation: "softmax", kernelRegularizer: l2 > 0 ? new L2(l2) : null));
        return model;
    }
}
