using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Tests.Models;
using Kerasharp.Tests.References;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving;

/// <summary>Exported models: what stands in the file, and that another program gives the same numbers.</summary>
public sealed class ModelExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => ["digits", "fashion", "bytes", "normalized"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("digits", 17, 7)]
    [InlineData("digits", 18, 1)]
    [InlineData("digits", 18, 7)]
    [InlineData("digits", 18, 100)]
    [InlineData("digits", 21, 7)]
    [InlineData("fashion", 17, 100)]
    [InlineData("fashion", 18, 1)]
    [InlineData("fashion", 18, 7)]
    [InlineData("fashion", 18, 100)]
    [InlineData("fashion", 21, 1)]
    [InlineData("normalized", 17, 1)]
    [InlineData("normalized", 18, 7)]
    [InlineData("normalized", 21, 100)]
    [InlineData("bytes", 18, 7)]
    public void TheFileRunsInNode(string name, int opset, int batch)
    {
        using var model = Trained(name);
        string path = _folder["model.onnx"];
        model.Export(path, opset);
        var x = Data(model, batch);
        var outputs = NodeRunner.Run(path, new Dictionary<string, NodeTensor> { ["image"] = ToNode(x) });

        float[] expected = model.Predict(x).ToFlat();
        var output = outputs["label"];
        Assert.Equal([batch, expected.Length / batch], output.Dims);
        float[] actual = MemoryMarshal.Cast<byte, float>(output.Data).ToArray();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.True(expected.Max() - expected.Min() > 0.01);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheGraphIsAsAPersonWouldWriteIt(string name)
    {
        using var model = Make(name);
        var graph = Exported(model);
        Assert.Equal(ReferenceFiles.Text($"export-{name}.txt"), graph.ToString());

        var nodes = graph.Sort();
        // One transposition at the entry, which for one channel is a change of shape.
        var entry = Assert.Single(nodes, n => n.Op is "Transpose" || (n.Op == "Reshape" && n.Output.Rank == 4));
        Assert.True(entry.Input(0).Producer is null || entry.Input(0).Producer!.Op == "Mul");
        Assert.Single(nodes, n => n.Op is "Flatten" || (n.Op == "Reshape" && n.Output.Rank == 2));
        Assert.Equal(model.Layers.Count(l => l is Dense), nodes.Count(n => n.Op == "Gemm"));
        Assert.DoesNotContain(nodes, n => n.Op is "Identity" or "Dropout" || n.Domain.Length > 0);
        Assert.Equal(name == "bytes" ? 1 : 0, nodes.Count(n => n.Op == "Cast"));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    public void EveryOpsetGivesTheSameHere(int opset)
    {
        using var model = Trained("normalized");
        model.Export(_folder["model.onnx"], opset);
        using var read = OnnxModel.Load(_folder["model.onnx"]);
        var x = Data(model, 5);
        Elements.AssertClose(model.Predict(x).ToFlat(), read.Predict(x).ToFlat(), 1e-6, "predictions");
    }

    [Fact]
    public void InputsAndOutputsKeepNamesTypesAndAnOpenBatch()
    {
        using var model = Make("bytes");
        var graph = Exported(model);
        var input = Assert.Single(graph.Inputs);
        Assert.Equal("image", input.Name);
        Assert.Equal(ElementType.UInt8, input.ElementType);
        Assert.Equal("(None, 8, 8, 3)", input.Shape.ToString());
        Assert.Equal("(None, 3)", Assert.Single(graph.Outputs).Value.Shape.ToString());

        using var two = new TwoByTwo();
        graph = Exported(two);
        Assert.Equal(["image", "age"], graph.Inputs.Select(i => i.Name));
        Assert.Equal(["digit", "height"], graph.Outputs.Select(o => o.Name));
    }

    [Fact]
    public void IntegersAreTakenAsTheyCome()
    {
        using var model = new Sequential([
            new Input(3) { ElementType = ElementType.Int32, Name = "counts" },
            new Dense(2, kernelInitializer: "ones", name: "sum"),
        ]);
        int[,] x =
        {
            { 1, 2, 3 },
            { 4, -5, 6 },
        };
        Assert.Equal([6f, 6, 5, 5], model.Predict(x).ToFlat());
        model.Export(_folder["model.onnx"]);
        var input = new NodeTensor("int32", [2, 3], MemoryMarshal.AsBytes(x.Cast<int>().ToArray().AsSpan()).ToArray());
        var output = NodeRunner.Run(_folder["model.onnx"], new Dictionary<string, NodeTensor> { ["counts"] = input })[
            "sum"
        ];
        Assert.Equal([6f, 6, 5, 5], MemoryMarshal.Cast<byte, float>(output.Data).ToArray());
    }

    [Fact]
    public void BytesAreTrainedOnAsTheyCome()
    {
        using var model = Make("bytes");
        using var floats = Make("bytes", ElementType.Float32);
        floats.SetWeights(model.GetWeights());
        var x = (Tensor<byte>)Bytes(12);
        var same = Tensor.Create(x.Select(b => (float)b).ToArray(), x.Lengths);
        int[] y = [.. Enumerable.Range(0, 12).Select(i => i % 3)];
        foreach (var (m, data) in ((Sequential, TensorDataList)[])[(model, x), (floats, same)])
        {
            m.Compile("sgd", "sparse_categorical_crossentropy");
            m.Fit(data, y, batchSize: 5, epochs: 2, verbose: 0, shuffle: false);
        }
        Assert.Equal(floats.Snapshot(), model.Snapshot());
    }

    [Fact]
    public void AnExportHoldsTheWeightsOfItsMoment()
    {
        using var model = Trained("digits");
        var x = Data(model, 3);
        model.Export(_folder["a.onnx"]);
        float[] before = model.Predict(x).ToFlat();
        model.Fit(Data(model, 16), new int[16], verbose: 0);
        model.Export(_folder["b.onnx"]);
        using var a = OnnxModel.Load(_folder["a.onnx"]);
        using var b = OnnxModel.Load(_folder["b.onnx"]);

        Assert.NotEqual(before, model.Predict(x).ToFlat());
        Elements.AssertClose(before, a.Predict(x).ToFlat(), 1e-6, "before");
        Elements.AssertClose(model.Predict(x).ToFlat(), b.Predict(x).ToFlat(), 1e-6, "after");
    }

    [Fact]
    public void AFileIsReplacedAsAWhole()
    {
        using var model = Make("digits");
        string path = _folder.Write("model.onnx", [1, 2, 3]);
        // While another program reads the old file, it keeps what it opened.
        using (
            var reader = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        )
        {
            model.Export(path);
            var old = new byte[4];
            Assert.Equal(3, reader.Read(old));
        }
        Assert.Equal(["model.onnx"], _folder.Files);
        byte[] written = File.ReadAllBytes(path);
        Assert.True(written.Length > 1000);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => model.Export(path, opset: 16));
        Assert.Contains("An opset of 16 came; 17 to 21 can be written", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Export(path, opset: 22));
        Assert.Throws<DirectoryNotFoundException>(() => model.Export(_folder["nowhere/model.onnx"]));
        Assert.Equal(written, File.ReadAllBytes(path));
        Assert.Equal(["model.onnx"], _folder.Files);
    }

    [Fact]
    public void AModelOfUnknownInputsIsRefused()
    {
        using var model = new Sequential([new Dense(3)]);
        var error = Assert.Throws<InvalidOperationException>(() => model.Export(_folder["model.onnx"]));
        Assert.Contains("before its inputs are known", error.Message);
        Assert.Contains("Put an Input first", error.Message);
        Assert.Empty(_folder.Files);
    }

    private Graph Exported(Model model)
    {
        string path = _folder["exported.onnx"];
        model.Export(path);
        return ModelReader.Load(path);
    }

    private static Sequential Make(string name, ElementType bytes = ElementType.UInt8) =>
        name switch
        {
            // The Quickstart's model.
            "digits" => new(
                [
                    new Input(8, 8, 1) { Name = "image" },
                    new Conv2D(32, kernelSize: 3, padding: "same", activation: "relu", name: "conv"),
                    new MaxPooling2D(2, name: "pool"),
                    new Flatten(name: "flatten"),
                    new Dropout(0.25, name: "dropout"),
                    new Dense(10, activation: "softmax", name: "label"),
                ],
                name
            ),
            // That of examples/FashionMnist.
            "fashion" => new(
                [
                    new Input(28, 28, 1) { Name = "image" },
                    new Conv2D(32, 3, activation: "relu", name: "conv1"),
                    new MaxPooling2D(2, name: "pool1"),
                    new Conv2D(64, 3, activation: "relu", name: "conv2"),
                    new MaxPooling2D(2, name: "pool2"),
                    new Flatten(name: "flatten"),
                    new Dense(128, activation: "relu", name: "hidden"),
                    new Dropout(0.5, name: "dropout"),
                    new Dense(10, activation: "softmax", name: "label"),
                ],
                name
            ),
            "bytes" => new(
                [
                    new Input(8, 8, 3) { Name = "image", ElementType = bytes },
                    new Rescaling(1 / 255.0, name: "rescaling"),
                    new Conv2D(4, 3, name: "conv"),
                    new Flatten(name: "flatten"),
                    new Dense(3, activation: "softmax", name: "label"),
                ],
                name
            ),
            _ => new(
                [
                    new Input(8, 8, 3) { Name = "image" },
                    new Conv2D(4, 3, padding: "same", name: "conv1"),
                    new BatchNormalization(name: "norm1"),
                    new Activation("relu", name: "relu1"),
                    new Conv2D(6, 3, strides: 2, padding: "same", useBias: false, name: "conv2"),
                    new BatchNormalization(name: "norm2"),
                    new Activation("relu", name: "relu2"),
                    new MaxPooling2D(2, name: "pool"),
                    new Flatten(name: "flatten"),
                    new Dense(3, name: "label"),
                ],
                name
            ),
        };

    private static Sequential Trained(string name)
    {
        var model = Make(name);
        long classes = model.OutputShapes()[0][-1].Value;
        model.Compile("adam", new SparseCategoricalCrossentropy(fromLogits: name == "normalized"));
        model.Fit(
            Data(model, 64),
            Enumerable.Range(0, 64).Select(i => i * i % classes).ToArray(),
            batchSize: 16,
            verbose: 0
        );
        return model;
    }

    private static TensorData Data(Model model, int batch) =>
        model.Name switch
        {
            "digits" => Elements.Tensor4(batch, 8, 8, 1),
            "fashion" => Elements.Tensor4(batch, 28, 28, 1),
            "bytes" => Bytes(batch),
            _ => Elements.Tensor4(batch, 8, 8, 3),
        };

    private static Tensor<byte> Bytes(int batch) =>
        Tensor.Create(Array.ConvertAll(Elements.Wave(batch * 192), v => (byte)(127.5 + 127 * v)), [batch, 8, 8, 3]);

    private static unsafe NodeTensor ToNode(TensorData data)
    {
        using var pin = data.Pin();
        var bytes = new ReadOnlySpan<byte>(pin.Pointer, checked((int)(data.Count * data.RowBytes)));
        return new(data.ElementType.ToString().ToLowerInvariant(), data.Shape.ToArray(), bytes.ToArray());
    }
}
