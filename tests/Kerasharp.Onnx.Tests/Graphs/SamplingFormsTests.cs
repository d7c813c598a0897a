using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Tests.Gradients;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>Resize, GridSample and the Fourier transform as other opsets have them.</summary>
public sealed class SamplingFormsTests
{
    public static TheoryData<int, string, float, float> Scales =>
        new()
        {
            { 7, "nearest", 2, 3 },
            { 7, "linear", 1.5f, 2 },
            { 9, "nearest", 1.7f, 2.4f },
            { 9, "linear", 1, 2.5f },
            { 10, "nearest", 2, 1.3f },
            { 10, "nearest", 0.6f, 0.4f },
            { 10, "linear", 0.6f, 1.8f },
        };

    [Theory]
    [MemberData(nameof(Scales))]
    public void Scales_were_all_there_was(int opset, string mode, float height, float width)
    {
        float[] scales = [1, 1, height, width];
        var mode2 = Models.Attribute("mode", mode);
        var node = opset switch
        {
            7 => Models.Node("Upsample", ["x"], ["y"], "", mode2, Floats("scales", scales)),
            9 => Models.Node("Upsample", ["x", "scales"], ["y"], "", mode2),
            _ => Models.Node("Resize", ["x", "scales"], ["y"], "", mode2),
        };

        Same(Model(opset, node, opset == 7 ? [] : [("scales", ConstantTensor.Vector<float>(scales))]));
    }

    [Theory]
    [InlineData("floor")]
    [InlineData("ceil")]
    public void The_coordinates_that_opset_13_took_away_are_read(string rounding)
    {
        var node = Models.Node(
            "Resize",
            ["x", "roi", "scales"],
            ["y"],
            "",
            Models.Attribute("coordinate_transformation_mode", "tf_half_pixel_for_nn"),
            Models.Attribute("nearest_mode", rounding)
        );
        foreach (float scale in (float[])[0.5f, 0.75f, 1.25f, 2, 3])
            Same(
                Model(
                    11,
                    node,
                    ("roi", ConstantTensor.Of<float>([], 0)),
                    ("scales", ConstantTensor.Vector<float>(1, 1, scale, 2))
                )
            );
    }

    [Fact]
    public void Larger_and_smaller_at_once_is_refused()
    {
        var node = Models.Node("Resize", ["x", "scales"], ["y"]);
        var model = Model(10, node, ("scales", ConstantTensor.Vector<float>(1, 1, 2, 0.5f)));

        Assert.Equal(
            "Resize of opset 10 came, which makes some axes larger and others smaller; only one of both is supported. Export the model with "
                + "opset 11 or newer.",
            Assert.Throws<GraphException>(() => ModelReader.FromBytes(model.ToByteArray())).Message
        );
    }

    [Theory]
    [InlineData("linear", "bilinear")]
    [InlineData("cubic", "bicubic")]
    [InlineData("nearest", "nearest")]
    public void Ways_to_sample_have_other_names_since_opset_20(string now, string before)
    {
        var draw = new Draw(3);
        float[] grid = Array.ConvertAll(draw.Uniform(-1, 1, 2, 3, 4, 2).ToDoubles(), e => (float)e);
        (string, ConstantTensor) positions = ("grid", ConstantTensor.Of<float>(grid, 2, 3, 4, 2));

        Same(Model(20, Models.Node("GridSample", ["x", "grid"], ["y"], "", Models.Attribute("mode", now)), positions));
        Same(
            Model(16, Models.Node("GridSample", ["x", "grid"], ["y"], "", Models.Attribute("mode", before)), positions)
        );
        if (now == "linear")
        {
            Same(Model(20, Models.Node("GridSample", ["x", "grid"], ["y"]), positions));
            Same(Model(16, Models.Node("GridSample", ["x", "grid"], ["y"]), positions));
        }
    }

