using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Training;

namespace Kerasharp.Tests.Training;

/// <summary>
/// Weights that are asked often become constants of a program; no change of any of them may go unseen. Batches of another size are computed by a
/// program that reads the weights, which is what the results are held against.
/// </summary>
public sealed class PredictProgramsTests
{
    private static readonly float[,] X = Elements.Rows(8, 6);
    private static readonly float[,] Y = Elements.Rows(8, 2, phase: 3);

    private readonly Dense _hidden = new(16, activation: "relu", kernelInitializer: new GlorotUniform(seed: 1));

    [Theory]
    [InlineData("fit")]
    [InlineData("train on batch")]
    [InlineData("set weights")]
    [InlineData("set value")]
    [InlineData("load weights")]
    [InlineData("another model")]
    [InlineData("another thread")]
    [InlineData("adapter")]
    [InlineData("device and back")]
    public async Task AChangedWeightShows(string change)
    {
        using var model = Model();
        using var other = Model();
        Ask(model);
        Assert.True(model.PredictsWithConstants);
        float[] before = model.Predict(X).ToFlat();
        switch (change)
        {
            case "fit":
                model.Fit(X, Y, verbose: 0);
                break;
            case "train on batch":
                model.TrainOnBatch(X, Y);
                break;
            case "set weights":
                model.SetWeights([.. model.GetWeights().Select(w => Doubled(w.ToFlat()).ToTensor(w.Lengths))]);
                break;
            case "set value":
                var bias = model.Weights[^1];
                bias.SetValue(new float[] { 1, 2 }.ToTensor(2));
                break;
            case "load weights":
                string file = Path.GetTempFileName();
                other.Fit(X, Y, verbose: 0);
                other.SaveWeights(file + ".safetensors");
                model.LoadWeights(file + ".safetensors");
                File.Delete(file + ".safetensors");
                File.Delete(file);
                break;
            case "another model":
                other.Fit(X, Y, verbose: 0);
                break;
            case "another thread":
                await Task.Run(() => model.TrainOnBatch(X, Y));
                break;
            case "adapter":
                _hidden.EnableLora(2);
                model.Compile(optimizer: "sgd", loss: "mse");
                model.Fit(X, Y, epochs: 3, verbose: 0);
                break;
            case "device and back":
                model.MoveTo(Device.StraightCpu);
                model.TrainOnBatch(X, Y);
                model.MoveTo(Device.Cpu);
                break;
        }

        float[] after = model.Predict(X).ToFlat();
        Assert.NotEqual(before, after);
        Elements.AssertClose(model.Predict(X, batchSize: 3).ToFlat(), after, 1e-5, change);
        Ask(model);
        Elements.AssertClose(after, model.Predict(X).ToFlat(), 1e-5, "asked often again");
    }

    [Fact]
    public void WhatAFailedStepLeftShows()
    {
        using var model = Model();
        model.TrainOnBatch(X, Y);
        Ask(model);
        // Once the first step is done, none keeps its states: some may be written when it fails.
        StepGuard.Fault.Value = program =>
        {
            foreach (var link in program.States.Where(s => s.InPlace && s.Output is not null))
                link.State.Front.Bytes.Fill(60);
            throw new OnnxRuntimeException(OnnxRuntimeError.RuntimeException, "a step that fails midway");
        };
        try
        {
            Assert.Throws<OnnxRuntimeException>(() => model.TrainOnBatch(X, Y));
        }
        finally
        {
            StepGuard.Fault.Value = null;
        }

        Elements.AssertClose(model.Predict(X, batchSize: 3).ToFlat(), model.Predict(X).ToFlat(), 1e-5, "half written");
        Assert.False(model.PredictsWithConstants);
    }

    [Fact]
    public void AModelThatTrainsBetweenCallsKeepsReadingItsWeights()
    {
        using var model = Model();
        for (int i = 0; i < 2 * PredictPrograms.FirstCalls; i++)
        {
            model.TrainOnBatch(X, Y);
            model.Predict(X);
        }
        Assert.False(model.PredictsWithConstants);
    }

    [Fact]
    public void WeightsThatChangedTooSoonAreGivenMoreTime()
    {
        using var model = Model();
        Ask(model);
        model.TrainOnBatch(X, Y);
        Ask(model);
        Assert.False(model.PredictsWithConstants);
        Ask(model);
        Assert.True(model.PredictsWithConstants);
    }

    [Fact]
    public void StatesThatRunsCarryStayStates()
    {
        using var model = new Sequential([new Input(3, 2) { BatchSize = 1 }, new LSTM(4, stateful: true)]);
        float[,,] x = new float[1, 3, 2];
        x[0, 1, 1] = 1;
        float[] last = [];
        for (int i = 0; i < 2 * PredictPrograms.FirstCalls; i++)
        {
            float[] now = model.Predict(x, batchSize: 1).ToFlat();
            if (i < 5)
                Assert.NotEqual(last, now);
            last = now;
        }
        Assert.False(model.PredictsWithConstants);
    }

    [Theory]
    [InlineData("mixed_float16")]
    [InlineData("mixed_bfloat16")]
    public void WhatIsComputedIn16BitsStaysAsItIs(string policy)
    {
        using var building = Config.Building(policy);
        using var model = new Sequential([new Input(6), new Dense(16, activation: "tanh"), new Dense(2)]);
        float[] first = model.Predict(X).ToFlat();
        Ask(model);
        Assert.Equal(first, model.Predict(X).ToFlat());
        Assert.False(model.PredictsWithConstants);
    }

    [Fact]
    public void ManyThreadsMayAskWhileWeightsBecomeConstants()
    {
        using var model = Model();
        float[] expected = model.Predict(X, batchSize: 3).ToFlat();
        Parallel.For(
            0,
            4 * PredictPrograms.FirstCalls,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            _ => Elements.AssertClose(expected, model.Predict(X).ToFlat(), 1e-5, "asked by many")
        );
        Assert.True(model.PredictsWithConstants);
    }

    private static void Ask(Model model)
    {
        for (int i = 0; i <= PredictPrograms.FirstCalls; i++)
            model.Predict(X);
    }

    private static float[] Doubled(float[] values) => [.. values.Select(v => 2 * v)];

    private Sequential Model()
    {
        var model = new Sequential([
            new Input(6),
            _hidden,
            new Dense(2, kernelInitializer: new GlorotUniform(seed: 2)),
        ]);
        model.Compile(optimizer: "sgd", loss: "mse");
        return model;
    }
}
