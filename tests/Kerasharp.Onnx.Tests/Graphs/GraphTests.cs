using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Graphs;

public sealed class GraphTests
{
    private readonly Graph _graph = new("test");

    [Fact]
    public void Names_of_inputs_and_of_outputs_are_unique()
    {
        var x = _graph.AddInput("x", ElementType.Float32, [2]);
        _graph.AddOutput("y", x);

        Assert.Contains(
            "A second input named 'x'",
            Assert.Throws<GraphException>(() => _graph.AddInput("x", ElementType.Float32, [])).Message
        );
        Assert.Contains(
            "A second output named 'y'",
            Assert.Throws<GraphException>(() => _graph.AddOutput("y", x)).Message
        );
    }

    [Fact]
    public void Holds_what_its_outputs_reach_and_nothing_else()
    {
        var x = _graph.AddInput("x", ElementType.Float32, [2]);
        var y = Op.Neg(x);
        Op.Abs(y);
        _graph.AddOutput("y", y);
        _graph.AddOutput("z", Op.Exp(y));

        _graph.RemoveOutput("z");

        Assert.Equal(["Neg"], _graph.Sort().Select(n => n.Op));
    }

    [Fact]
    public void A_cycle_is_refused()
    {
        var x = _graph.AddInput("x", ElementType.Float32, [2]);
        var first = Op.Neg(x);
        var second = Op.Abs(first);
        first.Producer!.ReplaceInput(0, second);
        _graph.AddOutput("y", second);

        Assert.Contains("has a cycle through node Abs", Assert.Throws<GraphException>(() => _graph.Sort()).Message);
    }

    [Fact]
    public void A_value_of_another_graph_is_refused_when_written()
    {
        var other = new Graph("other");
        var x = _graph.AddInput("x", ElementType.Float32, [2]);
        _graph.AddOutput("y", x + other.AddInput("theirs", ElementType.Float32, [2]));

        var error = Assert.Throws<GraphException>(() => ModelWriter.ToBytes(_graph));

        Assert.StartsWith("theirs: Float32 (2,) is read in the graph 'test' but belongs to 'other'", error.Message);
    }

    [Fact]
    public void Nodes_carry_the_layers_in_which_they_are_added()
    {
        var x = _graph.AddInput("x", ElementType.Float32, [2]);
        using (_graph.Within("model"))
        using (_graph.Within("dense"))
            x = Op.Neg(x);

        Assert.Equal("node Neg of 'model/dense'", x.Producer!.ToString());
        Assert.Equal("", _graph.Scope);
    }

    [Fact]
    public void Equal_numbers_are_one_value_but_zero_has_two_signs()
    {
        Assert.Same(_graph.Scalar(2, ElementType.Float32), _graph.Scalar(2, ElementType.Float32));
        Assert.NotSame(_graph.Scalar(2, ElementType.Float32), _graph.Scalar(2, ElementType.Float64));
        Assert.NotSame(_graph.Scalar(0, ElementType.Float32), _graph.Scalar(-0.0, ElementType.Float32));
        Assert.True(double.IsNegative(_graph.Scalar(-0.0, ElementType.Float64).Constant!.ToDoubles()[0]));
    }

    [Fact]
    public void Is_printed_line_by_line()
    {
        var x = _graph.AddInput("x", ElementType.Float32, [Dim.Batch, 3]);
        using (_graph.Within("dense"))
            x = Op.Gemm(x, _graph.Constant(ConstantTensor.Filled(1, ElementType.Float32, [4, 3])), transB: true) + 0.5;
        _graph.AddOutput("y", Op.Clip(Op.ReduceSum(x, [-1]), null, x.Like(1)));

        Assert.Equal(
            """
            test(x: float32[batch,3])
              dense/Gemm: float32[batch,4] = Gemm(x, <float32[4,3]>) {transB=1}
              dense/Add: float32[batch,4] = Add(dense/Gemm, 0.5)
              ReduceSum: float32[batch] = ReduceSum(dense/Add, [-1]) {keepdims=0}
              y: float32[batch] = Clip(ReduceSum, -, 1)
              return y = y

            """,
            _graph.ToString()
        );
    }
}
