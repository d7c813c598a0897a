using Kerasharp.Callbacks;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Callbacks;

[Collection(nameof(AloneCollection))]
public class EarlyStoppingTests
{
    /// <summary>Series of numbers, and after which epoch Keras's rules end training and which is best; worked out by hand.</summary>
    public static TheoryData<string, double[], EarlyStopping, int, int> Series { get; } =
        new()
        {
            { "patience 2", [1, 0.9, 0.95, 0.8, 0.85, 0.9, 0.7], new("loss", patience: 2), 5, 3 },
            { "patience 0 ends at the first that is no better", [1, 0.9, 0.9, 0.8], new("loss"), 2, 1 },
            { "too little better", [1, 0.95, 0.91, 0.5], new("loss", minDelta: 0.1, patience: 2), 2, 0 },
            { "better by the sum", [1, 0.95, 0.89, 0.88, 0.87], new("loss", minDelta: 0.1, patience: 2), 4, 2 },
            { "a sign of the difference is dropped", [1, 0.95, 0.91, 0.5], new("loss", -0.1, 2), 2, 0 },
            // Without the baseline beaten, patience runs out while the number gets better; the next that does not ends training.
            { "baseline never beaten", [1, 0.9, 0.8, 0.85, 0.1], new("loss", patience: 3, baseline: 0.5), 3, 2 },
            { "baseline, patience over at once", [1, 0.9, 0.95, 0.1], new("loss", patience: 3, baseline: 0.5), 2, 1 },
            { "baseline beaten", [0.4, 0.45, 0.3, 0.5, 0.5, 0.5], new("loss", patience: 2, baseline: 0.5), 4, 2 },
            {
                "first epochs do not count",
                [0.1, 0.2, 0.3, 1, 0.9, 0.95, 0.97, 0.1],
                new("loss", patience: 2, startFromEpoch: 3),
                6,
                4
            },
            { "more is better", [0.5, 0.6, 0.55, 0.58, 0.7], new("loss", patience: 2, mode: "max"), 3, 1 },
            { "what is not a number first stays best", [double.NaN, 1, 0.5], new("loss", patience: 2), 2, 0 },
            {
                "what is not a number later is no better",
                [1, double.NaN, double.NaN, 0],
                new("loss", patience: 2),
                2,
                0
            },
            { "never", [3, 2, 1], new("loss"), 0, 2 },
        };

    [Theory]
    [MemberData(nameof(Series), DisableDiscoveryEnumeration = true)]
    public void TrainingEndsWhereKerasEndsIt(string name, double[] series, EarlyStopping stop, int stopped, int best)
    {
        Assert.NotEmpty(name);
        using var model = Scripted.Model();
        int epochs = Scripted.Run(stop, model, series);
        Assert.Equal((stopped, best), (stop.StoppedEpoch, stop.BestEpoch));
        Assert.Equal(stopped == 0 ? series.Length : stopped + 1, epochs);
        // Another training begins anew.
        Scripted.Run(stop, model, series);
        Assert.Equal((stopped, best), (stop.StoppedEpoch, stop.BestEpoch));
    }

    [Fact]
    public void TheBestEpochsWeightsComeBackAndItSaysSo()
    {
        using var model = Scripted.Model();
        var output = new StringWriter { NewLine = "\n" };
        var stop = new EarlyStopping("loss", patience: 1, verbose: 1, baseline: 0.1, restoreBestWeights: true)
        {
            Output = output,
        };
        var seen = new List<float>();
        var set = new SetEpoch(model);
        var list = new CallbackList([set, stop]);
        Scripted.Run(list, model, [1, 0.5, 0.6, 0.4], after: (_, _) => seen.Add(SetEpoch.Read(model)));
        Assert.Equal([0, 1, 2], seen);
        Assert.Equal(1, SetEpoch.Read(model));
        Assert.Equal(
            "Epoch 3: early stopping\nRestoring model weights from the end of the best epoch: 2.\n",
            output.ToString()
        );
    }

    [Fact]
    public void FitEndsWithTheBestWeights()
    {
        Utils.SetRandomSeed(3);
        using var model = Scripted.Model(new Adam(0.1));
        var stop = new EarlyStopping(patience: 3, restoreBestWeights: true);
        var history = model.Fit(
            Scripted.X,
            Scripted.Y,
            epochs: 200,
            verbose: 0,
            validationData: (Scripted.X, Scripted.Y),
            callbacks: [stop]
        );
        var losses = history["val_loss"];
        Assert.Equal(losses.Min(), losses[stop.BestEpoch]);
        Assert.Equal(losses.Min(), model.Evaluate(Scripted.X, Scripted.Y, verbose: 0)["loss"], 1e-7);
        if (stop.StoppedEpoch > 0)
            Assert.Equal(stop.StoppedEpoch + 1, losses.Count);
    }

    [Fact]
    public void WrongNamesAndArgumentsAreRefused()
    {
        using var model = Scripted.Model(null, "mae");
        Assert.Equal(
            "EarlyStopping monitors 'val_loss', which the logs do not have; one of 'loss', 'mae' was expected. Monitor one of these, or add the metric or the validation data.",
            Assert
                .Throws<ArgumentException>(() =>
                    model.Fit(Scripted.X, Scripted.Y, epochs: 2, verbose: 0, callbacks: [new EarlyStopping()])
                )
                .Message
        );
        Assert.StartsWith(
            "EarlyStopping monitors 'val_other' in the mode 'auto'",
            Assert
                .Throws<ArgumentException>(() =>
                    Scripted.Run(new EarlyStopping("val_other"), model, [1, 2], "val_other")
                )
                .Message
        );
        Assert.StartsWith(
            "The mode 'up' is not known; accepted are 'auto', 'min', 'max'",
            Assert.Throws<ArgumentException>(() => new EarlyStopping(mode: "up")).Message
        );
        Assert.StartsWith(
            "patience of -1 came; at least 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(patience: -1)).Message
        );
    }

    [Fact]
    public void EpochsWithoutValidationAreWaitedFor()
    {
        using var model = Scripted.Model();
        var stop = new EarlyStopping();
        stop.SetModel(model);
        stop.SetParams(new CallbackParams(Epochs: 4, DoValidation: true));
        stop.OnTrainBegin();
        stop.OnEpochEnd(0, new Logs { ["loss"] = 1 });
        stop.OnEpochEnd(1, new Logs { ["loss"] = 1, ["val_loss"] = 2 });
        Assert.Equal(2, stop.Best);
        Assert.Throws<ArgumentException>(() => stop.OnEpochEnd(2, new Logs { ["val_mae"] = 1 }));
    }

    /// <summary>Makes a weight say which epoch it is.</summary>
    private sealed class SetEpoch(Model model) : Callback
    {
        public override void OnEpochBegin(int epoch)
        {
            var weights = model.GetWeights();
            weights[1][0] = epoch;
            model.SetWeights(weights);
        }

        public static float Read(Model model) => model.GetWeights()[1][0];
    }
}
