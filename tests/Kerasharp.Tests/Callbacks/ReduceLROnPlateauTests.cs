using Kerasharp.Callbacks;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Callbacks;

public class ReduceLROnPlateauTests
{
    /// <summary>Series of numbers, and the rate after each epoch by Keras's rules from a rate of 1; worked out by hand.</summary>
    public static TheoryData<string, double[], ReduceLROnPlateau, double[]> Series { get; } =
        new()
        {
            { "patience 2", [1, 1, 1, 1, 1, 1], new("loss", 0.5, 2), [1, 1, 0.5, 0.5, 0.25, 0.25] },
            {
                "two epochs of cooling down",
                [1, 1, 1, 1, 1, 1, 1],
                new("loss", 0.5, 1, cooldown: 2),
                [1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125]
            },
            { "not below the least rate", [1, 1, 1, 1], new("loss", 0.5, 1, minLr: 0.3), [1, 0.5, 0.3, 0.3] },
            { "too little better", [1, 0.99995, 0.9, 0.9], new("loss", 0.5, 1), [1, 0.5, 0.5, 0.25] },
            { "more is better", [1, 2, 2, 3, 1], new("loss", 0.5, 1, mode: "max"), [1, 1, 0.5, 0.5, 0.25] },
            {
                "better while cooling down",
                [1, 1, 0.5, 0.5, 0.5],
                new("loss", 0.5, 1, cooldown: 1),
                [1, 0.5, 0.5, 0.25, 0.125]
            },
        };

    [Theory]
    [MemberData(nameof(Series), DisableDiscoveryEnumeration = true)]
    public void RatesAreKerass(string name, double[] series, ReduceLROnPlateau reduce, double[] rates)
    {
        Assert.NotEmpty(name);
        using var model = Scripted.Model();
        var after = new List<double>();
        var logged = new List<double>();
        Scripted.Run(
            reduce,
            model,
            series,
            after: (_, logs) =>
            {
                after.Add(model.Optimizer.LearningRate);
                logged.Add(logs["learning_rate"]);
            }
        );
        Assert.Equal(rates, after, (a, b) => Math.Abs(a - b) < 1e-7);
        // The logs have the rate of the epoch that ends.
        Assert.Equal([1, .. after[..^1]], logged);
    }

    [Fact]
    public void FitNotesTheRateAndItSaysWhatItDoes()
    {
        using var model = Scripted.Model(new SGD(1e-3));
        var output = new StringWriter { NewLine = "\n" };
        var reduce = new ReduceLROnPlateau("loss", 0.5, 1, verbose: 1, minDelta: 100) { Output = output };
        var history = model.Fit(Scripted.X, Scripted.Y, epochs: 3, verbose: 0, callbacks: [reduce]);
        Assert.Equal([1e-3, 1e-3, 5e-4], history["learning_rate"], (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.StartsWith("\nEpoch 2: ReduceLROnPlateau reducing learning rate to 0.000500000", output.ToString());
    }

    [Fact]
    public void EachOptimizerOfSeveralHasItsRate()
    {
        var map = new OptimizerMap(new SGD(1.0)) { ["hidden.*"] = new Adam(0.5) };
        using var model = Scripted.Model(new MultiOptimizer(map));
        var reduce = new ReduceLROnPlateau("loss", 0.5, 1);
        Logs? last = null;
        Scripted.Run(reduce, model, [1, 1, 1], after: (_, logs) => last = logs);
        Assert.Equal((0.25, 0.5), (last!["learning_rate_adam"], last["learning_rate_sgd"]));
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        Assert.StartsWith(
            "factor of 1 came; above 0 and below 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(factor: 1)).Message
        );
        using var model = Scripted.Model(new SGD(new CosineDecay(0.1, 100)));
        Assert.Contains(
            "which follows a CosineDecay; one with a rate that can be set was expected",
            Assert
                .Throws<InvalidOperationException>(() =>
                    model.Fit(Scripted.X, Scripted.Y, verbose: 0, callbacks: [new ReduceLROnPlateau("loss")])
                )
                .Message
        );
    }
}
