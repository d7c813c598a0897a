using Kerasharp.Layers;
using Kerasharp.Regularizers;

namespace Kerasharp.Tests.Layers;

public class DenseTests
{
    [Theory]
    [InlineData(new long[] { 5 }, "linear", true)]
    [InlineData(new long[] { 5 }, "tanh", true)]
    [InlineData(new long[] { 5 }, "linear", false)]
    [InlineData(new long[] { 2, 3, 5 }, "sigmoid", true)]
    [InlineData(new long[] { 3, 5 }, "linear", false)]
    public void Output_and_gradients_are_those_of_loops(long[] example, string activation, bool useBias)
    {
        var harness = new LayerHarness(new Dense(4, activation, useBias), example);
        Assert.Equal($"(None, {string.Join(", ", example[..^1].Append(4))})", harness.OutputShape.ToString());
        harness.CheckAgainst((x, w) => Loops(x, w, 5, 4, activation));
    }

    [Fact]
    public void Weights_are_kernel_and_bias()
    {
        var layer = new Dense(10, name: "d");
        _ = new LayerHarness(layer, 784);
        Assert.Equal(["d/kernel", "d/bias"], layer.Weights.Select(w => w.Path));
        Assert.Equal(["(784, 10)", "(10,)"], layer.Weights.Select(w => w.Shape.ToString()));
        Assert.Equal(7850, layer.CountParams());
        Assert.Equal(layer.Weights, layer.TrainableWeights);
        double limit = Math.Sqrt(6.0 / 794);
        Assert.All(LayerHarness.Get(layer.Kernel!), k => Assert.InRange(k, -limit, limit));
        Assert.All(LayerHarness.Get(layer.Bias!), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Two_dimensions_are_one_Gemm() =>
        Assert.Equal(
            """
            test(x: float32[batch,3], d/kernel: float32[3,2], d/bias: float32[2])
              y: float32[batch,2] = Gemm(x, d/kernel, d/bias)
              return y = y

            """,
            new LayerHarness(new Dense(2, name: "d"), 3).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );

    [Fact]
    public void Penalties_are_added_to_the_loss()
    {
        var layer = new Dense(
            2,
            kernelRegularizer: new L2(0.5),
            biasRegularizer: new L1(0.25),
            activityRegularizer: new L2(0.1)
        );
        var harness = new LayerHarness(layer, 2);
        LayerHarness.Set(layer.Kernel!, [1, 2, 3, 4]);
        LayerHarness.Set(layer.Bias!, [-1, 2]);
        // Rows (1, 1) and (0, 0) give (3, 8) and (-1, 2); the activity's penalty is a mean over the two examples.
        float[] penalties = harness.Train([1, 1, 0, 0]).Penalties;
        Assert.Equal([0.5f * 30, 0.25f * 3, 0.1f * 78 / 2], penalties);
    }

    [Fact]
    public void A_name_of_an_unknown_activation_fails_at_once() =>
        Assert.Contains("'relu'", Assert.Throws<ArgumentException>(() => new Dense(2, activation: "rleu")).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Units_are_positive(int units) =>
        Assert.Contains("at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(units)).Message);

    [Fact]
    public void Inputs_that_do_not_fit_are_refused_by_name()
    {
        var layer = new Dense(2, name: "d");
        Assert.Equal(
            "Layer 'd': an input of shape (None,) came; at least 2 dimensions (batch, ..., inputs) were expected. Reshape it.",
            Assert.Throws<LayerException>(() => new LayerHarness(layer)).Message
        );
        Assert.Empty(layer.Weights);
        Assert.Contains(
            "(None, None) came; the size of the last axis must be known",
            Assert.Throws<LayerException>(() => new LayerHarness(layer, -1)).Message
        );
        _ = new LayerHarness(layer, 3);
        Assert.Contains(
            "(None, 4) came; the layer was built for a last axis of 3",
            Assert.Throws<LayerException>(() => new LayerHarness(layer, 4)).Message
        );
    }

    [Fact]
    public void Integers_become_floating_point()
    {
        var layer = new Dense(1, kernelInitializer: "ones");
        Assert.Equal([6f, 555f], new LayerHarness(layer, 3).Predict(new byte[] { 1, 2, 3, 100, 200, 255 }));
    }

    private static double[] Loops(
        double[] x,
        IReadOnlyDictionary<string, double[]> w,
        int inputs,
        int units,
        string activation
    )
    {
        int rows = x.Length / inputs;
        var y = new double[rows * units];
        for (int r = 0; r < rows; r++)
        {
            for (int u = 0; u < units; u++)
            {
                double sum = w.TryGetValue("bias", out double[]? bias) ? bias[u] : 0;
                for (int i = 0; i < inputs; i++)
                    sum += x[r * inputs + i] * w["kernel"][i * units + u];
                y[r * units + u] = activation switch
                {
                    "tanh" => Math.Tanh(sum),
                    "sigmoid" => 1 / (1 + Math.Exp(-sum)),
                    _ => sum,
                };
            }
        }
        return y;
    }
}
