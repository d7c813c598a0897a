using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Metrics;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Models;

/// <summary>Losses, loss weights, metrics, targets and sample weights for some of several outputs.</summary>
public sealed class PartialOutputsTests
{
    private static readonly float[,] X = Elements.Rows(8, 3);
    private static readonly float[,] Left = Elements.Rows(8, 2, phase: 1);
    private static readonly float[,] Right = Elements.Rows(8, 1, phase: 2);

    [Fact]
    public void AnOutputWithoutALossNeedsNoTargets()
    {
        using var model = Make();
        model.Compile(
            new SGD(0.1),
            loss: ["mse", null],
            metrics: new Dictionary<string, MetricList> { ["left"] = ["mse"] }
        );
        float[][] right = [.. model.GetLayer("right").GetWeights().Select(w => w.ToFlat())];

        var byOrder = model.Evaluate(X, Left, verbose: 0);
        var byName = model.Evaluate(X, new Dictionary<string, TensorData> { ["left"] = Left }, verbose: 0);
        var whole = model.Evaluate(X, [Left, Right], verbose: 0);
        model.Fit(X, Left, verbose: 0);

        // One loss has no parts to show.
        Assert.Equal(["left_mse", "loss"], byOrder.Keys);
        Assert.Equal(byOrder, byName);
        Assert.Equal(byOrder, whole);
        Assert.Equal(right, model.GetLayer("right").GetWeights().Select(w => w.ToFlat()));
    }

    [Fact]
    public void AMetricAloneLooksAtTargets()
    {
        using var model = Make();
        model.Compile(
            new SGD(0.1),
            loss: new Dictionary<string, Loss?> { ["left"] = "mse", ["right"] = null },
            metrics: new Dictionary<string, MetricList> { ["right"] = ["mse"] }
        );

        var results = model.Evaluate(X, [Left, Right], verbose: 0);

        Assert.Equal(["loss", "right_mse"], results.Keys);
        var error = Assert.Throws<ArgumentException>(() => model.Evaluate(X, Left, verbose: 0));
        Assert.Contains("1 came as y; the model has 2: 'left', 'right'", error.Message);
    }

    [Fact]
    public void LossWeightsGoByNameOrByOrder()
    {
        using var model = Make();
        model.Compile("sgd", loss: "mse");
        var plain = model.Evaluate(X, [Left, Right], verbose: 0);
        double expected = 0.25 * plain["left_loss"] + 3 * plain["right_loss"];

        model.Compile("sgd", "mse", lossWeights: new Dictionary<string, double> { ["right"] = 3, ["left"] = 0.25 });
        Assert.Equal(expected, model.Evaluate(X, [Left, Right], verbose: 0)["loss"], 1e-6);
        model.Compile("sgd", "mse", lossWeights: [0.25, 3]);
        Assert.Equal(expected, model.Evaluate(X, [Left, Right], verbose: 0)["loss"], 1e-6);
        model.Compile("sgd", [null, "mse"], lossWeights: new Dictionary<string, double> { ["right"] = 3 });
        Assert.Equal(3 * plain["right_loss"], model.Evaluate(X, Right, verbose: 0)["loss"], 1e-6);
    }

    [Fact]
    public void SampleWeightsGoByOutput()
    {
        using var model = Make();
        model.Compile("sgd", loss: "mse");
        float[] first = [1, 0, 0, 0, 0, 0, 0, 0];
        float[] last = [0, 0, 0, 0, 0, 0, 0, 2];
        var p = model.PredictAll(X);
        double left = (Square(p[0].ToFlat()[0] - Left[0, 0]) + Square(p[0].ToFlat()[1] - Left[0, 1])) / 2 / 8;
        double right = 2 * Square(p[1].ToFlat()[7] - Right[7, 0]) / 8;
        double rightPlain = model.Evaluate(X, [Left, Right], verbose: 0)["right_loss"];
        TensorDataList y = new Dictionary<string, TensorData> { ["right"] = Right, ["left"] = Left };

        var ordered = model.Evaluate(X, y, verbose: 0, sampleWeight: [first, last]);
        var named = model.Evaluate(
            X,
            y,
            verbose: 0,
            sampleWeight: new Dictionary<string, TensorData> { ["left"] = first }
        );
        var history = model.Fit(
            X,
            y,
            verbose: 0,
            sampleWeight: new Dictionary<string, TensorData> { ["left"] = new float[8], ["right"] = new float[8] },
            validationData: (X, y),
            validationSampleWeight: [first, last]
        );

        Assert.Equal(left, ordered["left_loss"], 1e-6);
        Assert.Equal(right, ordered["right_loss"], 1e-6);
        Assert.Equal(left, named["left_loss"], 1e-6);
        Assert.Equal(rightPlain, named["right_loss"], 1e-6);
        Assert.Equal(0, history["loss"][0]);
        Assert.Equal(left + right, history["val_loss"][0], 1e-6);
    }

    [Fact]
    public void UnknownNamesListTheOutputs()
    {
        using var model = Make();
        Refused(
            () => model.Compile("sgd", new Dictionary<string, Loss> { ["lfet"] = "mse" }),
            "The name 'lfet' came in loss; the model 'm' has 'left', 'right'. Use these names."
        );
        Refused(
            () => model.Compile("sgd", "mse", lossWeights: new Dictionary<string, double> { ["lfet"] = 2 }),
            "The name 'lfet' came in lossWeights; the model 'm' has 'left', 'right'. Use these names."
        );
        Refused(
            () => model.Compile("sgd", "mse", metrics: new Dictionary<string, MetricList> { ["lfet"] = ["mse"] }),
            "The name 'lfet' came in metrics; the model 'm' has 'left', 'right'. Use these names."
        );
        model.Compile("sgd", ["mse", null]);
        Refused(
            () => model.Fit(X, new Dictionary<string, TensorData> { ["lfet"] = Left }, verbose: 0),
            "The name 'lfet' came in y; the model has 'left', 'right'. Use these names."
        );
        Refused(
            () =>
                model.Fit(
                    X,
                    Left,
                    verbose: 0,
                    sampleWeight: new Dictionary<string, TensorData> { ["right"] = new float[8] }
                ),
            "Sample weights came in sampleWeight for the output 'right', which has no loss to weigh. Leave them out, or give Compile a loss for it."
        );
        Refused(
            () => model.Compile("sgd", new LossList([null, null])),
            "Null came as the loss of every output; at least one loss was expected. Give a name, an object or a function."
        );
        Refused(
            () => model.Fit(X, Left, verbose: 0, validationSampleWeight: new float[8]),
            "Sample weights came as validationSampleWeight without validationData, whose examples they weigh. Give both; a validationSplit takes its part of sampleWeight."
        );
    }

    private static double Square(double x) => x * x;

    private static void Refused(Action action, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(action).Message);

    private static Model Make()
    {
        Input x = new(3) { Name = "x" };
        return new Model(x, [new Dense(2, name: "left").Apply(x), new Dense(1, name: "right").Apply(x)], name: "m");
    }
}
