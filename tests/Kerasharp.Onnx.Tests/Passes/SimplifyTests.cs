using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class SimplifyTests
{
    private readonly Graph _graph = new("simple");
    private readonly Value _x;

    public SimplifyTests() => _x = _graph.AddInput("x", ElementType.Float32, [Dim.Batch, 2, 1, 3]);

    [Fact]
    public void Takes_out_what_changes_nothing()
    {
        var y = Op.Identity(Op.Neg(Op.Neg((_x + 0) * 1 / 1 - 0)));
        y = Op.ReduceMean(y, [2], keepDims: true);
        y = Op.Tile(Op.Pad(y, new long[8], "wrap"), 1, 1, 1, 1);
        _graph.AddOutput("y", y.Graph.Add("", "Pad", [y, _graph.Ints(new long[8])]).Output);

        Simplify.Run(_graph);

        Assert.Same(_x, _graph.Outputs[0].Value);
    }

    [Fact]
    public void Keeps_what_broadcasts()
    {
        var y = _graph.Constant(ConstantTensor.Filled(0, ElementType.Float32, [1, 1, 4, 1])) + _x;
        _graph.AddOutput("y", y);

        Simplify.Run(_graph);

        Assert.Same(y, _graph.Outputs[0].Value);
    }

    [Fact]
    public void Joins_reshapes()
    {
        var y = Op.Unsqueeze(Op.Squeeze(_x, [2]), [0]);
        y = Op.Reshape(Op.Transpose(y, 1, 0, 2, 3), -1, 6);
        _graph.AddOutput("y", y);
        _graph.AddOutput("same", Op.Reshape(y, _x.Shape));

        Simplify.Run(_graph);

        Assert.Equal(["Reshape"], _graph.Sort().Select(n => n.Op));
        Assert.Same(_x, _graph.FindOutput("same")!.Value);
    }

    [Fact]
    public void Computes_constants()
    {
        var c = _graph.Scalar(3, ElementType.Float32);
        var four = _graph.Constant(ConstantTensor.Of<float>([1, 2, 3, 4], 2, 2));
        _graph.AddOutput("number", Op.Sqrt(Op.Exp(Op.Log(c * c + 16))) / -(c - 4));
        _graph.AddOutput("transposed", Op.Reshape(Op.Transpose(four, 1, 0), 4));
        _graph.AddOutput(
            "truth",
            _graph.Emit("Cast", new Attributes { { "to", ElementType.Bool } }, _graph.Scalar(0.5, ElementType.Float32))
        );
        _graph.AddOutput("shape", Op.ShapeOf(four));

        Simplify.Run(_graph);

        Assert.Empty(_graph.Sort());
        Assert.Equal(5, _graph.FindOutput("number")!.Value.Constant!.ToDoubles()[0], 1e-6);
        Assert.Equal([1, 3, 2, 4], _graph.FindOutput("transposed")!.Value.Constant!.ToDoubles());
        Assert.Equal([1], _graph.FindOutput("truth")!.Value.Constant!.ToDoubles());
    }

    [Fact]
    public void Leaves_whole_numbers_that_wrap_round_to_the_runtime()
    {
        var large = _graph.Scalar(200, ElementType.UInt8);
        _graph.AddOutput("y", large + large);

        Simplify.Run(_graph);

        Assert.Single(_graph.Sort());
    }

    [Fact]
    public void Empty_values_keep_their_shapes()
    {
        var empty = _graph.AddInput("empty", ElementType.Float32, [0, 5]);
        _graph.AddOutput("y", Op.Reshape(Op.Reshape(empty, Shape.Of(5, 0)), Shape.Of(2, 0, 3)));

        Simplify.Run(_graph);

        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["x"] = ConstantTensor.Filled(0, ElementType.Float32, [1, 2, 1, 3]),
            ["empty"] = ConstantTensor.Of<float>([], 0, 5),
        };
        Assert.Equal(Shape.Of(2, 0, 3), GraphRunner.Run(_graph, inputs)["y"].Shape);
    }
}
