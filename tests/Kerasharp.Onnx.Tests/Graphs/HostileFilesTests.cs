using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Tests.Runtime;
using static Kerasharp.Onnx.Tests.Graphs.SmallFiles;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>Files that claim more than they hold, or that are made to take time or memory: they are refused, or read without harm.</summary>
public sealed class HostileFilesTests
{
    private const long Huge = 1L << 40;

    public static TheoryData<string> Sizes =>
        [
            "ConstantOfShape",
            "Expand",
            "Reshape",
            "Tile",
            "Pad",
            "Range",
            "OneHot",
            "EyeLike",
            "Resize",
            "Split",
            "Gather",
        ];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sizes_that_a_file_merely_claims_take_no_memory(string op)
    {
        long[] dims = [Huge, Huge];
        NodeProto node = op switch
        {
            "ConstantOfShape" => Models.Node(op, ["dims"], ["y"]),
            "Range" => Models.Node(op, ["zero", "huge", "one"], ["y"]),
            "OneHot" => Models.Node(op, ["one", "huge", "levels"], ["y"]),
            "EyeLike" => Models.Node(op, ["wide"], ["y"]),
            "Resize" => Models.Node(op, ["x", "", "", "dims"], ["y"]),
            "Pad" => Models.Node(op, ["x", "pads"], ["y"]),
            "Split" => Models.Node(op, ["wide"], ["y"], "", Models.Attribute("num_outputs", int.MaxValue)),
            "Gather" => Models.Node(op, ["x", "wideIndices"], ["y"]),
            _ => Models.Node(op, ["x", "dims"], ["y"]),
        };
        var model = Model([
            node,
            Models.Node("Shape", ["y"], ["s"]),
            Models.Node("Cast", ["y"], ["z"], "", Models.Attribute("to", 1)),
        ]);
        model.Graph.Input.Add([
            Models.Tensor("x", 1, 1),
            Models.Tensor("wide", Huge, Huge),
            Models.Tensor("wideIndices", ElementType.Int64, Huge, Huge),
        ]);
        model.Graph.Initializer.Add([
            Ints("dims", dims),
            Ints("pads", [0, 0, .. dims]),
            Scalar("zero", 0),
            Scalar("one", 1),
            Scalar("huge", Huge),
            Ints("levels", 0, 1),
        ]);
        model.Graph.Output.Add([new ValueInfoProto { Name = "z" }, new ValueInfoProto { Name = "s" }]);

        Use(model);
    }

    [Fact]
    public void Lengths_beyond_the_file_are_refused()
    {
        byte[] whole = Tensors(new byte[100]);
        int start = whole.AsSpan().IndexOf(new byte[] { 0x4a, 100 });
        byte[] claims = [.. whole[..(start + 1)], 0xff, 0xff, 0xff, 0xff, 0x07, .. whole[(start + 2)..]];

        Assert.Contains("that are no ONNX model", Refused(claims));
        // Behind the graph there are only the opsets, which need not be there.
        for (int length = 0; length < start + 102; length++)
            Refused(whole[..length]);
    }

    [Fact]
    public void Graphs_within_graphs_without_end_are_refused()
    {
        var inner = new GraphProto { Name = "innermost", Output = { new ValueInfoProto { Name = "x" } } };
        for (int i = 0; i < 400; i++)
            inner = new GraphProto
            {
                Node = { Models.Node("If", ["c"], [$"y{i}"], "", Attribute("then_branch", inner)) },
                Output = { new ValueInfoProto { Name = $"y{i}" } },
            };

        Assert.Contains("that are no ONNX model", Refused(new ModelProto { Graph = inner }));
    }

