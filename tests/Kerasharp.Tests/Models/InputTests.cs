using System.Runtime.InteropServices;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Models;

/// <summary>Inputs of open sizes and of integers.</summary>
public class InputTests
{
    [Fact]
    public void OpenSizesMayDifferFromCallToCall()
    {
        using var folder = new TemporaryFolder();
        using var model = new Sequential([
            new Input(-1, 4) { Name = "sequence" },
            new Dense(3, activation: "tanh", kernelInitializer: new GlorotUniform(seed: 1)),
            new Dense(2, kernelInitializer: new GlorotUniform(seed: 2), name: "tags"),
        ]);
        model.Compile(new Adam(0.01), "mse");
        var losses = new List<double>();
        foreach (int time in (int[])[5, 7, 5, 7])
        {
            var x = Elements.Wave(6 * time * 4).ToTensor(6, time, 4);
            var y = Elements.Wave(6 * time * 2, phase: 2).ToTensor(6, time, 2);
            losses.Add(model.Fit(x, y, batchSize: 4, epochs: 10, verbose: 0, shuffle: false)["loss"][^1]);
            Assert.Equal([6, time, 2], model.Predict(x).Lengths.ToArray());
        }
        Assert.True(losses[2] < losses[0]);
        Assert.True(losses[3] < losses[1]);

        model.Export(folder["model.onnx"]);
        var data = Elements.Wave(2 * 9 * 4).ToTensor(2, 9, 4);
        var input = new NodeTensor("float32", [2, 9, 4], MemoryMarshal.AsBytes(data.ToFlat().AsSpan()).ToArray());
        var output = NodeRunner.Run(folder["model.onnx"], new Dictionary<string, NodeTensor> { ["sequence"] = input })[
            "tags"
        ];
        Assert.Equal([2L, 9, 2], output.Dims);
        Elements.AssertClose(
            model.Predict(data).ToFlat(),
            MemoryMarshal.Cast<byte, float>(output.Data).ToArray(),
            1e-5,
            "Node"
        );
    }

    [Fact]
    public void NumbersThatAreNoIntegersAreRefusedWhereIntegersGoIn()
    {
        using var model = new Sequential([
            new Input(2) { ElementType = ElementType.UInt8 },
            new Dense(1, kernelInitializer: "ones"),
        ]);
        // Whole numbers of another type are as good.
        Assert.Equal(
            [3f, 300],
            model
                .Predict(
                    new float[,]
                    {
                        { 1, 2 },
                        { 45, 255 },
                    }
                )
                .ToFlat()
        );
        Assert.Equal(
            [3f, 300],
            model
                .Predict(
                    new[,]
                    {
                        { 1, 2 },
                        { 45, 255 },
                    }
                )
                .ToFlat()
        );
        Assert.Equal(
            "The number 0.5 came in x at (1, 0); the model's input is of UInt8, whole numbers from 0 to 255. "
                + "Round or scale the data, or give the Input another ElementType.",
            Assert
                .Throws<ArgumentException>(() =>
                    model.Predict(
                        new[,]
                        {
                            { 1, 2 },
                            { 0.5f, 3 },
                        }
                    )
                )
                .Message
        );
        Assert.Contains(
            "The number 256 came in x at (0, 1)",
            Assert
                .Throws<ArgumentException>(() =>
                    model.Predict(
                        new[,]
                        {
                            { 1, 256 },
                        }
                    )
                )
                .Message
        );
        Assert.Contains(
            "-1",
            Assert
                .Throws<ArgumentException>(() =>
                    model.Predict(
                        new long[,]
                        {
                            { 1, -1 },
                        }
                    )
                )
                .Message
        );
    }

    [Fact]
    public void WhatFirstDataOfIntegersTaughtDoesNotCutFractions()
    {
        using var model = new Sequential([new Dense(1, kernelInitializer: "ones")]);
        Assert.Equal(
            [3f],
            model
                .Predict(
                    new byte[,]
                    {
                        { 1, 2 },
                    }
                )
                .ToFlat()
        );
        Assert.Throws<ArgumentException>(() =>
            model.Predict(
                new[,]
                {
                    { 0.25f, 0.5f },
                }
            )
        );
    }
}
