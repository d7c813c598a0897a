using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Optimizers;

/// <summary>The arguments that all optimizers have, through a model's training, and what is refused.</summary>
public class OptimizerOptionsTests
{
    private static readonly float[,] X = Elements.Rows(16, 3);
    private static readonly float[,] Y = Elements.Rows(16, 2, phase: 3);

    [Fact]
    public void AModelCompiledWithoutOptimizerTakesRmsprop()
    {
        using var model = Model();
        model.Compile(loss: "mse");
        Assert.IsType<RMSprop>(model.Optimizer);
        model.Fit(X, Y, verbose: 0);
    }

    [Fact]
    public void ALossScaleChangesNothingButRounding()
    {
        using var plain = Trained(new SGD(0.1, 0.9));
        using var scaled = Trained(new SGD(0.1, 0.9, lossScaleFactor: 1024));
        using var dynamic = Trained(new LossScaleOptimizer(new SGD(0.1, 0.9), dynamicGrowthSteps: 2));
        for (int i = 0; i < 2; i++)
        {
            Elements.AssertClose(plain.Snapshot()[i], scaled.Snapshot()[i], 1e-6, "scaled");
            Elements.AssertClose(plain.Snapshot()[i], dynamic.Snapshot()[i], 1e-6, "dynamic");
        }
        Assert.Equal(6, dynamic.Optimizer.Iterations);
        Assert.Equal(32768 * 8, ((LossScaleOptimizer)dynamic.Optimizer).DynamicScale);
    }

    [Fact]
    public void FitEndsWithTheAverages()
    {
        using var model = Trained(new SGD(0.1, useEma: true, emaMomentum: 0.9));
        var averages = model.Optimizer.Variables.Where(v => v.Name.EndsWith("_average")).ToArray();
        Assert.Equal(2, averages.Length);
        Assert.Equal(averages.Select(a => a.GetValue().ToFlat()), model.Snapshot());
        using var plain = Trained(new SGD(0.1));
        Assert.NotEqual(plain.Snapshot(), model.Snapshot());
    }

    [Fact]
    public void AccumulatedBatchesAreOneOfTheWholeSize()
    {
        using var accumulated = Model();
        using var whole = Model();
        accumulated.Compile(new Adam(0.1, gradientAccumulationSteps: 4), "mse");
        whole.Compile(new Adam(0.1), "mse");
        accumulated.Fit(X, Y, batchSize: 4, epochs: 5, verbose: 0, shuffle: false);
        whole.Fit(X, Y, batchSize: 16, epochs: 5, verbose: 0, shuffle: false);

        Assert.Equal(5, accumulated.Optimizer.Iterations);
        for (int i = 0; i < 2; i++)
            Elements.AssertClose(whole.Snapshot()[i], accumulated.Snapshot()[i], 1e-5, "weights");
    }

    [Fact]
    public void WeightsAreExcludedBeforeTrainingAlone()
    {
        var optimizer = new AdamW(weightDecay: 0.5);
        using var model = Trained(optimizer);
        Assert.Throws<InvalidOperationException>(() => optimizer.ExcludeFromWeightDecay(varNames: ["bias"]));
    }

    [Fact]
    public void WrongArgumentsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(clipnorm: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(emaMomentum: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(emaOverwriteFrequency: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(gradientAccumulationSteps: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(weightDecay: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lion(beta1: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ftrl(learningRatePower: 0.5));
        var error = Assert.Throws<ArgumentException>(() => new SGD(clipnorm: 1, clipvalue: 2));
        Assert.Contains("one of them at most was expected", error.Message);
    }

    [Fact]
    public void MapsRefuseWhatIsAmbiguous()
    {
        var map = new OptimizerMap(new Adam()) { ["dense/.*"] = new SGD(), [".*/bias"] = new SGD() };
        Assert.IsType<Adam>(map["embedding/embeddings"]);
        Assert.IsType<SGD>(map["dense/kernel"]);
        Assert.Throws<ArgumentException>(() => map["dense/bias"]);
        Assert.Throws<ArgumentException>(() => map["dense/.*"] = new SGD());
        Assert.Throws<ArgumentException>(() => new OptimizerMap(new MultiOptimizer(map)));
        Assert.Throws<NotSupportedException>(() => new MultiOptimizer(map).LearningRate);
    }

    [Fact]
    public void AFunctionChoosesAsAMapDoes()
    {
        int asked = 0;
        var (kernels, biases) = (new SGD(0.1, 0.9), new Adam(0.02));
        var optimizer = new MultiOptimizer(weight =>
        {
            asked++;
            return weight.Name == "bias" ? biases : kernels;
        });
        using var byFunction = Trained(optimizer);
        using var byMap = Trained(
            new MultiOptimizer(new OptimizerMap(new SGD(0.1, 0.9)) { [".*/bias"] = new Adam(0.02) })
        );
        Assert.Equal(byMap.Snapshot(), byFunction.Snapshot());
        Assert.Equal(2, asked);
        Assert.Equal([kernels, biases], optimizer.Optimizers);
        Assert.Contains("made of a function", Assert.Throws<NotSupportedException>(optimizer.GetConfig).Message);
        using var lacking = Model();
        lacking.Compile(new MultiOptimizer(_ => null!), "mse");
        Assert.Contains(
            "No optimizer came for the weight",
            Assert.ThrowsAny<ArgumentException>(() => lacking.Fit(X, Y, verbose: 0)).Message
        );
    }

    private static Sequential Trained(Optimizer optimizer)
    {
        var model = Model();
        model.Compile(optimizer, "mse");
        model.Fit(X, Y, batchSize: 8, epochs: 3, verbose: 0, shuffle: false);
        return model;
    }

    private static Sequential Model()
    {
        var model = new Sequential([new Input(3), new Dense(2)]);
        model.SetWeights([Elements.Wave(6, phase: 1).ToTensor(3, 2), Elements.Wave(2, phase: 2).ToTensor(2)]);
        return model;
    }
}
