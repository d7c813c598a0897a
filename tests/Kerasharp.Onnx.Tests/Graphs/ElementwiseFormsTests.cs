using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>Element-wise operators as older and newer opsets have them.</summary>
public sealed class ElementwiseFormsTests
{
    private static readonly double[] X = [-2.5, -1, -0.25, 0.25, 1, 2.5, -3, 3, 0.5, -0.5, 2, -2];

    private static readonly double[] Channels = [0.1, 0.2, 0.3];

    [Fact]
    public void A_type_to_cast_to_was_a_name()
    {
        var graph = Read(5, Models.Node("Cast", ["x"], ["y"], "", Models.Attribute("to", "INT32")));

        Assert.Equal(ElementType.Int32, graph.FindOutput("y")!.Value.ElementType);
        Assert.Equal(X.Select(Math.Truncate), Run(graph));
        Assert.Equal(
            "A Cast of opset 5 to 'COMPLEX64' came; one of FLOAT, DOUBLE, FLOAT16, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, BOOL "
                + "was expected. Export the model again with a newer opset.",
            Assert
                .Throws<GraphException>(() =>
                    Read(5, Models.Node("Cast", ["x"], ["y"], "", Models.Attribute("to", "COMPLEX64")))
                )
                .Message
        );
    }

    [Fact]
    public void Whether_a_cast_saturates_is_of_no_concern() =>
        Assert.Equal(
            X.Select(Math.Truncate),
            Run(
                Read(
                    19,
                    Models.Node("Cast", ["x"], ["y"], "", Models.Attribute("to", 6), Models.Attribute("saturate", 0))
                )
            )
        );

    [Fact]
    public void A_selu_had_shorter_defaults()
    {
        Close(
            X.Select(x => 1.0507 * (x > 0 ? x : 1.6732 * (Math.Exp(x) - 1))),
            Run(Read(1, Models.Node("Selu", ["x"], ["y"])))
        );
        Close(
            X.Select(x => Op.SeluGamma * (x > 0 ? x : Op.SeluAlpha * (Math.Exp(x) - 1))),
            Run(Read(6, Models.Node("Selu", ["x"], ["y"])))
        );
    }

    [Fact]
    public void Defaults_are_those_of_the_specification()
    {
        Close(X.Select(x => Math.Clamp(0.2 * x + 0.5, 0, 1)), Run(Read(1, Models.Node("HardSigmoid", ["x"], ["y"]))));
        Close(X.Select(x => x > 0 ? x : 0.01 * x), Run(Read(1, Models.Node("LeakyRelu", ["x"], ["y"]))));
        Close(X.Select(x => x > 0 ? x : Math.Exp(x) - 1), Run(Read(1, Models.Node("Elu", ["x"], ["y"]))));
        Close(X.Select(x => x > 0 ? x : Math.Exp(x) - 1), Run(Read(12, Models.Node("Celu", ["x"], ["y"]))));
        Close(X.Select(x => x > 1 ? x : 0), Run(Read(10, Models.Node("ThresholdedRelu", ["x"], ["y"]))));
        Close(X.Select(x => Math.Abs(x) > 0.5 ? x : 0), Run(Read(9, Models.Node("Shrink", ["x"], ["y"]))));
    }

    [Fact]
    public void A_slope_for_each_channel_had_one_dimension()
    {
        Close(
            X.Select((x, i) => x > 0 ? x : x * Channels[i / 4]),
            Run(Read(6, Models.Node("PRelu", ["x", "channels"], ["y"])))
        );
        Close(
            X.Select((x, i) => x > 0 ? x : x * Channels[i / 4]),
            Run(
                Read(
                    7,
                    Models.Node("Unsqueeze", ["channels"], ["slope"], "", Ints("axes", 1)),
                    Models.Node("PRelu", ["x", "slope"], ["y"])
                )
            )
        );
    }

    [Theory]
    [InlineData("Sum", 3)]
    [InlineData("Mean", 1)]
    [InlineData("Max", 1)]
    [InlineData("Min", 1)]
    public void Operators_of_several_consumed_their_inputs(string op, double times) =>
        Close(
            X.Select(x => times * x),
            Run(Read(5, Models.Node(op, ["x", "x", "x"], ["y"], "", Ints("consumed_inputs", 0, 0, 0))))
        );

    [Theory]
    [InlineData("And", 0)]
    [InlineData("Or", 1)]
    [InlineData("Xor", 1)]
    public void Logic_was_told_where_to_broadcast(string op, double withFalse)
    {
        // Of x > 0 with a row of false along the middle axis.
        var graph = Read(
            6,
            Models.Node("Sub", ["x", "x"], ["zero"]),
            Models.Node("Greater", ["x", "zero"], ["a"]),
            Models.Node("Less", ["channels", "channels"], ["b"]),
            Models.Node(op, ["a", "b"], ["y"], "", Models.Attribute("broadcast", 1), Models.Attribute("axis", 1))
        );

        Assert.Equal(X.Select(x => x > 0 ? withFalse : 0), Run(graph));
    }

    private static Graph Read(int opset, params NodeProto[] nodes)
    {
        var model = new ModelProto
        {
            IrVersion = 3,
            OpsetImport = { new OperatorSetIdProto { Version = opset } },
            Graph = new GraphProto { Name = "forms" },
        };
        model.Graph.Input.Add([Models.Tensor("x", 1, 3, 4), Models.Tensor("channels", 3)]);
        model.Graph.Node.Add(nodes);
        model.Graph.Output.Add(Models.Tensor("y", 1, 3, 4));
        return ModelReader.FromBytes(model.ToByteArray());
    }

    private static double[] Run(Graph graph)
    {
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["x"] = ConstantTensor.Of<float>(Array.ConvertAll(X, e => (float)e), 1, 3, 4),
            ["channels"] = ConstantTensor.Vector<float>(Array.ConvertAll(Channels, e => (float)e)),
        };
        double[][] came = Array.ConvertAll(
            [17, 18, 21],
            opset => GraphRunner.Run(graph, inputs, opset)["y"].ToDoubles()
        );
        Assert.Equal(came[0], came[1]);
        Assert.Equal(came[0], came[2]);
        return came[0];
    }

    private static void Close(IEnumerable<double> expected, double[] came) =>
        Assert.Equal(expected, came, (p, q) => Math.Abs(p - q) <= 1e-6);

    private static AttributeProto Ints(string name, params long[] numbers)
    {
        var proto = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        proto.Ints.AddRange(numbers);
        return proto;
    }
}
