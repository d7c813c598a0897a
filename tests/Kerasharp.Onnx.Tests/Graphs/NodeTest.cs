using System.Formats.Tar;
using System.IO.Compression;
using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Proto;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>One of ONNX's own tests: a model, and what it gives for some inputs. From the folder that KERASHARP_DATA names.</summary>
internal sealed class NodeTest
{
    private const string Folder = "onnx-node-tests";

    private static readonly string[] Archives =
    [
        "onnx-v1.22.0-node.tar.gz",
        "onnx-v1.22.0-simple-light-pytorch.tar.gz",
    ];

    private static readonly Lazy<IReadOnlyList<NodeTest>?> Read = new(ReadArchives);

    private readonly Dictionary<string, byte[]> _files = [];

    private NodeTest(string suite, string name) => (Suite, Name) = (suite, name);

    /// <summary>The group to which it belongs: "node" for tests of single operators.</summary>
    public string Suite { get; }

    /// <summary>Its name, such as test_add.</summary>
    public string Name { get; }

    /// <summary>The model's file.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>The newest opset that the model asks for, of any domain.</summary>
    public long Opset { get; private set; }

    /// <summary>Whether it tests one operator, or the operators that one stands for.</summary>
    public bool IsOfOperator => Suite == "node";

    /// <summary>Whether it is a network of full size, with numbers in the place of its weights and without inputs.</summary>
    public bool IsNetwork => Suite == "light";

    /// <summary>Whether the archives are there.</summary>
    public static bool AreThere => Read.Value is not null;

    /// <summary>Every test whose opset can be read; skips the running test where the archives are not there.</summary>
    public static IReadOnlyList<NodeTest> Readable() =>
        [.. Everything().Where(test => test.Opset <= ModelReader.NewestOpset)];

    /// <summary>Every test; skips the running test where the archives are not there.</summary>
    public static IReadOnlyList<NodeTest> Everything()
    {
        Assert.SkipUnless(AreThere, $"KERASHARP_DATA does not name a folder with {Folder}/.");
        return Read.Value!;
    }

    /// <summary>The model, a new copy each time.</summary>
    public ModelProto Model() => ModelProto.Parser.ParseFrom(Bytes);

    /// <summary>The inputs by name; null where one is of a type that is not known here.</summary>
    public Dictionary<string, ConstantTensor>? Inputs(GraphProto graph) =>
        IsNetwork ? Ramps(graph) : ByName(graph.Input, "input");

    /// <summary>The outputs that must come, by name; null where one is of a type that is not known here.</summary>
    public Dictionary<string, ConstantTensor>? Outputs(GraphProto graph) => ByName(graph.Output, "output");

    public override string ToString() => IsOfOperator ? Name : $"{Suite}/{Name}";

    private Dictionary<string, ConstantTensor>? ByName(IReadOnlyList<ValueInfoProto> values, string kind)
    {
        var result = new Dictionary<string, ConstantTensor>();
        for (int i = 0; i < values.Count && _files.TryGetValue($"{kind}_{i}.pb", out byte[]? bytes); i++)
        {
            if (ToTensor(bytes) is not { } tensor)
                return null;
            result.Add(values[i].Name, tensor);
        }
        return result;
    }

    /// <summary>What the networks' outputs were made from: the numbers 0, 1/n, 2/n … of the n elements of each input.</summary>
    private static Dictionary<string, ConstantTensor> Ramps(GraphProto graph)
    {
        var result = new Dictionary<string, ConstantTensor>();
        foreach (var input in graph.Input.Where(i => graph.Initializer.All(t => t.Name != i.Name)))
        {
            long[] dims = [.. input.Type.TensorType.Shape.Dim.Select(d => d.DimValue)];
            var numbers = new float[dims.Aggregate(1L, (product, d) => product * d)];
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = (float)((double)i / numbers.Length);
            result.Add(input.Name, ConstantTensor.Of<float>(numbers, dims));
        }
        return result;
    }

    private static ConstantTensor? ToTensor(byte[] bytes)
    {
        var proto = TensorProto.Parser.ParseFrom(bytes);
        return ((ElementType)proto.DataType).Size() == 0 ? null : TensorReader.ToTensor(proto);
    }

    private static NodeTest[]? ReadArchives()
    {
        string? folder = Environment.GetEnvironmentVariable("KERASHARP_DATA");
        string[] paths = [.. Archives.Select(name => Path.Combine(folder ?? "", Folder, name))];
        if (string.IsNullOrEmpty(folder) || !paths.All(File.Exists))
            return null;
        var tests = new Dictionary<(string, string), NodeTest>();
        foreach (string path in paths)
            ReadArchive(path, tests);
        foreach (var test in tests.Values)
        {
            test.Bytes = test._files["model.onnx"];
            test.Opset = test.Model().OpsetImport.Max(o => o.Version);
        }
        return
        [
            .. tests.Values.OrderBy(t => t.Suite, StringComparer.Ordinal).ThenBy(t => t.Name, StringComparer.Ordinal),
        ];
    }

    private static void ReadArchive(string path, Dictionary<(string, string), NodeTest> tests)
    {
        using var archive = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null || !entry.Name.Contains("/data/", StringComparison.Ordinal))
                continue;
            string[] parts = entry.Name.Split("/data/")[^1].Split('/');
            var (name, file) =
                parts[0] == "light"
                    ? LightFile(parts[1])
                    : (
                        parts[1],
                        string.Join('/', parts[2..]).Replace("test_data_set_0/", "", StringComparison.Ordinal)
                    );
            if (name.Length == 0)
                continue;
            if (!tests.TryGetValue((parts[0], name), out var test))
                tests.Add((parts[0], name), test = new NodeTest(parts[0], name));
            using var bytes = new MemoryStream();
            entry.DataStream.CopyTo(bytes);
            test._files[file] = bytes.ToArray();
        }
    }

    /// <summary>The networks lie beside each other: light_vgg19.onnx and light_vgg19_output_0.pb.</summary>
    private static (string Name, string File) LightFile(string file) =>
        file.EndsWith(".onnx", StringComparison.Ordinal) ? (file[..^5], "model.onnx")
        : file.EndsWith("_output_0.pb", StringComparison.Ordinal) ? (file[..^12], "output_0.pb")
        : ("", "");
}
