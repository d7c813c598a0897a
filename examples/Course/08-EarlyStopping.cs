using Kerasharp;
using Kerasharp.Callbacks;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>
/// Training ends by itself when the loss of the validation part has not become less for ten epochs, and the model goes back to the weights
/// of its best epoch.
/// </summary>
internal static class StoppingEarly
{
    private const int BatchSize = 16;

    public static void Run(bool quick)
    {
        Utils.SetRandomSeed(1);
        var (train, test) = Iris.Load();
        var normalization = new Normalization();
        normalization.Adapt(train.X);
        using var model = new Sequential([
            new Input(4),
            normalization,
            new Dense(64, activation: "relu"),
            new Dense(3, activation: "softmax"),
        ]);
        model.Compile(new Adam(0.005), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

        var stop = new EarlyStopping(monitor: "val_loss", patience: 10, restoreBestWeights: true);
        var history = model.Fit(
            train.X,
            train.Y,
            batchSize: BatchSize,
            epochs: quick ? 300 : 1000, // more than it will need
            validationSplit: 0.3, // the last 30 % of the examples
            callbacks: [stop],
            verbose: 0
        );
        var losses = history["val_loss"];
        Console.WriteLine(
            FormattableString.Invariant(
                $"stopped after epoch {stop.StoppedEpoch + 1}: validation loss {losses[^1]:F6}, not better for {stop.Patience} epochs"
            )
        );
        Console.WriteLine(
            FormattableString.Invariant($"best epoch {stop.BestEpoch + 1}: validation loss {losses[stop.BestEpoch]:F6}")
        );

        // The model has the weights of the best epoch again: it gives that epoch's loss to the last digit.
        int first = (int)(train.Count * 0.7);
        var again = model.Evaluate(train.X[first.., ..], train.Y[first..], BatchSize, verbose: 0);
        Console.WriteLine(FormattableString.Invariant($"restored weights: validation loss {again["loss"]:F6}"));
        if (again["loss"] != losses.Min())
            throw new InvalidOperationException("The restored weights are not those of the best epoch.");
        double accuracy = model.Evaluate(test.X, test.Y, verbose: 0)["accuracy"];
        Console.WriteLine(FormattableString.Invariant($"test accuracy: {accuracy:P1}"));

        history.Plot(
            "early-stopping.svg",
            ["loss"],
            title: "Iris: the ring is the best epoch",
            width: 720,
            height: 420
        );
        Console.WriteLine("early-stopping.svg was written.");
    }
}