    [Fact]
    public void Bodies_whose_shapes_never_settle_are_refused()
    {
        // Each turn doubles what it carries, at every depth: each body is built twice as often as the one around it.
        GraphProto body = Doubling(0);
        for (int depth = 1; depth < 28; depth++)
        {
            var outer = Doubling(depth);
            outer.Node.Add(Models.Node("Loop", ["turns", "", "x"], [$"y{depth}"], "", Attribute("body", body)));
            body = outer;
        }
        var model = Model([Models.Node("Loop", ["turns", "", "x"], ["y"], "", Attribute("body", body))]);
        model.Graph.Input.Add([Models.Tensor("x", 2), Models.Tensor("turns", ElementType.Int64)]);
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });

        Assert.Contains("lies in graphs within graphs whose shapes do not settle", Refused(model, readings: 16));
    }

    [Fact]
    public void Many_empty_messages_take_no_more_memory_than_each_needs()
    {
        const int count = 200_000;
        var graphs = new (string Name, byte[] Graph)[]
        {
            ("nodes", Repeat(0x0a, count)),
            ("initializers", Repeat(0x2a, count)),
            ("inputs", Repeat(0x5a, count)),
            ("outputs", Repeat(0x62, count)),
            ("value infos", Repeat(0x6a, count)),
        };
        foreach (var (_, graph) in graphs)
            Use([0x42, 0x02, 0x10, 0x12, 0x3a, .. Varint(graph.Length), .. graph]);
    }

    [Fact]
    public void Many_inputs_and_outputs_are_read_at_once()
    {
        const int count = 50_000;
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"x{i}")];
        var model = Model([Models.Node("Concat", names, ["y"], "", Models.Attribute("axis", 0))]);
        model.Graph.Input.Add(names.Select(name => Models.Tensor(name, 1)));
        model.Graph.Output.Add(names.Select(name => new ValueInfoProto { Name = name }));
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });

        var graph = Use(model)!;

        Assert.Equal(count, graph.Inputs.Count);
        Assert.Equal(Shape.Of(count), graph.FindOutput("y")!.Value.Shape);
    }

    [Fact]
    public void A_node_with_many_attributes_is_read_at_once()
    {
        var model = Model([
            Models.Node(
                "Neg",
                ["x"],
                ["y"],
                "",
                [.. Enumerable.Range(0, 100_000).Select(i => Models.Attribute($"a{i}", i))]
            ),
        ]);
        model.Graph.Input.Add(Models.Tensor("x", 1));
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });

        Use(model);
    }

    [Fact]
    public void Values_of_very_many_dimensions_are_refused()
    {
        var model = Model([Models.Node("Neg", ["x"], ["y"])]);
        model.Graph.Input.Add(Models.Tensor("x", [.. Enumerable.Repeat<object>(1, 65)]));
        Assert.Contains("The input 'x' has 65 dimensions; at most 64 are supported", Refused(model));

        model = Model([Models.Node("Unsqueeze", ["x", "axes"], ["y"])]);
        model.Graph.Input.Add(Models.Tensor("x", 1));
        model.Graph.Initializer.Add(Ints("axes", [.. Enumerable.Range(0, 100_000).Select(i => (long)i)]));
        Assert.Contains("is to give 100001 dimensions; at most 64 are supported", Refused(model));
    }

    private static GraphProto Doubling(int depth) =>
        new()
        {
            Name = $"body{depth}",
            Input =
            {
                Models.Tensor($"i{depth}", ElementType.Int64),
                Models.Tensor($"c{depth}", ElementType.Bool),
                Models.Tensor($"x{depth}", 2),
            },
            Node =
            {
                Models.Node("Concat", [$"x{depth}", $"x{depth}"], [$"d{depth}"], "", Models.Attribute("axis", 0)),
            },
            Output =
            {
                new ValueInfoProto { Name = $"c{depth}" },
                new ValueInfoProto { Name = $"d{depth}" },
            },
        };

    private static byte[] Tensors(byte[] data)
    {
        var model = Model([Models.Node("Neg", ["w"], ["y"])]);
        model.Graph.Initializer.Add(
            new TensorProto
            {
                Name = "w",
                DataType = 3,
                Dims = { data.Length },
                RawData = ByteString.CopyFrom(data),
            }
        );
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });
        return model.ToByteArray();
    }

    private static byte[] Repeat(byte tag, int count)
    {
        var bytes = new byte[2 * count];
        for (int i = 0; i < bytes.Length; i += 2)
            bytes[i] = tag;
        return bytes;
    }

    private static byte[] Varint(int number)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream))
            output.WriteLength(number);
        return stream.ToArray();
    }

    [Fact]
    public void A_vast_window_is_not_written_out()
    {
        var graph = new Graph("vast");
        var x = graph.AddInput("x", ElementType.Float32, [1, 1, 1 << 20]);
        var y = Op.AveragePool(x, [1 << 19], dilations: [2]);
        graph.AddOutput("y", y);

        var error = Assert.Throws<GraphException>(() => ModelWriter.ToBytes(graph, 18));

        Assert.Contains("has a window of 524288 places", error.Message);
    }
}
