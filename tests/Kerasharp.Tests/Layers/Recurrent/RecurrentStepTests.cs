using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Layers.Recurrent;

/// <summary>Steps of training with recurrent layers, on devices with and without kernels and loops.</summary>
[Collection(nameof(AloneCollection))]
public sealed class RecurrentStepTests
{
    public static TheoryData<string> Kinds => ["rnn", "lstm", "gru", "gru-before"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Devices_without_kernels_or_loops_train_alike(string kind)
    {
        double[] expected = Losses(kind, Device.Cpu);

        foreach (var device in (Device[])[Device.PlainCpu, Device.StraightCpu])
            Assert.Equal(expected, Losses(kind, device), (a, b) => Math.Abs(a - b) < 1e-4 * a);
        Assert.True(expected[^1] < expected[0]);
    }

    private static double[] Losses(string kind, Device device)
    {
        Utils.SetRandomSeed(4);
        TensorData x = Tensor.Create(LayerHarness.Normal(20 * 7 * 3, 1), [20, 7, 3]);
        int[] y = [.. Enumerable.Range(0, 20).Select(i => i % 3)];
        Layer[] layers = kind switch
        {
            "rnn" => [new SimpleRNN(5, returnSequences: true), new SimpleRNN(4)],
            "lstm" => [new LSTM(5, returnSequences: true), new LSTM(4, goBackwards: true)],
            "gru" => [new GRU(5, returnSequences: true), new GRU(4)],
            _ => [new GRU(5, resetAfter: false, returnSequences: true), new GRU(4, resetAfter: false)],
        };
        using var model = new Sequential([new Input(7, 3), .. layers, new Dense(3)]);
        model.Compile(
            new Adam(0.02),
            new Kerasharp.Losses.SparseCategoricalCrossentropy(fromLogits: true),
            device: device
        );
        return [.. model.Fit(x, y, batchSize: 8, epochs: 4, verbose: 0)["loss"]];
    }
}
