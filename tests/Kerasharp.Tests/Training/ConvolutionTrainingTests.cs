using Kerasharp.Layers;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Layers;

namespace Kerasharp.Tests.Training;

/// <summary>Convolutions and normalisation by our kernels train as those of standard operators do.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ConvolutionTrainingTests
{
    private const int Examples = 40;

    [Fact]
    public void Training_by_kernels_is_that_by_standard_operators()
    {
        double[] kernels = Losses(Device.Cpu);

        Assert.Equal(Losses(Device.PlainCpu), kernels, (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(Losses(Device.Cpu), kernels);
    }

    /// <summary>A hundred steps, the last batch of each epoch a smaller one.</summary>
    private static double[] Losses(Device device)
    {
        var x = new float[Examples, 12, 11, 3];
        var random = new Random(5);
        foreach (
            ref float value in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref x[0, 0, 0, 0], x.Length)
        )
            value = random.NextSingle();
        int[] y = [.. Enumerable.Range(0, Examples).Select(i => i % 3)];
        Utils.SetRandomSeed(11);
        using var model = new Sequential([
            new Input(12, 11, 3),
            new Conv2D(8, 3, padding: "same", useBias: false),
            new BatchNormalization(),
            new Activation("relu"),
            new Conv2D(16, 3, strides: 2, padding: "same", activation: "tanh"),
            new Conv2D(20, (2, 3), activation: "tanh"),
            new MaxPooling2D(2),
            new BatchNormalization(),
            new Flatten(),
            new Dense(3),
        ]);
        model.Compile(
            new Adam(0.001),
            new Kerasharp.Losses.SparseCategoricalCrossentropy(fromLogits: true),
            device: device
        );
        return [.. model.Fit(x, y, batchSize: 16, epochs: 34, shuffle: false, verbose: 0)["loss"]];
    }
}
