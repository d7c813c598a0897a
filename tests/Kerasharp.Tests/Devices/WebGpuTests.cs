using System.Globalization;
using System.Numerics.Tensors;
using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Tests.Devices;

/// <summary>Training on a WebGPU: the processor's numbers, and no node left to the processor.</summary>
[Collection(nameof(WebGpuCollection))]
public sealed class WebGpuTests
{
    private const int Rows = 16;
    private const int Steps = 20;

    private static readonly Dictionary<string, (Func<TensorData> X, Func<Layer[]> Layers)> Networks = new()
    {
        ["quickstart"] = (
            () => Digits.Load().Train.X.Slice(..Rows, .., .., ..),
            () =>
                [
                    new Input(8, 8, 1),
                    new Conv2D(32, kernelSize: 3, padding: "same", activation: "relu"),
                    new MaxPooling2D(2),
                    new Flatten(),
                    new Dropout(0.25),
                    new Dense(10, activation: "softmax"),
                ]
        ),
        ["convnet"] = (
            () => Wave(Rows, 6, 6, 2),
            () =>
                [
                    new Input(6, 6, 2),
                    new DepthwiseConv2D(3, padding: "same"),
                    new MaxPooling2D(3, strides: 1),
                    new Conv2D(4, kernelSize: 2, strides: 2, padding: "same", activation: "relu"),
                    new GlobalAveragePooling2D(),
                    new Dense(10, activation: "softmax"),
                ]
        ),
        ["batch normalization"] = (
            () => Wave(Rows, 5, 3),
            () =>
                [
                    new Input(5, 3),
                    new Conv1D(4, kernelSize: 3),
                    new BatchNormalization(),
                    new Activation("relu"),
                    new Flatten(),
                    new Dense(10, activation: "softmax"),
                ]
        ),
        ["gru and lstm"] = (
            () => Wave(Rows, 5, 3),
            () =>
                [
                    new Input(5, 3),
                    new Masking(0),
                    new GRU(4, returnSequences: true),
                    new LSTM(4),
                    new Dense(10, activation: "softmax"),
                ]
        ),
        ["transformer"] = (
            () => Tokens(Rows, 6),
            () =>
                [
                    new Input(6),
                    new TokenAndPositionEmbedding(10, 6, 8),
                    new TransformerEncoder(12, 2, dropout: 0.1),
                    new GlobalAveragePooling1D(),
                    new Dense(10, activation: "softmax"),
                ]
        ),
        ["noise"] = (
            () => Wave(Rows, 5, 3),
            () =>
                [
                    new Input(5, 3),
                    new GaussianNoise(0.1),
                    new SpatialDropout1D(0.2),
                    new Flatten(),
                    new GaussianDropout(0.1),
                    new Dense(10, activation: "softmax"),
                ]
        ),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    private static int[] Labels => [.. Enumerable.Range(0, Rows).Select(i => i * 7 % 10)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Twenty_steps_are_the_processors(string name)
    {
        var device = WebGpu.OrSkip();
        using var here = Make(name, Device.Cpu);
        using var there = Make(name, device.WithoutFallback());

        double[] expected = Fit(here, name);
        double[] actual = Fit(there, name);

        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= 1e-3 * Math.Abs(a));
        AssertNear(here.GetWeights(), there.GetWeights(), 1e-3);
        Assert.Equal(device.WithoutFallback(), there.Placement().Device);
        Assert.True(there.Placement().Count > 10);
        Assert.Empty(there.Placement().Fallbacks);
    }

    [Fact]
    public void Models_do_there_what_they_do_here()
    {
        var device = WebGpu.OrSkip();
        using var folder = new TemporaryFolder();
        Utils.SetRandomSeed(5);
        using var here = Small(Device.Cpu);
        Utils.SetRandomSeed(5);
        using var there = Small(device);
        TensorData x = Wave(Rows, 6);
        int[] y = Labels;

        // Callbacks, validation, and going on where the run before ended.
        foreach (var model in (Model[])[here, there])
        {
            string file = Path.Combine(folder.Path, $"{model.Name}.weights.safetensors");
            model.Fit(
                x,
                y,
                batchSize: 8,
                epochs: 2,
                verbose: 0,
                validationData: (x, y),
                callbacks: [new ModelCheckpoint(file, saveWeightsOnly: true), new EarlyStopping("loss", baseline: 0)]
            );
            Assert.True(File.Exists(file));
            var history = model.Fit(x, y, batchSize: 8, initialEpoch: 2, epochs: 4, verbose: 0);
            Assert.Equal(2, history["loss"].Count);
        }
        Near(here.Evaluate(x, y, batchSize: 8, verbose: 0), there.Evaluate(x, y, batchSize: 8, verbose: 0));
        AssertNear([here.Predict(x, batchSize: 8)], [there.Predict(x, batchSize: 8)], 1e-3);

        // Batch by batch, two models in turn.
        for (int i = 0; i < 3; i++)
            Near(here.TrainOnBatch(x, y), there.TrainOnBatch(x, y));
        AssertNear(here.GetWeights(), there.GetWeights(), 1e-3);

        // Weights go there and come back as they are.
        var weights = here.GetWeights().Select(w => Tensor.Multiply<float>(w, 0.5f)).ToArray();
        there.SetWeights(weights);
        AssertNear(weights, there.GetWeights(), 0);
        string path = Path.Combine(folder.Path, "model.kerasharp");
        there.Save(path);
        using var loaded = Model.Load(path);
        AssertNear(weights, loaded.GetWeights(), 0);
        AssertNear([loaded.Predict(x, batchSize: 8)], [there.Predict(x, batchSize: 8)], 1e-4);
    }

    [Fact]
    public void What_training_carries_stays_there_from_step_to_step()
    {
        using var model = Small(WebGpu.OrSkip());
        var downloads = new List<long>();
        var count = new LambdaCallback(onTrainBatchEnd: (_, _) => downloads.Add(AcceleratorMemory.Downloads));

        model.Fit(Wave(Rows, 6), Labels, batchSize: 2, epochs: 1, verbose: 0, callbacks: [count]);

        // Read at the end of the epoch, when loss and metrics are shown, and not in between.
        Assert.Equal(Rows / 2, downloads.Count);
        Assert.Single(downloads.Distinct());
        Assert.True(AcceleratorMemory.Downloads > downloads[0]);
    }

    [Fact]
    public void What_falls_back_is_told_or_refused()
    {
        var device = WebGpu.OrSkip();
        TensorData x = Wave(Rows, 6);
        double[][] losses = [.. new[] { Device.Cpu, device }.Select(Losses)];
        Assert.Equal(losses[0], losses[1], (a, b) => Math.Abs(a - b) <= 1e-3 * Math.Abs(a));

        Utils.SetRandomSeed(3);
        using var refused = Bits(device.WithoutFallback());
        var before = refused.GetWeights();
        var error = Assert.Throws<DeviceFallbackException>(() => refused.TrainOnBatch(x, Labels));
        Assert.Contains("BitwiseAnd of 'bits'", error.Message);
        Assert.Contains("webgpu has no operator BitwiseAnd", error.Message);
        Assert.NotEmpty(error.Placement.Fallbacks);
        AssertNear(before, refused.GetWeights(), 0);

        double[] Losses(Device where)
        {
            Utils.SetRandomSeed(3);
            using var model = Bits(where);
            double[] steps = [.. Enumerable.Range(0, 3).Select(_ => model.TrainOnBatch(x, Labels)["loss"])];
            if (!where.IsCpu)
            {
                var fallback = Assert.Single(model.Placement().Fallbacks);
                Assert.Equal(("bits", "BitwiseAnd", "cpu"), (fallback.Layer, fallback.Operator, fallback.Device));
                Assert.Equal("webgpu has no operator BitwiseAnd", fallback.Reason);
                Assert.Contains("1 on the processor", model.Placement().ToString());
            }
            return steps;
        }
    }

    private static Sequential Make(string name, Device device)
    {
        Utils.SetRandomSeed(1);
        var model = new Sequential(Networks[name].Layers());
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"], device: device);
        return model;
    }

    private static double[] Fit(Model model, string name) =>
        [.. model.Fit(Networks[name].X(), Labels, batchSize: Rows, epochs: Steps, verbose: 0, shuffle: false)["loss"]];

    private static Sequential Small(Device device)
    {
        var model = new Sequential([new Input(6), new Dense(5, activation: "tanh"), new Dense(10)]);
        model.Compile(
            "adam",
            new Kerasharp.Losses.SparseCategoricalCrossentropy(fromLogits: true),
            metrics: ["accuracy"],
            device: device
        );
        return model;
    }

    /// <summary>A model with an operation on bits, which WebGPU lacks.</summary>
    private static Sequential Bits(Device device)
    {
        var model = new Sequential([
            new Input(6),
            new Dense(5),
            new Lambda(OddEighths, name: "bits"),
            new Dense(10, activation: "softmax"),
        ]);
        model.Compile("sgd", "sparse_categorical_crossentropy", device: device);
        return model;
    }

    private static SymbolicTensor OddEighths(SymbolicTensor x)
    {
        var eighths = Op.Cast(x.Value * 8, ElementType.Int32);
        return x * new SymbolicTensor(Op.Cast(Op.BitwiseAnd(eighths, eighths.Like(1)), ElementType.Float32));
    }

    private static void Near(IReadOnlyDictionary<string, double> expected, IReadOnlyDictionary<string, double> actual)
    {
        foreach (var (name, number) in expected)
            Assert.Equal(number, actual[name], 1e-3 * Math.Abs(number));
    }

    /// <summary>Whether all together differ by no more, in norm, than a part of the expected.</summary>
    private static void AssertNear(
        IReadOnlyList<Tensor<float>> expected,
        IReadOnlyList<Tensor<float>> actual,
        double tolerance
    )
    {
        double[] wanted = [.. expected.SelectMany(t => t).Select(e => (double)e)];
        double[] came = [.. actual.SelectMany(t => t).Select(e => (double)e)];
        double difference = Math.Sqrt(wanted.Zip(came, (a, b) => (a - b) * (a - b)).Sum());
        double norm = Math.Sqrt(wanted.Sum(e => e * e));
        Assert.Equal(wanted.Length, came.Length);
        Assert.True(
            difference <= tolerance * norm,
            string.Create(CultureInfo.InvariantCulture, $"differs by {difference} from what has the norm {norm}")
        );
    }

    private static Tensor<float> Wave(params nint[] lengths)
    {
        var elements = new float[lengths.Aggregate((a, b) => a * b)];
        for (int i = 0; i < elements.Length; i++)
            elements[i] = MathF.Sin(1.3f * i) + 0.1f;
        return Tensor.Create(elements, lengths);
    }

    private static Tensor<int> Tokens(nint rows, nint places) =>
        Tensor.Create([.. Enumerable.Range(0, (int)(rows * places)).Select(i => i * i % 10)], [rows, places]);
}
