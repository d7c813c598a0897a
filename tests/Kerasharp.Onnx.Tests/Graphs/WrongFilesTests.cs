using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Tests.Runtime;
using static Kerasharp.Onnx.Tests.Graphs.SmallFiles;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>Files of which something is missing, too much, or not supported: they are refused, and the message says where.</summary>
public sealed class WrongFilesTests
{
    private const long Huge = 1L << 40;

    [Theory]
    [InlineData(new[] { Huge }, "elements, 1099511627776 were expected")]
    [InlineData(new[] { Huge, Huge }, "were expected")]
    [InlineData(new[] { long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue }, "were expected")]
    [InlineData(new[] { 1L << 62, 4 }, "were expected")]
    [InlineData(new[] { -1L }, "a dimension is negative")]
    [InlineData(new[] { -2L, -2L }, "a dimension is negative")]
    [InlineData(new[] { 3L }, "it holds 4 elements, 3 were expected")]
    [InlineData(new[] { 0L, Huge }, "it holds 4 elements, 0 were expected")]
    public void A_tensor_that_lacks_elements_is_refused(long[] dims, string why)
    {
        var tensor = new TensorProto { Name = "w", DataType = 1 };
        tensor.Dims.AddRange(dims);
        foreach (bool raw in new[] { true, false })
        {
            if (raw)
                tensor.RawData = ByteString.CopyFrom(new byte[16]);
            else
                (tensor.RawData, tensor.FloatData.Capacity) = (ByteString.Empty, 4);
            if (!raw)
                tensor.FloatData.AddRange([1, 2, 3, 4]);
            var initializer = Model([Models.Node("Neg", ["w"], ["y"])]);
            initializer.Graph.Initializer.Add(tensor);
            initializer.Graph.Output.Add(new ValueInfoProto { Name = "y" });
            var constant = Model([Models.Node("Constant", [], ["y"], "", Attribute("value", tensor))]);
            constant.Graph.Output.Add(new ValueInfoProto { Name = "y" });

            Assert.Contains(why, Refused(initializer));
            Assert.Contains(why, Refused(constant));
        }
    }

