using Kerasharp.Layers;
using Kerasharp.Regularizers;

namespace Kerasharp.Tests.Layers;

public class BatchNormalizationTests
{
    [Theory]
    [InlineData(new long[] { 4 }, -1, true, true)]
    [InlineData(new long[] { 4 }, 1, false, true)]
    [InlineData(new long[] { 4 }, -1, true, false)]
    [InlineData(new long[] { 3, 2, 4 }, -1, true, true)]
    [InlineData(new long[] { 3, 2, 4 }, 1, true, true)]
    [InlineData(new long[] { 3, 5 }, -2, true, true)]
    [InlineData(new long[] { 2, 3, 2, 2 }, 2, false, false)]
    public void Output_and_gradients_are_those_of_loops(long[] example, int axis, bool center, bool scale)
    {
        var layer = new BatchNormalization(axis, epsilon: 0.01, center: center, scale: scale);
        var harness = new LayerHarness(layer, example);
        Assert.Equal($"(None, {string.Join(", ", example)})", harness.OutputShape.ToString());
        var channels = new Channels(example, axis);
        harness.CheckAgainst(
            (x, w) => channels.Normalize(x, w, w["moving_mean"], w["moving_variance"], 0.01),
            batch: 5,
            training: (x, w) => channels.Normalize(x, w, channels.Mean(x), channels.Variance(x), 0.01)
        );
    }

    [Fact]
    public void Weights_are_in_Kerass_order()
    {
        var layer = new BatchNormalization(name: "n");
        _ = new LayerHarness(layer, 13, 13, 32);
        Assert.Equal(["n/gamma", "n/beta", "n/moving_mean", "n/moving_variance"], layer.Weights.Select(w => w.Path));
        Assert.Equal(["n/gamma", "n/beta"], layer.TrainableWeights.Select(w => w.Path));
        Assert.All(layer.Weights, w => Assert.Equal("(32,)", w.Shape.ToString()));
        Assert.Equal([1f, 0, 0, 1], layer.Weights.Select(w => LayerHarness.Get(w)[31]));
        Assert.Equal(128, layer.CountParams());
        Assert.Matches("^batch_normalization(_[0-9]+)?$", new BatchNormalization().Name);
    }

    [Fact]
    public void Training_moves_the_averages()
    {
        var layer = new BatchNormalization(momentum: 0.9);
        var harness = new LayerHarness(layer, 2);
        LayerHarness.Set(layer.MovingMean!, [10, -10]);
        LayerHarness.Set(layer.MovingVariance!, [2, 3]);
        // Channels (1, 3) and (2, 8): means 2 and 5; mean squared distances 1 and 9, not 2 and 18.
        harness.Train([1, 2, 3, 8]);
        LayerHarness.AssertClose(
            [0.9 * 10 + 0.1 * 2, -0.9 * 10 + 0.1 * 5],
            LayerHarness.Get(layer.MovingMean!),
            "the moving mean",
            1e-6
        );
        LayerHarness.AssertClose(
            [0.9 * 2 + 0.1 * 1, 0.9 * 3 + 0.1 * 9],
            LayerHarness.Get(layer.MovingVariance!),
            "the moving variance",
            1e-6
        );
        harness.Predict(new float[] { 1, 2, 3, 8 });
        LayerHarness.AssertClose(
            [0.9 * 10 + 0.1 * 2, -0.9 * 10 + 0.1 * 5],
            LayerHarness.Get(layer.MovingMean!),
            "the moving mean",
            1e-6
        );
    }

    [Fact]
    public void Called_twice_in_a_step_it_moves_the_averages_twice()
    {
        var layer = new BatchNormalization(momentum: 0.5, epsilon: 1e-12);
        var harness = new LayerHarness(new Chain(layer, layer), 1);
        LayerHarness.Set(layer.Gamma!, [3]);
        LayerHarness.Set(layer.Beta!, [7]);
        harness.Train([1, 3]);
        // The first call sees mean 2 and variance 1 and gives mean 7 and variance 9, which the second one sees.
        Assert.Equal(0.5f * (0.5f * 0 + 0.5f * 2) + 0.5f * 7, LayerHarness.Get(layer.MovingMean!)[0], 1e-5f);
        Assert.Equal(0.5f * (0.5f * 1 + 0.5f * 1) + 0.5f * 9, LayerHarness.Get(layer.MovingVariance!)[0], 1e-5f);
    }

