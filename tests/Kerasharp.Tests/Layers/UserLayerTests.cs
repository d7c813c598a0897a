using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;
using Kerasharp.Saving;
using Kerasharp.Training;

namespace Kerasharp.Tests.Layers;

/// <summary>Layers as users write them: weights, losses, updates, metrics, masks and random numbers through the context.</summary>
public class UserLayerTests
{
    private static readonly float[,] X = Elements.Rows(10, 3);
    private static readonly float[,] Y = Elements.Rows(10, 3, phase: 3);

    [Fact]
    public void ALayerOfAnOwnWeightIsTrained()
    {
        var scale = new Scale();
        using var model = new Sequential([new Input(3), scale]);
        model.Compile(new SGD(0.5), "mse");
        model.Fit(X, Y, batchSize: 10, verbose: 0);

        Assert.StartsWith("scale", scale.Name, StringComparison.Ordinal);
        Assert.Equal($"{scale.Name}/factor", Assert.Single(model.Weights).Path);
        for (int k = 0; k < 3; k++)
        {
            double slope = Enumerable.Range(0, 10).Sum(n => 2 * (X[n, k] - Y[n, k]) * X[n, k] / 30);
            Assert.Equal(1 - 0.5 * slope, scale.Weights[0].GetValue().ToFlat()[k], 1e-6);
        }
    }

    [Fact]
    public void ALayerMayBeMadeOfLayers()
    {
        var block = new Block();
        using var model = new Sequential([new Input(3), block, new Dense(3)]);
        Assert.Equal(4, model.Weights.Count);
        Assert.Equal([$"{block.Name}/inner/kernel", $"{block.Name}/inner/bias"], block.Weights.Select(w => w.Path));
        model.Compile("adam", "mse");
        var before = block.Inner.Kernel!.GetValue().ToFlat();
        model.Fit(X, Y, verbose: 0);

        Assert.NotEqual(before, block.Inner.Kernel!.GetValue().ToFlat());
    }

    [Fact]
    public void LayersInALayerAreFrozenAndRegularizedWithIt()
    {
        var block = new Block();
        using var model = new Sequential([new Input(3), block]);
        model.Compile(new SGD(), "mse");
        double penalty = 0.01 * block.Inner.Kernel!.GetValue().ToFlat().Sum(k => (double)k * k);
        double mse = Mse(model.Predict(X).ToFlat());
        Assert.Equal(mse + penalty, model.Evaluate(X, Y, verbose: 0)["loss"], 1e-5);

        block.Trainable = false;
        model.Compile(new SGD(), "mse");
        Assert.Empty(model.TrainableWeights);
        Assert.False(block.Inner.Trainable);
        Assert.Equal(mse, model.Evaluate(X, Y, verbose: 0)["loss"], 1e-5);

        static double Mse(float[] y) =>
            Enumerable.Range(0, 30).Average(i => Math.Pow(y[i] - (double)Y[i / 3, i % 3], 2));
    }

    [Fact]
    public void ARegisteredLayerIsWrittenAndReadWithoutMore()
    {
        CustomObjects.Register<Power>("Tests");
        var layer = new Power(2.5) { ActivityRegularizer = "l1", Trainable = false };
        var json = layer.Serialize();
        Assert.Equal("Tests>Power", (string?)json["registered_name"]);
        var twin = Assert.IsType<Power>(Layer.Deserialize(json));
        Assert.Equal(2.5, twin.Exponent);
        Assert.Equal(layer.Name, twin.Name);
        Assert.NotNull(twin.ActivityRegularizer);
        Assert.False(twin.Trainable);
        Assert.Equal(json.ToJsonString(), twin.Serialize().ToJsonString());
    }

    [Fact]
    public void AWrapperHoldsALayer()
    {
        CustomObjects.Register<Residual>("Tests");
        var wrapper = new Residual(new Dense(3, kernelInitializer: "ones", name: "inner"), name: "outer");
        using var model = new Sequential([new Input(3), wrapper]);
        Assert.Equal(["outer/inner/kernel", "outer/inner/bias"], model.Weights.Select(w => w.Path));
        float[] y = model.Predict(X).ToFlat();
        Assert.Equal(2 * X[0, 0] + X[0, 1] + X[0, 2], y[0], 1e-5);

        var twin = Assert.IsType<Residual>(Layer.Deserialize(wrapper.Serialize()));
        Assert.Equal("inner", twin.Layer.Name);
        using var again = new Sequential([new Input(3), twin]);
        Assert.Equal(model.Weights.Select(w => w.Path), again.Weights.Select(w => w.Path));
        Assert.Equal(y, again.Predict(X).ToFlat());
    }

