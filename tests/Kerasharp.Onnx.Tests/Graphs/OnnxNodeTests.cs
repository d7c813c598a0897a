using System.Formats.Tar;
using System.IO.Compression;
using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>
/// ONNX's own tests of operators, from the folder that KERASHARP_DATA names: those whose operators are known here are read, written
/// and run, and must give the outputs that come with them.
/// </summary>
public sealed class OnnxNodeTests(ITestOutputHelper output)
{
    private const int Passed = 747;

    private static readonly HashSet<string> Excepted =
    [
        // Of opset 20; the training opset has no such type.
        "test_reduce_max_bool_inputs",
        "test_reduce_min_bool_inputs",
        // Counts its indices by a smaller output than the one asked for; ONNX Runtime does not.
        "test_maxunpool_export_with_output_shape",
    ];

    private const string Archive = "onnx-node-tests/onnx-v1.22.0-node.tar.gz";

    [Fact]
    public void Known_operators_compute_what_onnx_says()
    {
        var failures = new List<string>();
        int passed = 0;
        var refused = new List<string>();
        var withoutKernel = new List<string>();
        foreach (var (name, files) in ReadArchive())
        {
            if (Excepted.Contains(name))
                continue;
            var model = ModelProto.Parser.ParseFrom(files["model.onnx"]);
            if (
                model.OpsetImport.Max(o => o.Version) > ModelReader.NewestOpset
                || !model.Graph.Node.All(n => IsKnown(n.Domain, n.OpType))
            )
                continue;
            if (!model.Graph.Input.Concat(model.Graph.Output).All(v => v.Type.TensorType is not null))
                continue;
            if (Data(files, "input") is not { } inputs || Data(files, "output") is not { } outputs)
                continue;
            try
            {
                Run(model, inputs, outputs);
                passed++;
            }
            catch (GraphException error)
            {
                refused.Add($"{name}: {error.Message}");
            }
            catch (OnnxRuntimeException error) when (error.Message.Contains("Could not find an implementation"))
            {
                withoutKernel.Add(name);
            }
            catch (Exception error)
            {
                failures.Add($"{name}: {error.Message.ReplaceLineEndings(" ")}");
            }
        }
        output.WriteLine($"{passed} passed; refused:\n{string.Join("\n", refused)}");
        output.WriteLine($"Without a kernel: {string.Join(", ", withoutKernel)}.");
        Assert.True(
            failures.Count == 0,
            $"{passed} passed, {refused.Count} refused; failed:\n{string.Join("\n", failures)}"
        );
        // More when operators are added; fewer only with a reason.
        Assert.InRange(passed, Passed, int.MaxValue);
    }

    private static void Run(ModelProto model, List<ConstantTensor> inputs, List<ConstantTensor> outputs)
    {
        var expected = model.Graph.Output.Zip(outputs).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var feed = model.Graph.Input.Zip(inputs).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var graph = ModelReader.FromBytes(model.ToByteArray());
        TypeCheck.Verify(graph);
        foreach (int opset in new[] { 17, 18, 21 }.Where(o => o >= 18 || !IsNewer(graph)))
            Compare(expected, GraphRunner.Run(graph, feed, opset));
        Simplify.Run(graph);
        CommonSubexpressions.Run(graph);
        Compare(expected, GraphRunner.Run(graph, feed));
    }

    /// <summary>
    /// Whether a node is given as an input what opset 17 has as an attribute, axes of reductions and of Pad, or is of an operator that
    /// opset 18 brought and that is made of no others.
    /// </summary>
    private static bool IsNewer(Graph graph) =>
        graph
            .Sort()
            .Exists(n =>
                (n.Op.StartsWith("Reduce", StringComparison.Ordinal) && n.Optional(1) is { IsConstant: false })
                || (n.Op == "Pad" && n.Optional(3) is { IsConstant: false })
                || (!OperatorTable.Get(n).Knows(n, 17) && OperatorTable.Get(n).Decompose is null)
            );

    private static bool IsKnown(string domain, string op) =>
        OperatorTable.Find(domain, OpsetForms.NameToday(domain, op)) is not null || op is "Constant" or "Dropout";

    private static Dictionary<string, Dictionary<string, byte[]>> ReadArchive()
    {
        string? folder = Environment.GetEnvironmentVariable("KERASHARP_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "KERASHARP_DATA does not name a folder with onnx-node-tests/.");
        string path = Path.Combine(folder!, Archive);
        Assert.SkipUnless(File.Exists(path), $"KERASHARP_DATA names a folder without {Archive}.");
        var models = new Dictionary<string, Dictionary<string, byte[]>>();
        using var archive = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null)
                continue;
            string[] parts = entry.Name.Split("/node/")[^1].Split('/');
            using var bytes = new MemoryStream();
            entry.DataStream.CopyTo(bytes);
            string file = string.Join('/', parts[1..]).Replace("test_data_set_0/", "");
            if (!models.TryGetValue(parts[0], out var files))
                models.Add(parts[0], files = []);
            files[file] = bytes.ToArray();
        }
        return models;
    }

    private static List<ConstantTensor>? Data(Dictionary<string, byte[]> files, string kind)
    {
        var result = new List<ConstantTensor>();
        for (int i = 0; files.TryGetValue($"{kind}_{i}.pb", out byte[]? bytes); i++)
        {
            var proto = TensorProto.Parser.ParseFrom(bytes);
            var type = (ElementType)proto.DataType;
            if (type.Size() == 0)
                return null;
            long count = proto.Dims.Aggregate(1L, (product, d) => product * d);
            result.Add(
                new ConstantTensor(
                    type,
                    [.. proto.Dims],
                    proto.RawData.Length > 0 ? proto.RawData.ToByteArray() : TensorFields.ToBytes(proto, type, count)
                )
            );
        }
        return result;
    }

    private static void Compare(Dictionary<string, ConstantTensor> expected, Dictionary<string, ConstantTensor> came)
    {
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal(tensor.Type, came[name].Type);
            Assert.Equal(tensor.Shape, came[name].Shape);
            Assert.Equal(
                tensor.ToDoubles(),
                came[name].ToDoubles(),
                (p, q) => p.Equals(q) || Math.Abs(p - q) <= 1e-4 + 1e-3 * Math.Abs(p)
            );
        }
    }
}