    [Fact]
    public void Frozen_it_behaves_as_for_inference()
    {
        var layer = new BatchNormalization { Trainable = false };
        var harness = new LayerHarness(layer, 3, 2);
        var channels = new Channels([3, 2], -1);
        harness.CheckAgainst((x, w) => channels.Normalize(x, w, w["moving_mean"], w["moving_variance"], 1e-3));
        Assert.Empty(layer.TrainableWeights);
        Assert.Equal(4, layer.NonTrainableWeights.Count);
        var before = harness.ReadWeights();
        harness.Train(LayerHarness.Normal(12, seed: 5));
        Assert.Equal(before, harness.ReadWeights());
    }

    [Fact]
    public void Large_means_do_not_spoil_the_variance()
    {
        var layer = new BatchNormalization();
        var run = new LayerHarness(layer, 1).Train([4095, 4096, 4097]);
        double scaled = 1 / Math.Sqrt(2.0 / 3 + 1e-3);
        LayerHarness.AssertClose([-scaled, 0, scaled], run.Output, "the output", 1e-5);
    }

    [Fact]
    public void What_a_mask_leaves_out_does_not_count()
    {
        var layer = new BatchNormalization(momentum: 0, epsilon: 1e-6);
        var harness = new LayerHarness(layer, 2, 1);
        // Two sequences of two: 1 and 3 count, the others do not.
        var run = harness.Train([1, 1000, 3, -1000], mask: [true, false, true, false]);
        Assert.Equal(2, LayerHarness.Get(layer.MovingMean!)[0], 1e-5f);
        Assert.Equal(1, LayerHarness.Get(layer.MovingVariance!)[0], 1e-5f);
        Assert.Equal(-1, run.Output[0], 1e-5f);
        Assert.Equal(1, run.Output[2], 1e-5f);
    }

    [Fact]
    public void Regularizers_penalise_gamma_and_beta()
    {
        var layer = new BatchNormalization(betaRegularizer: new L1(0.5), gammaRegularizer: new L2(0.25));
        var harness = new LayerHarness(layer, 2);
        LayerHarness.Set(layer.Gamma!, [1, 2]);
        LayerHarness.Set(layer.Beta!, [-3, 4]);
        Assert.Equal([0.25f * 5, 0.5f * 7], harness.Train([1, 2, 3, 4]).Penalties);
    }

    [Fact]
    public void Clipping_is_written_as_Kerass_dictionary()
    {
        var layer = new BatchNormalization(renorm: true, renormClipping: new(rmax: 3, dmax: 5));
        Assert.Equal("""{"rmax":3,"dmax":5}""", layer.GetConfig()["renorm_clipping"]!.ToJsonString());
        Assert.Equal("{}", new BatchNormalization(renorm: true).GetConfig()["renorm_clipping"]!.ToJsonString());
        Assert.Null(new BatchNormalization().GetConfig()["renorm_clipping"]);
        var config = layer.GetConfig();
        config["renorm_clipping"]!["rmid"] = 1;
        Assert.Contains(
            "rmid",
            Assert.Throws<ArgumentException>(() => Layer.FromConfig<BatchNormalization>(config)).Message
        );
    }

    [Fact]
    public void Renorms_deviations_begin_as_roots_of_the_variance()
    {
        var layer = new BatchNormalization(
            movingVarianceInitializer: new Kerasharp.Initializers.Constant(4),
            renorm: true,
            name: "n"
        );
        _ = new LayerHarness(layer, 2);
        Assert.Equal(
            ["gamma", "beta", "moving_mean", "moving_variance", "moving_stddev", "renorm_mean", "renorm_stddev"],
            layer.Weights.Select(w => w.Name)
        );
        Assert.Equal([2f, 2], LayerHarness.Get(layer.MovingStddev!));
        Assert.Equal([2f, 2], LayerHarness.Get(layer.RenormStddev!));
    }

