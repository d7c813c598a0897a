using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Layers;

public class SpectralNormalizationTests
{
    private static readonly float[,] X = Elements.Rows(8, 4);
    private static readonly float[,] Y = Elements.Rows(8, 3, phase: 3);

    [Fact]
    public void A_step_divides_the_kernel_and_the_optimizer_goes_on_from_there()
    {
        var (normalized, plain) = (new Dense(3), new Dense(3));
        var wrapper = new SpectralNormalization(normalized, powerIterations: 50);
        using var model = new Sequential([new Input(4), wrapper]);
        using var other = new Sequential([new Input(4), plain]);
        // A kernel whose singular values are 4, 2 and 1.
        LayerHarness.Set(normalized.Kernel!, [0, 4, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0]);
        LayerHarness.Set(plain.Kernel!, [0, 1, 0, 0.5f, 0, 0, 0, 0, 0.25f, 0, 0, 0]);
        foreach (var m in (Model[])[model, other])
        {
            m.Compile(new SGD(0.1, momentum: 0.9), "mse");
            m.Fit(X, Y, batchSize: 8, verbose: 0);
        }
        LayerHarness.AssertClose(
            LayerHarness.Doubles(LayerHarness.Get(plain.Kernel!)),
            LayerHarness.Get(normalized.Kernel!),
            "the kernel",
            1e-5
        );
        Assert.Equal(1, Math.Abs(LayerHarness.Get(wrapper.VectorU!)[1]), 1e-5);
    }

    [Fact]
    public void Called_twice_in_a_step_gradients_of_both_calls_count()
    {
        // A kernel that is a multiple of a rotation: after the first call another changes nothing.
        var (normalized, plain) = (new Dense(2, useBias: false), new Dense(2, useBias: false));
        var wrapper = new SpectralNormalization(normalized, powerIterations: 3);
        using var model = new Sequential([new Input(2), new Chain(wrapper, wrapper)]);
        using var other = new Sequential([new Input(2), new Chain(plain, plain)]);
        LayerHarness.Set(normalized.Kernel!, [0, 3, -3, 0]);
        LayerHarness.Set(plain.Kernel!, [0, 1, -1, 0]);
        foreach (var m in (Model[])[model, other])
        {
            m.Compile(new Adam(0.01), "mse");
            m.Fit(Elements.Rows(8, 2), Elements.Rows(8, 2, phase: 3), batchSize: 8, verbose: 0);
        }
        LayerHarness.AssertClose(
            LayerHarness.Doubles(LayerHarness.Get(plain.Kernel!)),
            LayerHarness.Get(normalized.Kernel!),
            "the kernel",
            1e-5
        );
    }

    [Fact]
    public void The_greatest_singular_value_comes_to_1()
    {
        var wrapper = new SpectralNormalization(new Conv2D(4, 3));
        using var model = new Sequential([new Input(5, 5, 2), wrapper]);
        model.Compile(new SGD(1e-6), "mse");
        model.Fit(
            System.Numerics.Tensors.Tensor.Create(new float[8 * 50], [8, 5, 5, 2]),
            System.Numerics.Tensors.Tensor.Create(new float[8 * 36], [8, 3, 3, 4]),
            batchSize: 1,
            epochs: 10,
            verbose: 0
        );
        float[] kernel = LayerHarness.Get(wrapper.Layer.Weights[0]);
        // Squared singular values are eigenvalues of WᵀW; its powers show the greatest one.
        double[] u = [1, 1.1, 0.9, 1.2];
        double length = 0;
        for (int turn = 0; turn < 200; turn++)
        {
            var next = new double[4];
            for (int row = 0; row < 18; row++)
            {
                double v = Enumerable.Range(0, 4).Sum(i => kernel[row * 4 + i] * u[i]);
                for (int i = 0; i < 4; i++)
                    next[i] += v * kernel[row * 4 + i];
            }
            length = Math.Sqrt(next.Sum(n => n * n));
            u = Array.ConvertAll(next, n => n / length);
        }
        Assert.Equal(1, Math.Sqrt(length), 1e-3);
    }

    [Fact]
    public void Frozen_the_wrapped_layer_is_too()
    {
        var wrapper = new SpectralNormalization(new Dense(3)) { Trainable = false };
        Assert.False(wrapper.Layer.Trainable);
        _ = new LayerHarness(wrapper, 4);
        Assert.Empty(wrapper.TrainableWeights);
        Assert.Equal(3, wrapper.Weights.Count);
    }

    [Fact]
    public void An_export_is_the_wrapped_layers() =>
        Assert.Equal(
            GraphOperators.Of(new LayerHarness(new Dense(3), 4).InferenceGraph()),
            GraphOperators.Of(new LayerHarness(new SpectralNormalization(new Dense(3)), 4).InferenceGraph())
        );

    [Fact]
    public void A_layer_without_kernel_is_refused()
    {
        var error = Assert.Throws<LayerException>(() =>
            new LayerHarness(new SpectralNormalization(new BatchNormalization(name: "b"), name: "s"), 4)
        );
        Assert.StartsWith("Layer 's': the layer 'b' has no weight 'kernel'", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpectralNormalization(new Dense(3), 0));
    }
}
