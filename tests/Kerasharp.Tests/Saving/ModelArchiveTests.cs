using System.IO.Compression;
using System.Text;
using Kerasharp.Layers;
using Kerasharp.Saving;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving;

/// <summary>Files that are not what Save wrote are refused, by one exception that says why, and take no memory on their word.</summary>
public sealed class ModelArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _file;
    private readonly Dictionary<string, byte[]> _parts;

    public ModelArchiveTests()
    {
        _file = _folder["m.kerasharp"];
        using var model = ModelSaveTests.Network();
        model.Compile("adam", "mse", metrics: ["mae"]);
        model.Fit(Elements.Rows(8, 4), Elements.Rows(8, 2), verbose: 0);
        model.Save(_file);
        _parts = SavedFile.Unpack(_file);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFileThatWasPackedAgainIsRead()
    {
        File.WriteAllBytes(_file, SavedFile.Pack(_parts.Reverse(), CompressionLevel.SmallestSize));
        using var model = Model.Load(_file);
        Assert.Equal(1, model.Optimizer.Iterations);
    }

    [Theory]
    [InlineData("../evil", "a part '../evil'")]
    [InlineData("/etc/passwd", "a part '/etc/passwd'")]
    [InlineData("model.onnx/", "a part 'model.onnx/'")]
    public void UnknownPartsAreRefused(string name, string part)
    {
        _parts[name] = [1];
        Refused(part);
    }

    [Theory]
    [InlineData("config.json", "no part 'config.json'")]
    [InlineData("metadata.json", "no part 'metadata.json'")]
    [InlineData("model.weights.safetensors", "no part 'model.weights.safetensors'")]
    [InlineData("optimizer.safetensors", "no part 'optimizer.safetensors'")]
    [InlineData("training.json", "no part 'training.json'")]
    public void MissingPartsAreRefused(string name, string part)
    {
        _parts.Remove(name);
        Refused(part);
    }

    [Theory]
    [InlineData("metadata.json", """{"format_version": 9}""", "Take a newer Kerasharp")]
    [InlineData("metadata.json", """{"format_version": "1"}""", "no whole number")]
    [InlineData("metadata.json", """{"format_version": 1, "format_version": 1}""", "metadata.json")]
    [InlineData("metadata.json", "[1]", "no object")]
    [InlineData("config.json", "{", "no JSON")]
    [InlineData("config.json", "{}", "cannot be made")]
    [InlineData("config.json", """{"class_name": "Dense", "config": {"units": 3}}""", "is a layer's")]
    [InlineData("config.json", """{"class_name": "Strange", "config": {}}""", "CustomObjects")]
    [InlineData("config.json", """{"class_name": "OnnxModel", "config": {"name": "m"}}""", "no part 'model.onnx'")]
    [InlineData("training.json", "{}", "cannot be compiled")]
    [InlineData("model.weights.safetensors", "x", "model.weights.safetensors")]
    public void WrongPartsAreRefused(string name, string text, string part)
    {
        _parts[name] = Encoding.UTF8.GetBytes(text);
        Refused(part);
    }

    [Fact]
    public void OtherWeightsAreToldByNameAndShape()
    {
        using var other = new Sequential([new Input(4), new Dense(3, name: "first"), new Dense(2, name: "second")]);
        other.Save(_folder["other"]);
        _parts["model.weights.safetensors"] = SavedFile.Unpack(_folder["other"])["model.weights.safetensors"];
        Refused("'first/kernel' (4, 3) of Float32 where the model has 'first/kernel' (4, 6)");
    }

    [Fact]
    public void ABombIsRefusedBeforeItUnpacks()
    {
        _parts["training.json"] = Encoding.UTF8.GetBytes("{\"a\": [" + new string(' ', 300_000_000) + "1]}");
        File.WriteAllBytes(_file, SavedFile.Pack(_parts, CompressionLevel.Fastest));
        _parts.Remove("training.json");
        Refuses("training.json");

        _parts["model.weights.safetensors"] = new byte[300_000_000];
        File.WriteAllBytes(_file, SavedFile.Pack(_parts, CompressionLevel.Fastest));
        Refuses("bytes; expected at most");
    }

    [Fact]
    public void AFileCutAnywhereIsRefused()
    {
        byte[] whole = File.ReadAllBytes(_file);
        for (int length = 0; length < whole.Length; length += 97)
        {
            File.WriteAllBytes(_file, whole[..length]);
            Assert.Throws<ModelFileException>(() => Model.Load(_file));
        }
        File.Delete(_file);
        Assert.Throws<FileNotFoundException>(() => Model.Load(_file));
    }

    [Fact]
    public void DamagedFilesEndInOurException()
    {
        int refused = DamagedFiles.Refused(
            File.ReadAllBytes(_file),
            DamagedFiles.Count,
            Load,
            e => e is ModelFileException
        );
        Assert.InRange(refused, DamagedFiles.Count / 2, DamagedFiles.Count);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("training.json")]
    [InlineData("optimizer.safetensors")]
    [InlineData("model.weights.safetensors")]
    public void DamagedPartsEndInOurException(string part)
    {
        // Checksums that are right let more damage through than chance would.
        byte[] original = _parts[part];
        int count = DamagedFiles.Count / 10;
        int refused = DamagedFiles.Refused(
            original,
            count,
            damaged =>
            {
                _parts[part] = damaged;
                Load(SavedFile.Pack(_parts));
            },
            e => e is ModelFileException
        );
        Assert.InRange(refused, 1, count);
    }

    private void Load(byte[] bytes)
    {
        File.WriteAllBytes(_file, bytes);
        using var model = Model.Load(_file);
    }

    private void Refused(string part)
    {
        File.WriteAllBytes(_file, SavedFile.Pack(_parts));
        Refuses(part);
    }

    private void Refuses(string part)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFileException>(() => Model.Load(_file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
        Assert.Contains(part, error.Message);
        Assert.Contains("m.kerasharp", error.Message);
        Assert.Matches(@"\. ?(.*)\.$", error.Message);
    }
}