    [Fact]
    public void An_export_holds_ONNXs_operator_between_convolutions_without_transpositions()
    {
        var chain = new Chain(
            new Conv2D(4, 3, useBias: false, name: "c1"),
            new BatchNormalization(name: "n"),
            new Activation("relu", name: "a"),
            new Conv2D(2, 3, useBias: false, name: "c2")
        );
        Assert.Equal(
            ["Transpose", "Conv", "BatchNormalization", "Relu", "Conv", "Transpose"],
            GraphOperators.Of(new LayerHarness(chain, 9, 9, 2).InferenceGraph())
        );
    }

    [Fact]
    public void In_training_no_transposition_of_images_stands_between_convolutions()
    {
        var chain = new Chain(
            new Conv2D(4, 3, name: "c1"),
            new BatchNormalization(name: "n"),
            new Activation("relu", name: "a"),
            new MaxPooling2D(2, name: "p"),
            new Dropout(0.5, name: "drop"),
            new Conv2D(2, 3, name: "c2")
        );
        string graph = new LayerHarness(chain, 10, 10, 2).Train(LayerHarness.Normal(5 * 200, seed: 1)).Graph;
        string[] transposed = GraphOperators.Outputs(graph, "Transpose").ToArray();
        Assert.Equal(
            ["chain/c1/Transpose", "y"],
            transposed.Where(name => !name.Contains("gradient") && !name.StartsWith("d/", StringComparison.Ordinal))
        );
        Assert.DoesNotContain("Slice(x,", graph);
        Assert.DoesNotContain(transposed, name => name.Split('/').Any(layer => layer is "n" or "a" or "p" or "drop"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-2)]
    public void The_axis_is_one_of_the_inputs_and_not_the_batch(int axis)
    {
        var error = Assert.Throws<LayerException>(() => new LayerHarness(new BatchNormalization(axis, name: "n"), 4));
        Assert.StartsWith(
            "Layer 'n': an input of shape (None, 4) came; 2 dimensions or more were expected",
            error.Message
        );
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(momentum: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(renormMomentum: -1));
        Assert.Throws<ArgumentException>(() => new RenormClipping(rmax: 0.5, rmin: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RenormClipping(dmax: -1));
        var layer = new BatchNormalization(name: "n");
        _ = new LayerHarness(layer, 4);
        Assert.Contains(
            "the layer was built for 4 channels",
            Assert.Throws<LayerException>(() => new LayerHarness(layer, 5)).Message
        );
    }

    /// <summary>Which channel each element belongs to, and Keras's formulas over the elements of each.</summary>
    private sealed class Channels(long[] example, int axis)
    {
        private readonly int _count = (int)example[axis < 0 ? example.Length + axis : axis - 1];
        private readonly int _inner = (int)
            example[((axis < 0 ? example.Length + axis : axis - 1) + 1)..]
                .Aggregate(1L, (product, size) => product * size);

        public double[] Mean(double[] x) => Average(x, (v, _) => v);

        public double[] Variance(double[] x)
        {
            double[] mean = Mean(x);
            return Average(x, (v, c) => (v - mean[c]) * (v - mean[c]));
        }

        public double[] Normalize(
            double[] x,
            IReadOnlyDictionary<string, double[]> w,
            double[] mean,
            double[] variance,
            double epsilon
        )
        {
            var y = new double[x.Length];
            for (int i = 0; i < x.Length; i++)
            {
                int c = Of(i);
                double gamma = w.TryGetValue("gamma", out double[]? g) ? g[c] : 1;
                double beta = w.TryGetValue("beta", out double[]? b) ? b[c] : 0;
                y[i] = gamma * (x[i] - mean[c]) / Math.Sqrt(variance[c] + epsilon) + beta;
            }
            return y;
        }

        private double[] Average(double[] x, Func<double, int, double> of)
        {
            var sums = new double[_count];
            for (int i = 0; i < x.Length; i++)
                sums[Of(i)] += of(x[i], Of(i));
            return Array.ConvertAll(sums, s => s * _count / x.Length);
        }

        private int Of(int element) => element / _inner % _count;
    }
}
