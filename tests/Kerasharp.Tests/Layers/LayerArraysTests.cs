using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class LayerArraysTests
{
    [Fact]
    public void ALayerComputesOnArraysAsAModelOfItDoes()
    {
        var dense = new Dense(3, activation: "tanh");
        float[,] x =
        {
            { 1, -2 },
            { 0.5f, 3 },
            { 2, 2 },
        };
        var direct = dense.Apply(x);
        var model = new Sequential([new Input(2), dense]);
        Assert.Equal(model.Predict(x).ToArray(), direct.ToArray());
        Assert.Equal([3, 3], direct.Lengths.ToArray());
    }

    [Fact]
    public void SingleBytesAndDoublesGoIn()
    {
        Assert.Equal([0.5f, 1f], new Rescaling(0.5).Apply(new byte[] { 1, 2 }).ToArray());
        Assert.Equal([0.5f, 1f], new Rescaling(0.5).Apply(new[] { 1.0, 2.0 }).ToArray());
    }

    [Fact]
    public void RandomLayersRestButInTrainingWhereEachCallDrawsAnew()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 1000)];
        TensorData x = ones;
        var layer = new Dropout(0.5);
        Assert.Equal(ones, layer.Apply(x).ToArray());
        float[] first = layer.Apply(x, training: true).ToArray();
        Assert.InRange(first.Count(v => v == 0), 400, 600);
        Assert.NotEqual(first, layer.Apply(x, training: true).ToArray());
    }

    [Fact]
    public void WhatIsDrawnDependsOnSeedAndStepAloneFromAnyThread()
    {
        TensorData x = Enumerable.Repeat(1f, 64).ToArray();
        var layer = new Dropout(0.5);
        float[][] Draw(int step) => [.. layer.ApplyDrawn(x, training: true, seed: 7, step).Select(t => t.ToArray())];
        float[][][] alone = [.. Enumerable.Range(0, 50).Select(Draw)];
        float[][][] together = [.. Enumerable.Range(0, 50).AsParallel().AsOrdered().Select(Draw)];
        Assert.Equal(alone, together);
    }

    [Fact]
    public void SeveralInputsGoByTheirOrder()
    {
        TensorData a = new float[] { 1, 2 };
        TensorData b = new float[] { 10, 20 };
        Assert.Equal([11, 22], new Add().Apply([a, b]).ToArray());
    }

    [Fact]
    public void AnArrayThatDoesNotFitLeavesTheLayerUnbuilt()
    {
        var conv = new Conv2D(2, 3);
        Assert.Throws<LayerException>(() => conv.Apply(new float[4, 5]));
        Assert.False(conv.IsBuilt);
        Assert.Equal([4, 6, 6, 2], conv.Apply(new float[4, 8, 8, 3]).Lengths.ToArray());
    }
}
