using Kerasharp.Callbacks;

namespace Kerasharp.Tests.Training;

/// <summary>Whole trainings against Keras's formulas in float64: every loss, optimizer and option, some 20 steps each.</summary>
public class TrainingStepsTests
{
    public static TheoryData<string> Cases => [.. TrainingCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithKeras(string name)
    {
        var reference = TrainingCase.Get(name);
        using var model = reference.MakeModel();
        model.Compile(reference.MakeOptimizer(), reference.MakeLoss());
        var losses = new List<double>();
        var history = model.Fit(
            reference.X,
            reference.Y,
            reference.Batch,
            reference.Steps / reference.StepsPerEpoch,
            verbose: 0,
            callbacks: [RateChange(reference, model), StepLosses(reference, losses)],
            shuffle: false,
            classWeight: reference.ClassWeight,
            sampleWeight: reference.SampleWeight
        );

        Assert.Equal(reference.Losses.Length, losses.Count);
        Assert.All(reference.Losses, (expected, i) => Assert.Equal(expected, losses[i], 2e-5 * Math.Max(1, expected)));
        Assert.Equal(reference.Steps / reference.StepsPerEpoch, history["loss"].Count);
        // Near where the loss clips, 1 - p has few digits in float32: rounding p alone moves a bias by 2e-5.
        double tolerance = reference.ClippedOutputs > 0 ? 1e-4 : 1e-5;
        Assert.All(model.Weights, w => Elements.AssertClose(reference.Final(w.Path), w.GetValue().ToFlat(), tolerance, w.Path));
        double loss = model.Evaluate(reference.X, reference.Y, reference.Batch, verbose: 0)["loss"];
        Assert.Equal(reference.FinalLoss, loss, 2e-5 * Math.Max(1, reference.FinalLoss));
        float[] predictions = model.Predict(reference.X).ToFlat()[..reference.FinalPredictions.Length];
        Elements.AssertClose(reference.FinalPredictions, predictions, tolerance, "predictions");
        Assert.Equal(reference.Steps, model.Optimizer.Iterations);
    }

    [Fact]
    public void TheReferenceHoldsWhatItShould()
    {
        Assert.Equal(64, TrainingCase.Names.Count);
        Assert.Contains(TrainingCase.Names, n => TrainingCase.Get(n).RateChange is not null);
        Assert.Contains(TrainingCase.Names, n => TrainingCase.Get(n).SampleWeight is not null);
        Assert.Contains(TrainingCase.Names, n => TrainingCase.Get(n).ClassWeight is not null);
        Assert.Contains(TrainingCase.Names, n => TrainingCase.Get(n) is var c && c.Rows % c.Batch != 0);
    }

    private static LambdaCallback RateChange(TrainingCase reference, Model model)
    {
        int steps = 0;
        return new LambdaCallback(onTrainBatchBegin: _ =>
        {
            if (reference.RateChange is var (after, rate) && steps++ == after)
                model.Optimizer.LearningRate = rate;
        });
    }

    /// <summary>Logs show the mean over the epoch so far, each batch by its rows; the step's own loss is what it adds.</summary>
    private static LambdaCallback StepLosses(TrainingCase reference, List<double> losses)
    {
        double sum = 0;
        return new LambdaCallback(onTrainBatchEnd: (batch, logs) =>
        {
            int before = batch * reference.Batch;
            int after = Math.Min(before + reference.Batch, reference.Rows);
            sum = batch == 0 ? 0 : sum;
            losses.Add((logs["loss"] * after - sum) / (after - before));
            sum = logs["loss"] * after;
        });
    }
}
