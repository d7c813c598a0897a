using System.Numerics.Tensors;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving;

/// <summary>Exports in float16, and of models that compute in other types.</summary>
[Collection(nameof(AloneCollection))]
public sealed class PrecisionExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Of other weights all results may be too small to be compared.
    public PrecisionExportTests() => Utils.SetRandomSeed(1);

    public static TheoryData<string> Kinds => ["conv", "lstm", "attention", "embedding"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AFileOfFloat16IsHalfAsLargeAndGivesTheSameToItsPrecision(string kind)
    {
        using var model = Model(kind);
        var x = Data(kind);
        float[] expected = model.Predict(x).ToFlat();
        string single = _folder["single.onnx"];
        string half = _folder["half.onnx"];
        foreach (int opset in (int[])[17, 18, 21])
        {
            model.Export(single, opset);
            model.Export(half, opset, dtype: ElementType.Float16);
            double ratio = (double)new FileInfo(half).Length / new FileInfo(single).Length;
            Assert.True(ratio < 0.62, $"{kind} at opset {opset}: {ratio} of the size");
            var description = ModelDescription.Load(half);
            Assert.All(description.Opsets.Keys, domain => Assert.Contains(domain, (string[])["", "ai.onnx"]));
            AssertClose(expected, Run(half, x), 0.01);
        }
        // A file that was read is written in float16 as well.
        using var read = OnnxModel.Load(single);
        string again = _folder["again.onnx"];
        read.Export(again, dtype: ElementType.Float16);
        AssertClose(expected, Run(again, x), 0.01);
    }

    [Fact]
    public void InputsAndOutputsMayBeOfFloat16Too()
    {
        using var model = Model("conv");
        string path = _folder["model.onnx"];
        model.Export(path, dtype: ElementType.Float16, keepIoTypes: false);
        using var session = ModelSession.Load(path);
        Assert.Equal(ElementType.Float16, session.Inputs[0].ElementType);
        Assert.Equal(ElementType.Float16, session.Outputs[0].ElementType);
    }

    [Theory]
    [InlineData("mixed_float16", 0.01)]
    [InlineData("mixed_bfloat16", 0.08)]
    [InlineData("float64", 1e-5)]
    public void ModelsOfOtherPoliciesAreExportedWithEndsOfFloat32(string policy, double tolerance)
    {
        using var building = Config.Building(policy);
        foreach (string kind in (string[])["lstm", "embedding"])
        {
            using var model = Model(kind);
            var x = Data(kind);
            string path = _folder["model.onnx"];
            // Doubles have no LSTM in ONNX Runtime, so such a file is asked for in float32.
            model.Export(path, dtype: policy == "float64" ? ElementType.Float32 : null);
            AssertClose(model.Predict(x).ToFlat(), Run(path, x), tolerance);
            using var session = ModelSession.Load(path);
            Assert.Equal(ElementType.Float32, session.Outputs[0].ElementType);
        }
    }

    [Fact]
    public void AnotherTypeIsRefused()
    {
        using var model = Model("embedding");
        string message = Assert
            .Throws<ArgumentException>(() => model.Export(_folder["x.onnx"], dtype: ElementType.BFloat16))
            .Message;
        Assert.Contains("Float32 or Float16 was expected", message);
    }

    [Theory]
    [InlineData("mixed_float16", ElementType.Float32)]
    [InlineData("float64", ElementType.Float64)]
    public void AModelsFileKeepsPoliciesAndTheWeightsType(string policy, ElementType type)
    {
        string path = _folder["model.kerasharp"];
        using var building = Config.Building(policy);
        using var model = new Sequential([
            new Input(3),
            new Dense(4, activation: "tanh"),
            new BatchNormalization(),
            new Dense(2) { Dtype = "float32" },
        ]);
        model.Compile("adam", "mse");
        float[,] x =
        {
            { 1, 2, 3 },
            { -1, 0.5f, 2 },
        };
        model.TrainOnBatch(
            x,
            new float[,]
            {
                { 1, 2 },
                { 3, 4 },
            }
        );
        model.Save(path);
        using var outside = Config.Building("float32");
        using var read = Kerasharp.Model.Load(path);
        Assert.Equal(model.Layers.Select(l => l.Dtype), read.Layers.Select(l => l.Dtype));
        Assert.Equal(policy, read.Dtype);
        Assert.Equal(type, read.Weights[0].ElementType);
        Assert.Equal(model.Weights.Select(w => w.State.ReadBytes()), read.Weights.Select(w => w.State.ReadBytes()));
        Assert.Equal(model.Optimizer.GetType(), read.Optimizer.GetType());
        Assert.Equal(model.Predict(x).ToFlat(), read.Predict(x).ToFlat());
        read.TrainOnBatch(
            x,
            new float[,]
            {
                { 1, 2 },
                { 3, 4 },
            }
        );
        using var twin = Kerasharp.Model.FromJson(model.ToJson());
        Assert.Equal(policy, twin.Layers[0].Dtype);
    }

    private static float[] Run(string path, Tensor<float> x)
    {
        using var session = ModelSession.Load(path);
        var given = ConstantTensor.Of<float>(x.ToFlat(), Array.ConvertAll(x.Lengths.ToArray(), l => (long)l));
        var outputs = session.Run(new Dictionary<string, ConstantTensor> { [session.Inputs[0].Name] = given });
        return [.. outputs.Single().Value.ToDoubles().Select(v => (float)v)];
    }

    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double most = expected.Max(Math.Abs);
        Assert.True(most > 0.01);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * most);
    }

    private static Sequential Model(string kind) =>
        kind switch
        {
            "conv" => new Sequential([
                new Input(8, 8, 3),
                new Conv2D(32, kernelSize: 3, activation: "relu"),
                new BatchNormalization(),
                new MaxPooling2D(2),
                new Resizing(4, 4),
                new Flatten(),
                new Dense(10, activation: "softmax"),
            ]),
            "lstm" => new Sequential([
                new Input(-1, 16),
                new Masking(),
                new LSTM(32, returnSequences: true),
                new Bidirectional(new GRU(16)),
                new Dense(3),
            ]),
            "attention" => new Sequential([
                new Input(5, 64),
                new TransformerEncoder(intermediateDim: 128, numHeads: 4, activation: "gelu"),
                new GlobalAveragePooling1D(),
                new Dense(10, activation: "tanh"),
            ]),
            _ => new Sequential([
                new Input(5),
                new Embedding(500, 16, maskZero: true),
                new GlobalAveragePooling1D(),
                new Dense(4),
            ]),
        };

    private static Tensor<float> Data(string kind) =>
        kind switch
        {
            "conv" => Tensor.Create(Numbers(3 * 8 * 8 * 3), [3, 8, 8, 3]),
            "lstm" => Tensor.Create(Numbers(3 * 6 * 16), [3, 6, 16]),
            "attention" => Tensor.Create(Numbers(3 * 5 * 64), [3, 5, 64]),
            _ => Tensor.Create<float>([1, 2, 3, 0, 0, 499, 7, 2, 1, 0], [2, 5]),
        };

    private static float[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(i => (float)Math.Sin(i * 1.3))];
}
