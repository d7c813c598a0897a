using Google.Protobuf;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Tests.Gradients;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class DropoutsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            // Differences need a function that is the same each time.
            { "dropout of nothing", d => new(x => Op.Dropout(x[0], 0).Output, d.Normal(d.Dims())), true },
        };

    private static readonly ConstantTensor Input = ConstantTensor.Filled(2, ElementType.Float64, [40, 50]);

    [Theory]
    [InlineData(null, true)]
    [InlineData(0.75, true)]
    [InlineData(0.75, false)]
    public void The_gradient_passes_where_the_mask_does(double? ratio, bool training)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float64, Input.Shape);
        var node = graph.Add(
            "",
            "Dropout",
            [x, ratio is { } share ? x.Like(share) : null, graph.AddInput("training", ElementType.Bool, [])]
        );
        graph.AddOutput("y", node.Output);
        graph.AddOutput("mask", node.Outputs[1]);
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(node.Output * 3), [x])[0]!);

        var came = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor>
            {
                ["x"] = Input,
                ["training"] = ConstantTensor.Scalar(training ? 1 : 0, ElementType.Bool),
            }
        );

        double scale = training ? 1 / (1 - (ratio ?? 0.5)) : 1;
        double[] mask = came["mask"].ToDoubles();
        Assert.Equal(mask.Select(m => m * 2 * scale), came["y"].ToDoubles());
        Assert.Equal(mask.Select(m => m * 3 * scale), came["dx"].ToDoubles());
        Assert.Equal(training ? 1 - (ratio ?? 0.5) : 1, mask.Average(), 0.05);
    }

    [Theory]
    [InlineData(13, true)]
    [InlineData(22, true)]
    [InlineData(22, false)]
    public void Drops_where_nobody_reads_the_mask(int opset, bool constant)
    {
        var model = ModelProto.Parser.ParseFrom(
            Models.Bytes(
                [
                    Models.Node("Constant", [], ["ratio"], "", Models.Attribute("value_float", 0.5f)),
                    Models.Node("Neg", ["x"], ["n"]),
                    Models.Node("Dropout", ["n", "ratio", "training"], ["d"]),
                    Models.Node("Neg", ["d"], ["y"]),
                ],
                [Models.Tensor("x", 1000), Models.Tensor("training", ElementType.Bool)],
                [Models.Tensor("y", 1000)]
            )
        );
        model.OpsetImport[0].Version = opset;
        if (constant)
        {
            model.Graph.Input.RemoveAt(1);
            var truth = new TensorProto { Name = "training", DataType = (int)ElementType.Bool };
            truth.Int32Data.Add(1);
            model.Graph.Initializer.Add(truth);
        }
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["x"] = ConstantTensor.Filled(1, ElementType.Float32, [1000]),
            ["training"] = ConstantTensor.Scalar(1, ElementType.Bool),
        };

        var read = ModelReader.FromBytes(model.ToByteArray());
        byte[] written = ModelWriter.ToBytes(read);

        double[] y = GraphRunner.Run(read, inputs)["y"].ToDoubles();
        Assert.InRange(y.Count(e => e == 0), 400, 600);
        Assert.Equal(1000, y.Count(e => e is 0 or 2));
        Assert.InRange(GraphRunner.Run(written, inputs)["y"].ToDoubles().Count(e => e == 0), 400, 600);
        Assert.Equal(written, ModelWriter.ToBytes(ModelReader.FromBytes(written)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    public void A_mask_that_is_read_keeps_a_node_that_drops_nothing(int opset)
    {
        var model = ModelProto.Parser.ParseFrom(
            Models.Bytes(
                [
                    opset < 12
                        ? Models.Node("Dropout", ["x"], ["y", "mask"], "", Models.Attribute("ratio", 0.9f))
                        : Models.Node("Dropout", ["x"], ["y", "mask"]),
                ],
                [Models.Tensor("x", 3)],
                [Models.Tensor("y", 3), Models.Tensor("mask", ElementType.Bool, 3)]
            )
        );
        model.OpsetImport[0].Version = opset;

        var read = ModelReader.FromBytes(model.ToByteArray());

        var came = GraphRunner.Run(
            read,
            new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Vector(1f, 2f, 3f) }
        );
        Assert.Equal([1, 2, 3], came["y"].ToDoubles());
        Assert.Equal([1, 1, 1], came["mask"].ToDoubles());
    }
}
