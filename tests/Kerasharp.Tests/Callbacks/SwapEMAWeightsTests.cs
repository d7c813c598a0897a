using Kerasharp.Callbacks;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Callbacks;

public class SwapEMAWeightsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AveragesAreInTheModelWhileItIsEvaluated(bool swapOnEpoch)
    {
        using var model = Scripted.Model(new SGD(0.05, useEma: true, emaMomentum: 0.5));
        var seen = new List<(string When, float[] Weights, float[] Averages)>();
        void See(string when) => seen.Add((when, Weights(model), Averages(model)));
        model.Fit(
            Scripted.X,
            Scripted.Y,
            epochs: 3,
            verbose: 0,
            validationData: (Scripted.X, Scripted.Y),
            callbacks:
            [
                new LambdaCallback(onTestBegin: () => See("before")),
                new SwapEMAWeights(swapOnEpoch),
                new LambdaCallback(
                    onTestBegin: () => See("test"),
                    onTestEnd: _ => See("after"),
                    onEpochEnd: (_, _) => See("epoch end"),
                    onEpochBegin: epoch => See(epoch == 0 ? "begin" : "epoch begin")
                ),
            ]
        );
        Assert.Equal(["begin", "before", "test", "after", "epoch end", "epoch begin"], seen[..6].Select(s => s.When));
        for (int epoch = 0; epoch < 3; epoch++)
        {
            var of = seen.Skip(5 * epoch).Take(6).ToLookup(s => s.When);
            var (trained, averages) = (of["before"].Single().Weights, of["before"].Single().Averages);
            if (epoch > 0)
                Assert.NotEqual(trained, averages);
            Assert.Equal(averages, of["test"].Single().Weights);
            Assert.Equal(trained, of["after"].Single().Weights);
            Assert.Equal(swapOnEpoch ? averages : trained, of["epoch end"].Single().Weights);
            foreach (var begin in seen.Skip(5 * epoch + 5).Take(1))
                Assert.Equal(trained, begin.Weights);
        }
        Assert.Equal(Averages(model), Weights(model));
    }

    [Fact]
    public void TrainingThatEndsEarlyEndsWithTheAverages()
    {
        using var model = Scripted.Model(new SGD(0.05, useEma: true, emaMomentum: 0.5));
        float[] averages = [];
        var stop = new LambdaCallback(
            onEpochEnd: (epoch, _) =>
            {
                model.StopTraining = epoch == 1;
                averages = Weights(model);
            }
        );
        model.Fit(
            Scripted.X,
            Scripted.Y,
            epochs: 5,
            verbose: 0,
            callbacks: [new SwapEMAWeights(swapOnEpoch: true), stop]
        );
        Assert.Equal(averages, Weights(model));
    }

    [Fact]
    public void APredictionPutsTheWeightsBack()
    {
        using var model = Scripted.Model(new SGD(0.05, useEma: true, emaMomentum: 0.5));
        var swap = new SwapEMAWeights();
        float[] trained = [];
        float[] during = [];
        var look = new LambdaCallback(onPredictBegin: () => during = Weights(model));
        model.Fit(
            Scripted.X,
            Scripted.Y,
            batchSize: 2,
            verbose: 0,
            callbacks:
            [
                new LambdaCallback(
                    onEpochEnd: (_, _) =>
                    {
                        trained = Weights(model);
                        model.Predict(Scripted.X, callbacks: [swap, look]);
                        Assert.Equal(trained, Weights(model));
                        Assert.Equal(Averages(model), during);
                        Assert.NotEqual(trained, during);
                    }
                ),
            ]
        );
        Assert.NotEmpty(trained);
    }

    [Fact]
    public void AnOptimizerWithoutAveragesIsRefused()
    {
        using var model = Scripted.Model();
        Assert.Equal(
            "SwapEMAWeights came for the optimizer 'sgd', which keeps no averages of weights; one that does was expected. Make it with useEma: true.",
            Assert
                .Throws<InvalidOperationException>(() =>
                    model.Fit(Scripted.X, Scripted.Y, verbose: 0, callbacks: [new SwapEMAWeights()])
                )
                .Message
        );
    }

    private static float[] Weights(Model model) => Flat(model.Weights);

    private static float[] Averages(Model model) =>
        Flat(model.Weights.Select(w => model.Optimizer.AverageOf(w)).OfType<Weight>());

    private static float[] Flat(IEnumerable<Weight> weights) => [.. weights.SelectMany(w => w.State.Read<float>())];
}
