using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving;

/// <summary>What an exported file says of itself.</summary>
public sealed class ExportMetadataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["m.onnx"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LabelsAndEntriesComeBack()
    {
        using var model = Network();
        model.Export(
            File,
            opset: 17,
            labels: ["rot, grün", "\"blau\""],
            metadata: new Dictionary<string, string> { ["author"] = "Ada" },
            producerName: "Works",
            producerVersion: "2.1",
            inputNames: ["flower"],
            outputNames: ["colour"]
        );
        using var read = OnnxModel.Load(File);
        Assert.Equal(["rot, grün", "\"blau\""], read.Labels);
        Assert.Equal("Ada", read.Metadata["author"]);
        Assert.Equal("flower", read.Inputs[0].Name);
        Assert.Equal(["colour"], read.OutputNames);
        var description = ModelDescription.Load(File);
        Assert.Equal("Works 2.1", description.Producer);
        Assert.Equal(2, description.Metadata.Count);

        // What was read is written again, unless it is told otherwise.
        read.Export(File, metadata: new Dictionary<string, string> { ["author"] = "Bob" });
        using var again = OnnxModel.Load(File);
        Assert.Equal(read.Labels, again.Labels);
        Assert.Equal("Bob", again.Metadata["author"]);
        Assert.Equal(model.Predict(Elements.Rows(3, 4)).ToFlat(), again.Predict(Elements.Rows(3, 4)).ToFlat());
    }

    [Fact]
    public void WithoutThemThereAreNone()
    {
        using var model = Network();
        model.Export(File);
        using var read = OnnxModel.Load(File);
        Assert.Null(read.Labels);
        Assert.Empty(read.Metadata);
        Assert.StartsWith("Kerasharp", ModelDescription.Load(File).Producer);

        // Another program's labels are its own affair.
        model.Export(File, metadata: new Dictionary<string, string> { ["labels"] = "a,b" });
        using var other = OnnxModel.Load(File);
        Assert.Null(other.Labels);
        Assert.Equal("a,b", other.Metadata["labels"]);
    }

    [Fact]
    public void WrongOnesAreRefusedBeforeAnythingIsWritten()
    {
        using var model = Network();
        Refused("3 labels came", () => model.Export(File, labels: ["a", "b", "c"]));
        Refused("inputNames of [a, b]", () => model.Export(File, inputNames: ["a", "b"]));
        Refused("outputNames of []", () => model.Export(File, outputNames: []));
        Refused("The name 'x' came for 2", () => model.Export(File, inputNames: ["x"], outputNames: ["x"]));
        Assert.Empty(_folder.Files);

        void Refused(string part, Action export) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(export).Message);
    }

    private static Sequential Network() => new([new Input(4), new Dense(2, activation: "softmax")]);
}