    [Fact]
    public void PartsThatAreMadeInBuildAreMadeAnewWhereTheShapeWasWrong()
    {
        var layer = new Late();
        var model = new Sequential([layer, new Dense(3)]);
        model.Compile("sgd", "mse");
        Assert.Throws<ArgumentException>(() => model.Fit(Elements.Rows(4, 2), Elements.Rows(3, 3), verbose: 0));
        model.Fit(X, Y, verbose: 0);
        Assert.Equal("(3, 3)", Assert.Single(layer.Weights).Shape.ToString());
    }

    [Fact]
    public void LossesUpdatesAndMetricsOfALayerCount()
    {
        var watcher = new Watcher();
        using var model = new Sequential([new Input(3), watcher]);
        model.Compile(new SGD(), "mse");
        var history = model.Fit(X, Y, batchSize: 4, epochs: 3, verbose: 0, shuffle: false, validationData: (X, Y));

        double mse = Enumerable.Range(0, 30).Average(i => Math.Pow(X[i / 3, i % 3] - Y[i / 3, i % 3], 2));
        double square = Enumerable.Range(0, 30).Average(i => Math.Pow(X[i / 3, i % 3], 2));
        double[] sums = [.. Enumerable.Range(0, 3).Select(b => Rows(b).Sum(n => (double)X[n, 0]))];
        // Each batch's number counts by its rows: 4, 4 and 2 of 10.
        double sumOfBatch = (4 * sums[0] + 4 * sums[1] + 2 * sums[2]) / 10;
        Assert.All(history["loss"], loss => Assert.Equal(mse + 0.1 * square, loss, 1e-5));
        Assert.All(history["val_loss"], loss => Assert.Equal(mse + 0.1 * square, loss, 1e-5));
        Assert.All(history["sum_of_batch"], sum => Assert.Equal(sumOfBatch, sum, 1e-5));
        Assert.Contains("val_sum_of_batch", history.Names);
        Assert.Equal(9, watcher.Weights[0].GetValue().ToFlat()[0]);
        model.Evaluate(X, Y, verbose: 0);
        model.Predict(X);
        Assert.Equal(9, watcher.Weights[0].GetValue().ToFlat()[0]);

        static IEnumerable<int> Rows(int batch) => Enumerable.Range(4 * batch, batch < 2 ? 4 : 2);
    }

    [Fact]
    public void WhatIsAddedMustBeANumber()
    {
        AssertRefused(
            c => c.Context.AddLoss(c.Input),
            "A loss of shape (None, 3) was added; a single number was expected"
        );
        AssertRefused(
            c => c.Context.AddMetric("m", c.Input),
            "A metric 'm' of shape (None, 3) was added; a single number was expected"
        );
    }

    [Fact]
    public void RandomNumbersOutsideTrainingAreRefused()
    {
        var layer = new Misuse(c => c.Context.RandomUniform(c.Input));
        var error = Assert.Throws<InvalidOperationException>(() => new Sequential([new Input(3), layer]));
        Assert.Contains("Test Training first", error.Message);
    }

    [Fact]
    public void AMaskReachesTheLossAndTheMetrics()
    {
        // Of three rows of two places, those of zeros do not count.
        float[,,] x =
        {
            {
                { 1, 2 },
                { 0, 0 },
            },
            {
                { 0, 0 },
                { 0, 0 },
            },
            {
                { 3, -1 },
                { 2, 2 },
            },
        };
        float[,,] y =
        {
            {
                { 1 },
                { 9 },
            },
            {
                { 9 },
                { 9 },
            },
            {
                { 0 },
                { 1 },
            },
        };
        using var model = new Sequential([new Input(2, 2), new MaskZeros(), new Dense(1, kernelInitializer: "ones")]);
        model.Compile("sgd", "mse", ["mse"]);
        var results = model.Evaluate(x, y, verbose: 0);

        double expected = (Math.Pow(3 - 1, 2) + Math.Pow(2 - 0, 2) + Math.Pow(4 - 1, 2)) / 3;
        Assert.Equal(expected, results["loss"], 1e-6);
        Assert.Equal(expected, results["mse"], 1e-6);

        using var unmasked = new Sequential([
            new Input(2, 2),
            new MaskZeros { Passes = false },
            new Dense(1, kernelInitializer: "ones"),
        ]);
        unmasked.Compile("sgd", "mse");
        Assert.Equal((17 + 3 * 81) / 6.0, unmasked.Evaluate(x, y, verbose: 0)["loss"], 1e-5);
    }