    [Fact]
    public void The_axis_of_a_transform_became_an_input()
    {
        (string, ConstantTensor) axis = ("axis", ConstantTensor.Scalar(0, ElementType.Int64));
        (string, ConstantTensor) length = ("length", ConstantTensor.Scalar(5, ElementType.Int64));

        Same(Model(17, Models.Node("DFT", ["x"], ["y"])));
        Same(Model(17, Models.Node("DFT", ["x", "length"], ["y"], "", Models.Attribute("axis", 2)), length));
        Same(Model(17, Models.Node("DFT", ["x"], ["y"], "", Models.Attribute("axis", -2))));
        Same(Model(20, Models.Node("DFT", ["x"], ["y"])));
        Same(Model(20, Models.Node("DFT", ["x", "", "axis"], ["y"]), axis));
        Same(Model(20, Models.Node("DFT", ["x", "length", "axis"], ["y"]), axis, length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Computed_sizes_of_some_axes_become_sizes_of_all(bool byScales)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 3, Dim.Symbolic("h"), Dim.Symbolic("w")]);
        var told = graph.AddInput("told", byScales ? ElementType.Float32 : ElementType.Int64, [2]);
        var attributes = new Attributes { { "axes", new[] { -1, 2 } }, { "mode", "linear" } };
        var y = graph.Emit("Resize", attributes, x, null, byScales ? told : null, byScales ? null : told);
        graph.AddOutput("y", y);
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["x"] = Elements(2, 3, 4, 5),
            ["told"] = byScales ? ConstantTensor.Vector<float>(2, 1.5f) : ConstantTensor.Vector<long>(10, 6),
        };

        var expected = GraphRunner.Run(graph, inputs, 18)["y"];
        var came = GraphRunner.Run(graph, inputs, 17)["y"];

        Assert.Equal("Float32 (None, 3, None, None)", y.Type.ToString());
        Assert.Equal(Shape.Of(2, 3, 6, 10), expected.Shape);
        Assert.Equal(expected.ToDoubles(), came.ToDoubles());
    }

    /// <summary>What is read and written anew computes what ONNX Runtime computes of the model as it was.</summary>
    private static void Same(ModelProto model)
    {
        byte[] bytes = model.ToByteArray();
        var inputs = new Dictionary<string, ConstantTensor> { ["x"] = Elements(2, 3, 5, 2) };
        var expected = GraphRunner.Run(bytes, inputs)["y"];
        foreach (int opset in (int[])[17, 18, 21])
        {
            var came = GraphRunner.Run(ModelReader.FromBytes(bytes), inputs, opset)["y"];
            Assert.Equal(expected.Shape, came.Shape);
            Assert.Equal(expected.ToDoubles(), came.ToDoubles(), (a, b) => Math.Abs(a - b) <= 1e-5 * (1 + Math.Abs(a)));
        }
    }

    private static ConstantTensor Elements(params long[] dims) =>
        ConstantTensor.Of<float>(Array.ConvertAll(new Draw(1).Normal(dims).ToDoubles(), e => (float)e), dims);

    private static ModelProto Model(int opset, NodeProto node, params (string Name, ConstantTensor Tensor)[] constants)
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            OpsetImport = { new OperatorSetIdProto { Version = opset } },
            Graph = new GraphProto
            {
                Name = "other",
                Node = { node },
                Input = { Models.Tensor("x", 2, 3, 5, 2) },
                Output = { new ValueInfoProto { Name = "y" } },
            },
        };
        foreach (var (name, tensor) in constants)
        {
            var proto = new TensorProto
            {
                Name = name,
                DataType = (int)tensor.Type,
                RawData = ByteString.CopyFrom(tensor.Bytes),
            };
            proto.Dims.AddRange(tensor.Shape.ToArray());
            model.Graph.Initializer.Add(proto);
        }
        return model;
    }

    private static AttributeProto Floats(string name, float[] values) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Floats,
            Floats = { values },
        };
}
