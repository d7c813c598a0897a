using System.Diagnostics;
using System.Numerics.Tensors;
using Kerasharp;
using Kerasharp.Callbacks;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Looking;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>
/// Which network for a series? Convolutions and recurrent networks are compared on three sets of the UCR archive: the movement of a hand
/// that draws a gun or points, heartbeats, outlines of planes. Each is judged by cross-validation on the training file alone; the best
/// is trained on all of it, and only then is the test file looked at.
/// </summary>
internal static class SeriesClassifiers
{
    private sealed record Candidate(string Name, int Epochs, Func<int, int, Model> Build);

    private static readonly Candidate[] Candidates =
    [
        new("convolutions", 200, Convolutions),
        new("residual convolutions", 100, ResidualConvolutions),
        new("bidirectional LSTM", 60, BothWays),
        new("convolution, then GRU", 100, ConvolutionThenRecurrent),
    ];

    public static void Run(bool quick)
    {
        foreach (string set in quick ? (string[])["GunPoint"] : ["GunPoint", "ECG200", "Plane"])
        {
            var clock = Stopwatch.StartNew();
            var (train, test) = UcrArchive.Load(set);
            Draw(set, train);
            Console.WriteLine(
                $"{set}: {train.Count} series of {train.X.Lengths[1]} steps, {train.Y.Max() + 1} classes"
            );
            // By the loss, not by errors: among so few series one error more or less is chance.
            var best = Candidates.MinBy(c => Judge(c, train, quick))!;

            // Three times, since chance has a part in it: another beginning, another order of the series.
            double[] accuracies =
            [
                .. Enumerable
                    .Range(1, quick ? 1 : 3)
                    .Select(seed =>
                    {
                        using var model = Train(best, train, seed, quick);
                        return model.Evaluate(test.X, test.Y, verbose: 0)["accuracy"];
                    }),
            ];
            double median = accuracies.Order().ElementAt(accuracies.Length / 2);
            Console.WriteLine(
                FormattableString.Invariant(
                    $"  chosen: {best.Name}; test accuracy {median:P1} (median of {string.Join(", ", accuracies.Select(a => FormattableString.Invariant($"{a:P1}")))}); {clock.Elapsed.TotalSeconds:F0} s"
                )
            );
        }
    }

    /// <summary>Trains as often as there are folds, each time without one of them, by which the network is then judged.</summary>
    private static double Judge(Candidate candidate, LabeledData<float, int> train, bool quick)
    {
        const int Folds = 3;
        var clock = Stopwatch.StartNew();
        int[] fold = Split(train.Y, Folds);
        int judged = 0;
        int errors = 0;
        double loss = 0;
        for (int f = 0; f < (quick ? 1 : Folds); f++)
        {
            var (left, right) = (Rows(train, i => fold[i] != f), Rows(train, i => fold[i] == f));
            using var model = Train(candidate, left, seed: 1, quick);
            var result = model.Evaluate(right.X, right.Y, verbose: 0);
            judged += right.Count;
            errors += (int)Math.Round((1 - result["accuracy"]) * right.Count);
            loss += result["loss"] * right.Count;
        }
        Console.WriteLine(
            FormattableString.Invariant(
                $"  {candidate.Name, -24} {errors, 3} of {judged} wrong, loss {loss / judged:F3}, in {clock.Elapsed.TotalSeconds:F0} s"
            )
        );
        return loss / judged;
    }

    private static Model Train(Candidate candidate, LabeledData<float, int> train, int seed, bool quick)
    {
        Utils.SetRandomSeed(seed);
        int epochs = quick ? 2 : candidate.Epochs;
        var model = candidate.Build((int)train.X.Lengths[1], train.Y.Max() + 1);
        model.Compile(new Adam(0.001), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(
            train.X,
            train.Y,
            batchSize: Math.Min(train.Count / 10, 16),
            epochs: epochs,
            callbacks:
            [
                new ReduceLROnPlateau(monitor: "loss", factor: 0.5, patience: epochs / 6, minLr: 0.0001),
                new EarlyStopping(monitor: "loss", patience: epochs, restoreBestWeights: true),
            ],
            verbose: 0
        );
        return model;
    }

    /// <summary>Three convolutions and a mean over time (Wang, Yan and Oates 2017), but with a quarter of their filters.</summary>
    private static Sequential Convolutions(int steps, int classes)
    {
        var model = new Sequential([new Input(steps, 1)]);
        foreach (var (filters, width) in ((int, int)[])[(16, 8), (32, 5), (16, 3)])
            model
                .Add(new Conv1D(filters, width, padding: "same"))
                .Add(new BatchNormalization(momentum: 0.9))
                .Add(new Activation("relu"));
        return model.Add(new GlobalAveragePooling1D()).Add(new Dense(classes, activation: "softmax"));
    }

    /// <summary>The same three times, each with a way around it.</summary>
    private static Model ResidualConvolutions(int steps, int classes)
    {
        Input input = new(steps, 1);
        var x = input.Apply(new Conv1D(16, 1));
        for (int block = 0; block < 3; block++)
        {
            var y = x;
            foreach (int width in (int[])[8, 5, 3])
                y = y.Apply(new Conv1D(16, width, padding: "same"))
                    .Apply(new BatchNormalization(momentum: 0.9))
                    .Apply(new Activation(width > 3 ? "relu" : "linear"));
            x = (x + y).Apply(new Activation("relu"));
        }
        return new Model(input, x.Apply(new GlobalAveragePooling1D()).Apply(new Dense(classes, activation: "softmax")));
    }

    /// <summary>Step after step, forwards and backwards; the class is told at both ends.</summary>
    private static Sequential BothWays(int steps, int classes) =>
        new([new Input(steps, 1), new Bidirectional(new LSTM(16)), new Dense(classes, activation: "softmax")]);

    /// <summary>Where a convolution sums up four steps at a time, a recurrent layer has fewer to go through.</summary>
    private static Sequential ConvolutionThenRecurrent(int steps, int classes) =>
        new([
            new Input(steps, 1),
            new Conv1D(16, 8, strides: 4, padding: "same", activation: "relu"),
            new GRU(32),
            new Dense(classes, activation: "softmax"),
        ]);

    /// <summary>The mean of each class's series.</summary>
    private static void Draw(string set, LabeledData<float, int> train)
    {
        var means = Enumerable
            .Range(0, train.Y.Max() + 1)
            .Select(c =>
            {
                var those = Rows(train, i => train.Y[i] == c);
                return new Series(
                    $"class {c}",
                    Enumerable
                        .Range(0, (int)those.X.Lengths[1])
                        .Select(t => (double)those.X[.., t..(t + 1), ..].Average(v => v))
                );
            });
        Charts.Lines($"series-{set}.svg", means, title: set, xLabel: "step", yLabel: "mean of the class's series");
    }

    /// <summary>A fold for each series, such that each class is spread over all of them.</summary>
    private static int[] Split(Tensor<int> classes, int folds)
    {
        var seen = new Dictionary<int, int>();
        return [.. classes.Select(c => (seen[c] = seen.GetValueOrDefault(c) + 1) % folds)];
    }

    private static LabeledData<float, int> Rows(LabeledData<float, int> all, Func<int, bool> chosen)
    {
        int[] rows = [.. Enumerable.Range(0, all.Count).Where(chosen)];
        nint steps = all.X.Lengths[1];
        return new(
            Tensor.Create(rows.SelectMany(i => all.X[i..(i + 1), .., ..]).ToArray(), [rows.Length, steps, 1]),
            Tensor.Create(rows.Select(i => all.Y[i]).ToArray(), [rows.Length])
        );
    }
}