    [Fact]
    public void RandomSitesAndStepsDiffer()
    {
        var first = Draws(seed: 7);
        Assert.Equal(first, Draws(seed: 7));
        Assert.NotEqual(first, Draws(seed: 8));
        // Two sites, three steps: six draws, none like another.
        Assert.Equal(6, first.Select(d => string.Join(",", d)).Distinct().Count());
        Assert.All(first.SelectMany(d => d), v => Assert.InRange(v, 0, 1));
        Assert.InRange(first.SelectMany(d => d).Average(), 0.45, 0.55);
    }

    private static void AssertRefused(Action<(CallContext Context, SymbolicTensor Input)> misuse, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => new Sequential([new Input(3), new Misuse(misuse)]));
        Assert.Contains(expected, error.Message);
    }

    /// <summary>What two layers draw in three steps.</summary>
    private static float[][] Draws(long seed)
    {
        var step = new StepGraph("noise");
        var state = new State("random", ElementType.Int64, [2]);
        state.Write<long>([seed, 0]);
        var context = new CallContext(step, training: true, ElementType.Float32, state);
        var x = new SymbolicTensor(step.Graph.AddInput("x", ElementType.Float32, new(20, 20)));
        step.Graph.AddOutput("a", new Noise().Invoke(context, x).Value);
        step.Graph.AddOutput("b", new Noise().Invoke(context, x).Value);
        var made = TrainingStep.Make(step, new Dictionary<string, long>(), [], state, ElementType.Float32);
        using var program = StepProgram.Compile(made, Device.Cpu);
        using var run = new StepRun(program);
        var draws = new List<float[]>();
        for (int i = 0; i < 3; i++)
        {
            run.Run();
            draws.Add(run.Output("a").AsSpan<float>().ToArray());
            draws.Add(run.Output("b").AsSpan<float>().ToArray());
        }
        Assert.Equal([seed, 3], state.Read<long>());
        return [.. draws];
    }

    private sealed class Scale : Layer
    {
        private Weight _factor = null!;

        protected override void Build(Shape input) => _factor = AddWeight("factor", [input[-1].Value], "ones");

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) => input * context[_factor];
    }

    private sealed class Block : Layer
    {
        public Block() => Inner = Track(new Dense(3, activation: "relu", kernelRegularizer: "l2", name: "inner"));

        public Dense Inner { get; }

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
            input + Inner.Invoke(context, input);
    }

    private sealed class Power(double exponent) : Layer
    {
        public double Exponent { get; } = exponent;

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
            Ops.Power(Ops.Absolute(input), Exponent);
    }

    private sealed class Residual(Layer layer, string? name = null) : Wrapper(layer, name)
    {
        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
            input + Layer.Invoke(context, input);
    }

    private sealed class Late : Layer
    {
        private Dense _inner = null!;

        protected override void Build(Shape input) => _inner = Track(new Dense((int)input[-1].Value, useBias: false));

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
            _inner.Invoke(context, input);
    }

    private sealed class Watcher : Layer
    {
        private Weight _batches = null!;

        protected override void Build(Shape input) => _batches = AddWeight("batches", [1], "zeros", trainable: false);

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
        {
            context.AddUpdate(_batches, context.Latest(_batches) + 1);
            context.AddLoss(0.1 * Ops.Mean(Ops.Square(input)));
            context.AddMetric("sum_of_batch", Ops.Sum(Ops.Slice(input, 1, 0, 1)));
            return input;
        }
    }

    private sealed class Misuse(Action<(CallContext Context, SymbolicTensor Input)> misuse) : Layer
    {
        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
        {
            misuse((context, input));
            return input;
        }
    }

    private sealed class MaskZeros : Layer
    {
        public bool Passes { get; init; } = true;

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
        {
            var output = input * 1;
            if (Passes)
                context.SetMask(output, Ops.Greater(Ops.Sum(Ops.Absolute(input), -1), 0));
            return output;
        }
    }

    private sealed class Noise : Layer
    {
        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
            context.RandomUniform(input);
    }
}
