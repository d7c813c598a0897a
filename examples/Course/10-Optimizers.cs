using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Looking;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>
/// One network, one start, many optimizers. No learning rate suits all of them, so each is shown at the best of several rates; the table
/// says at which. SGD-G2 finds its rate by itself: there it is only the first.
/// </summary>
internal static class ComparingOptimizers
{
    private sealed record Outcome(string Name, double Rate, IReadOnlyList<double> Losses, double Accuracy)
    {
        /// <summary>The mean of the last five epochs, since single ones jump. At too great a rate it may be no number at all.</summary>
        public double Loss =>
            Losses.TakeLast(5).Average() is var mean && double.IsNaN(mean) ? double.PositiveInfinity : mean;
    }

    public static void Run(bool quick)
    {
        (string Name, Func<double, Optimizer> Make)[] optimizers =
        [
            ("SGD", rate => new SGD(rate)),
            ("momentum", rate => new SGD(rate, momentum: 0.9)),
            ("Nesterov", rate => new SGD(rate, momentum: 0.9, nesterov: true)),
            ("RMSprop", rate => new RMSprop(rate)),
            ("Adam", rate => new Adam(rate)),
            ("AdamW", rate => new AdamW(rate)),
            ("Muon", rate => new Muon(rate)),
            ("SGD-G2", rate => new SGDG2(rate)),
            ("Nadam", rate => new Nadam(rate)),
            ("Adamax", rate => new Adamax(rate)),
            ("Adagrad", rate => new Adagrad(rate)),
            ("Lion", rate => new Lion(rate)),
        ];
        double[] rates = quick ? [0.01] : [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];
        int epochs = quick ? 2 : 40;
        var (train, test) = Digits.Load();

        // Every model begins with the weights of this one.
        Utils.SetRandomSeed(1);
        using var first = Build();
        var start = first.GetWeights();

        var outcomes = optimizers
            .Select(o => rates.Select(rate => Train(o.Name, o.Make(rate), rate)).MinBy(trial => trial.Loss)!)
            .OrderBy(best => best.Loss)
            .ToList();

        Console.WriteLine("optimizer    best rate   training loss   test accuracy");
        foreach (var o in outcomes)
            Console.WriteLine(
                FormattableString.Invariant($"{o.Name, -10}   {o.Rate, 9}   {o.Loss, 13:F5}   {o.Accuracy, 13:P1}")
            );
        Charts.Lines(
            "optimizers.svg",
            outcomes.Select(o => new Series(o.Name, o.Losses)),
            title: "Optimizers on handwritten digits, each at its best rate",
            xLabel: "epoch",
            yLabel: "training loss",
            logY: true,
            width: 840,
            height: 560
        );
        Console.WriteLine("optimizers.svg was written.");

        Outcome Train(string name, Optimizer optimizer, double rate)
        {
            Utils.SetRandomSeed(1); // the same order of the examples, too
            using var model = Build();
            model.SetWeights(start);
            model.Compile(optimizer, loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
            var history = model.Fit(train.X, train.Y, batchSize: 128, epochs: epochs, verbose: 0);
            double accuracy = model.Evaluate(test.X, test.Y, batchSize: 360, verbose: 0)["accuracy"];
            return new Outcome(name, rate, history["loss"], accuracy);
        }
    }

    private static Sequential Build() =>
        new([
            new Input(8, 8, 1),
            new Flatten(),
            new Dense(32, activation: "relu"),
            new Dense(32, activation: "relu"),
            new Dense(10, activation: "softmax"),
        ]);
}