    [Fact]
    public void A_tensor_of_part_of_an_element_is_refused()
    {
        var model = Model([Models.Node("Neg", ["w"], ["y"])]);
        model.Graph.Initializer.Add(
            new TensorProto
            {
                Name = "w",
                DataType = 1,
                Dims = { 1 },
                RawData = ByteString.CopyFrom(1, 2, 3),
            }
        );

        Assert.Contains("it holds 0.75 elements, 1 were expected", Refused(model));
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\Windows\\win.ini")]
    [InlineData("")]
    public void No_other_file_is_opened(string path)
    {
        var model = Model([Models.Node("Neg", ["w"], ["y"])]);
        model.Graph.Initializer.Add(
            new TensorProto
            {
                Name = "w",
                DataType = 2,
                Dims = { 16 },
                DataLocation = TensorProto.Types.DataLocation.External,
                ExternalData =
                {
                    new StringStringEntryProto { Key = "location", Value = path },
                },
            }
        );

        Assert.Contains(
            "The tensor 'w' of dimensions [16] cannot be read: its data lie in another file",
            Refused(model)
        );
    }

    [Fact]
    public void Inputs_and_outputs_must_be_as_many_as_the_operator_has()
    {
        Assert.Equal(
            "node Add of 'node/Add/z' got 3 inputs; at most 2 were expected. Leave out the others.",
            Refused(OfX(Models.Node("Add", ["x", "x", "x"], ["z"])))
        );
        Assert.Equal(
            "node Add of 'node/Add/z' lacks its input 1; the operator requires it.",
            Refused(OfX(Models.Node("Add", ["x"], ["z"])))
        );
        Assert.Equal(
            "node ScatterElements of 'node/ScatterElements/z' lacks its input 1; the operator requires it.",
            Refused(OfX(Models.Node("ScatterElements", ["x"], ["z"])))
        );
        Assert.Equal(
            "node Add of 'node/Add/z' is to give 2 outputs; the operator has at most 1. Leave out the others.",
            Refused(OfX(Models.Node("Add", ["x", "x"], ["z", "more"])))
        );
        Assert.Contains(
            "node Split of 'node/Split/z' is to cut axis 0 of (4,) in 3 parts, and to give 2 outputs",
            Refused(OfX(Models.Node("Split", ["x"], ["z", "more"], "", Models.Attribute("num_outputs", 3))))
        );
        // A missing optional input, and outputs at the end that have no name, are as if they were not there.
        Assert.NotNull(Use(OfX(Models.Node("Clip", ["x", "", ""], ["z"]))));
        Assert.NotNull(Use(OfX(Models.Node("Add", ["x", "x"], ["z", ""]))));
    }

    [Fact]
    public void Names_must_be_there_and_be_unique()
    {
        var model = OfX(Models.Node("Neg", ["x"], ["z"]));
        model.Graph.Input.Add(Models.Tensor("", 4));
        Assert.Equal("An input of 'test' has no name; each needs one. Export the model again.", Refused(model));

        model = OfX(Models.Node("Neg", ["x"], ["z"]));
        model.Graph.Initializer.Add(Ints("", 1));
        Assert.Equal("An initializer of 'test' has no name; each needs one. Export the model again.", Refused(model));

        model = OfX(Models.Node("Neg", ["x"], ["z"]));
        model.Graph.Output.Add(new ValueInfoProto());
        Assert.Contains("reads '', which nothing before it defines", Refused(model));

        model = OfX(Models.Node("Neg", ["x"], ["z"]));
        model.Graph.Input.Add(Models.Tensor("x", 4));
        Assert.Contains("A second input named 'x'", Refused(model));

        model = OfX(Models.Node("Neg", ["x"], ["z"]));
        model.Graph.Initializer.Add([Ints("w", 1), Ints("w", 2)]);
        Assert.Contains("An initializer defines 'w' a second time", Refused(model));

        model = OfX(Models.Node("Neg", ["x"], ["z"]));
        model.Graph.Output.Add(new ValueInfoProto { Name = "z" });
        Assert.Contains("A second output named 'z'", Refused(model));

        var two = Models.Node("Softmax", ["x"], ["z"], "", Models.Attribute("axis", 0), Models.Attribute("axis", 1));
        Assert.Contains("node Softmax 'node/Softmax/z' has an attribute 'axis' a second time", Refused(OfX(two)));
    }

    [Fact]
    public void Names_that_are_no_text_are_read_as_some()
    {
        byte[] bytes = OfX(Models.Node("Neg", ["x"], ["AAAA"])).ToByteArray();
        for (int at = 0; (at = bytes.AsSpan().IndexOf("AAAA"u8)) >= 0; )
            new byte[] { 0xff, 0xc0, 0x80, 0xfe }.CopyTo(bytes, at);

        Assert.Contains("The list of outputs of 'test' reads 'z', which nothing before it defines", Refused(bytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(14)]
    [InlineData(17)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Elements_that_graphs_do_not_hold_are_refused(int type)
    {
        var input = OfX(Models.Node("Neg", ["w"], ["z"]));
        input.Graph.Input.Add(Models.Tensor("w", (ElementType)type, 1));
        var initializer = OfX(Models.Node("Neg", ["w"], ["z"]));
        initializer.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = type });
        var cast = OfX(Models.Node("Cast", ["x"], ["z"], "", Models.Attribute("to", type)));

        Assert.Contains("The input 'w' has elements of type", Refused(input));
        Assert.Contains(
            "The tensor 'w' of dimensions [] cannot be read: it has elements of type",
            Refused(initializer)
        );
        Assert.StartsWith("node Cast of 'node/Cast/z' ", Refused(cast));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(23)]
    [InlineData(long.MaxValue)]
    [InlineData((1L << 32) + 18)]
    public void Opsets_that_do_not_exist_are_refused(long opset)
    {
        var model = OfX(Models.Node("Neg", ["x"], ["z"]));
        model.OpsetImport[0].Version = opset;

        Assert.Contains($"A model of opset {opset} came; 1 to 22 are understood", Refused(model));
    }

    [Fact]
    public void Sparse_tensors_and_functions_are_refused()
    {
        var sparse = OfX(Models.Node("Neg", ["x"], ["z"]));
        sparse.Graph.SparseInitializer.Add(new SparseTensorProto());
        var function = OfX(
            Models.Node("Softmax", ["x"], ["z"], "", new AttributeProto { Name = "axis", RefAttrName = "a" })
        );

        Assert.Contains("has sparse initializers", Refused(sparse));
        Assert.Contains("takes its attribute 'axis' from a function", Refused(function));
    }
}
