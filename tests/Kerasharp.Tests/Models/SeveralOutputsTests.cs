using Kerasharp.Data;
using Kerasharp.Losses;
using Kerasharp.Metrics;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Models;

/// <summary>A model of two inputs and two outputs, with a loss each.</summary>
public class SeveralOutputsTests
{
    private const int Count = 10;

    private static readonly float[,] Images = Elements.Rows(Count, 6);
    private static readonly float[,] Ages = Elements.Rows(Count, 2, phase: 2);
    private static readonly int[] Digits = [0, 1, 2, 2, 1, 0, 1, 1, 2, 0];
    private static readonly float[] Heights = Elements.Wave(Count, phase: 4);

    private static TensorDataList X =>
        new Dictionary<string, TensorData> { ["age"] = Ages, ["image"] = Images };

    private static TensorDataList Y =>
        new Dictionary<string, TensorData> { ["height"] = Heights, ["digit"] = Digits };

    [Fact]
    public void LossesAndMetricsAreThoseOfEachOutput()
    {
        using var model = Compiled(new SGD(0.1));
        var (digitLoss, heightLoss, accuracy) = ByHand(model);

        var results = model.Evaluate(X, Y, batchSize: 4, verbose: 0);

        Assert.Equal(["digit_accuracy", "digit_loss", "height_loss", "height_mse", "loss"], results.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(digitLoss, results["digit_loss"], 1e-5);
        Assert.Equal(heightLoss, results["height_loss"], 1e-5);
        Assert.Equal(heightLoss, results["height_mse"], 1e-5);
        Assert.Equal(accuracy, results["digit_accuracy"], 1e-9);
        Assert.Equal(0.5 * digitLoss + 2 * heightLoss, results["loss"], 1e-5);
    }

    [Fact]
    public void AStepFollowsBothLosses()
    {
        using var model = Compiled(new SGD(0.1));
        var outputs = model.PredictAll([Images, Ages]);
        float[] p = outputs[0].ToFlat();
        float[] h = outputs[1].ToFlat();
        float[] digitBias = model.DigitBias.GetValue().ToFlat();
        float[] heightBias = model.HeightBias.GetValue().ToFlat();

        model.Fit(X, Y, batchSize: Count, verbose: 0, shuffle: false);

        // The slopes of the losses at the last layers' sums: p - onehot, and 2 (h - y).
        for (int k = 0; k < 3; k++)
        {
            double slope = Enumerable.Range(0, Count).Average(i => p[3 * i + k] - (Digits[i] == k ? 1 : 0));
            Assert.Equal(digitBias[k] - 0.1 * 0.5 * slope, model.DigitBias.GetValue().ToFlat()[k], 1e-6);
        }
        double heightSlope = Enumerable.Range(0, Count).Average(i => 2 * (h[i] - Heights[i]));
        Assert.Equal(heightBias[0] - 0.1 * 2 * heightSlope, model.HeightBias.GetValue().ToFlat()[0], 1e-6);
    }

    [Fact]
    public void NamesAndOrderMeanTheSame()
    {
        using var model = Compiled(new SGD(0.1));
        var named = model.PredictAll(X);
        var ordered = model.PredictAll([Images, Ages]);

        Assert.Equal(ordered[0].ToFlat(), named[0].ToFlat());
        Assert.Equal(ordered[1].ToFlat(), named[1].ToFlat());
        Assert.Equal(model.Evaluate(X, Y, verbose: 0), model.Evaluate([Images, Ages], [Digits, Heights], verbose: 0));
    }

    [Fact]
    public void TrainingShowsEveryLossInHistory()
    {
        using var model = Compiled(new Adam(0.05));
        var history = model.Fit(X, Y, batchSize: 4, epochs: 60, verbose: 0, validationData: (X, Y));

        Assert.Contains("val_height_mse", history.Names);
        Assert.True(history["digit_loss"][^1] < 0.5 * history["digit_loss"][0]);
        Assert.True(history["height_loss"][^1] < 0.5 * history["height_loss"][0]);
        var (digitLoss, heightLoss, _) = ByHand(model);
        Assert.Equal(digitLoss, history["val_digit_loss"][^1], 1e-5);
        Assert.Equal(heightLoss, history["val_height_loss"][^1], 1e-5);
    }

    [Fact]
    public void ASampleWeightServesEveryOutput()
    {
        using var model = Compiled(new SGD(0.1));
        float[] weights = new float[Count];
        weights[3] = 1;
        var results = model.Evaluate(X, Y, batchSize: Count, verbose: 0, sampleWeight: weights);
        var (digit, height) = Single(model, 3);

        Assert.Equal(digit / Count, results["digit_loss"], 1e-6);
        Assert.Equal(height / Count, results["height_loss"], 1e-6);
    }

    [Fact]
    public void PredictOfOneOutputIsRefused()
    {
        using var model = Compiled(new SGD(0.1));
        var error = Assert.Throws<InvalidOperationException>(() => model.Predict(X));
        Assert.Contains("2 outputs", error.Message);
        Assert.Contains("PredictAll", error.Message);
    }

    [Fact]
    public void ClassWeightsAreRefused()
    {
        using var model = Compiled(new SGD(0.1));
        var error = Assert.Throws<ArgumentException>(() => model.Fit(X, Y, verbose: 0, classWeight: new Dictionary<int, double> { [0] = 2 }));
        Assert.Contains("2 outputs", error.Message);
        Assert.Contains("sample weights", error.Message);
    }

    [Fact]
    public void NamesOfOthersAreRefused()
    {
        using var model = Compiled(new SGD(0.1));
        TensorDataList x = new Dictionary<string, TensorData> { ["picture"] = Images, ["age"] = Ages };
        var error = Assert.Throws<ArgumentException>(() => model.PredictAll(x));
        Assert.Contains("'picture' came in x", error.Message);
        Assert.Contains("'image', 'age'", error.Message);
    }

    private static TwoByTwo Compiled(Optimizer optimizer)
    {
        var model = new TwoByTwo();
        model.Compile(
            optimizer,
            loss: new Dictionary<string, Loss> { ["height"] = "mse", ["digit"] = "sparse_categorical_crossentropy" },
            metrics: new Dictionary<string, MetricList> { ["digit"] = ["accuracy"], ["height"] = ["mse"] },
            lossWeights: [0.5, 2]
        );
        return model;
    }

    private static (double Digit, double Height) Single(TwoByTwo model, int i)
    {
        var outputs = model.PredictAll(X);
        double digit = -Math.Log(outputs[0].ToFlat()[3 * i + Digits[i]]);
        return (digit, Math.Pow(outputs[1].ToFlat()[i] - Heights[i], 2));
    }

    private static (double DigitLoss, double HeightLoss, double Accuracy) ByHand(TwoByTwo model)
    {
        var each = Enumerable.Range(0, Count).Select(i => Single(model, i)).ToArray();
        float[] p = model.PredictAll(X)[0].ToFlat();
        double right = Enumerable.Range(0, Count).Count(i => p.AsSpan(3 * i, 3).IndexOf(p[(3 * i)..(3 * i + 3)].Max()) == Digits[i]);
        return (each.Average(e => e.Digit), each.Average(e => e.Height), right / Count);
    }
}
