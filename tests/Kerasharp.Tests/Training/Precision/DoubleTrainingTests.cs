using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Training.Precision;

/// <summary>Training in float64, against the same in C#.</summary>
public class DoubleTrainingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StepsAreThoseOfTheFormulasInDouble(bool momentum)
    {
        using var building = Config.Building("float64");
        using var model = new Sequential([
            new Input(2) { ElementType = ElementType.Float64 },
            new Dense(3, activation: "tanh", kernelRegularizer: new Kerasharp.Regularizers.L2(0.01)),
            new Dense(1, useBias: false),
        ]);
        double[,] x =
        {
            { 0.1, -1.3 },
            { 0.7, 1.0 / 3 },
            { -0.2, 0.9 },
        };
        double[,] y =
        {
            { 0.3 },
            { -1.7 },
            { 0.11 },
        };
        double[][] w = [.. model.Weights.Select(v => Doubles(v))];
        double[][] moved = [.. w.Select(v => new double[v.Length])];
        var optimizer = momentum ? new SGD(0.25, momentum: 0.5) : new SGD(0.25);
        model.Compile(optimizer, "mse");
        for (int step = 0; step < 5; step++)
        {
            double loss = Descend(w, moved, x, y, momentum ? 0.5 : 0);
            model.ResetMetrics();
            Assert.Equal(loss, model.TrainOnBatch(x, y)["loss"], 1e-12);
        }
        for (int i = 0; i < w.Length; i++)
            Assert.All(w[i].Zip(Doubles(model.Weights[i])), p => Assert.Equal(p.First, p.Second, 1e-12));
    }

    [Fact]
    public void OtherOptimizersAndLayersOfFloat32GoWithIt()
    {
        using var building = Config.Building("float64");
        foreach (
            var optimizer in (Optimizer[])
                [new Adam(0.01, globalClipnorm: 1), new Nadam(0.01, useEma: true), new Adafactor(0.01), new Lamb(0.01)]
        )
        {
            using var model = new Sequential([
                new Input(6, 5),
                new Conv1D(3, kernelSize: 3, activation: "relu"),
                new LSTM(4) { Dtype = "float32" },
                new Dense(1),
            ]);
            model.Compile(optimizer, "mse");
            var x = System.Numerics.Tensors.Tensor.Create(
                new float[60]
                    .Select((_, i) => (float)Math.Cos(i))
                    .ToArray(),
                [2, 6, 5]
            );
            double first = model.TrainOnBatch(
                x,
                new float[,]
                {
                    { 1 },
                    { 2 },
                }
            )["loss"];
            model.ResetMetrics();
            double second = model.TrainOnBatch(
                x,
                new float[,]
                {
                    { 1 },
                    { 2 },
                }
            )["loss"];
            Assert.True(second < first, $"{optimizer.Name}: {first}, {second}");
        }
    }

    [Fact]
    public void WhatTheProcessorLacksIsRefusedBeforeItRuns()
    {
        using var building = Config.Building("float64");
        using var model = new Sequential([new Input(2), new Dense(3, activation: "gelu", name: "hidden")]);
        byte[] before = model.Weights[0].State.ReadBytes();
        string message = Assert
            .Throws<LayerException>(() =>
                model.Predict(
                    new float[,]
                    {
                        { 1, 2 },
                    }
                )
            )
            .Message;
        Assert.Contains("Layer 'hidden': it computes Erf in float64", message);
        Assert.Contains("Dtype = \"float32\"", message);
        Assert.Equal(before, model.Weights[0].State.ReadBytes());
    }

    [Fact]
    public void ADeviceWithoutDoublesRefusesThem()
    {
        using var building = Config.Building("float64");
        using var model = new Sequential([new Input(2), new Dense(1)]);
        model.Compile("sgd", "mse", device: Device.CpuLikeWebGpu);
        var error = Assert.Throws<NotSupportedException>(() =>
            model.TrainOnBatch(
                new float[,]
                {
                    { 1, 2 },
                },
                new float[,]
                {
                    { 1 },
                }
            )
        );
        Assert.Contains("has no float64", error.Message);
    }

    /// <summary>One step of a network of three tanh and an output; the loss before it.</summary>
    private static double Descend(double[][] w, double[][] moved, double[,] x, double[,] y, double momentum)
    {
        double[][] slope = [.. w.Select(v => new double[v.Length])];
        double loss = 0;
        for (int n = 0; n < 3; n++)
        {
            var hidden = new double[3];
            double output = 0;
            for (int h = 0; h < 3; h++)
            {
                hidden[h] = Math.Tanh(x[n, 0] * w[0][h] + x[n, 1] * w[0][3 + h] + w[1][h]);
                output += hidden[h] * w[2][h];
            }
            loss += Math.Pow(output - y[n, 0], 2) / 3;
            double d = 2 * (output - y[n, 0]) / 3;
            for (int h = 0; h < 3; h++)
            {
                slope[2][h] += d * hidden[h];
                double inner = d * w[2][h] * (1 - hidden[h] * hidden[h]);
                slope[0][h] += inner * x[n, 0];
                slope[0][3 + h] += inner * x[n, 1];
                slope[1][h] += inner;
            }
        }
        for (int i = 0; i < 6; i++)
        {
            loss += 0.01 * w[0][i] * w[0][i];
            slope[0][i] += 0.02 * w[0][i];
        }
        for (int i = 0; i < 3; i++)
        for (int j = 0; j < w[i].Length; j++)
        {
            moved[i][j] = momentum * moved[i][j] - 0.25 * slope[i][j];
            w[i][j] += moved[i][j];
        }
        return loss;
    }

    private static double[] Doubles(Weight weight) => weight.State.Read<double>();
}
