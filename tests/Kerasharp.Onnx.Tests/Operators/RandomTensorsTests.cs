using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>ONNX's random operators as they stand in files: their types, and that the runtime understands them.</summary>
public sealed class RandomTensorsTests
{
    private readonly Graph _graph = new("random");

    [Fact]
    public void The_runtime_draws_them_as_they_are_written()
    {
        var x = _graph.AddInput("x", ElementType.Float32, [400, 5]);
        _graph.AddOutput("normal", Op.RandomNormal(_graph, [100, 20], mean: 3, scale: 0.5));
        _graph.AddOutput("uniform", Op.RandomUniform(_graph, [2000], low: -1, high: 2, ElementType.Float64, seed: 4));
        _graph.AddOutput("normal like", Op.RandomNormalLike(x, scale: 2));
        _graph.AddOutput("uniform like", Op.RandomUniformLike(x, type: ElementType.Float64));
        _graph.AddOutput("bernoulli", Op.Bernoulli(Op.Sigmoid(x * 0 + 2), ElementType.Int64));
        _graph.AddOutput("multinomial", Op.Multinomial(Op.Log(Row(0.1f, 0.2f, 0.7f)), 2000, ElementType.Int64));

        var came = GraphRunner.Run(_graph, new Dictionary<string, ConstantTensor> { ["x"] = Numbers(400, 5) });

        Assert.Equal(3, came["normal"].ToDoubles().Average(), 0.1);
        Assert.Equal(0.5, came["uniform"].ToDoubles().Average(), 0.15);
        Assert.Equal(0, came["normal like"].ToDoubles().Average(), 0.3);
        Assert.Equal(0.5, came["uniform like"].ToDoubles().Average(), 0.05);
        // The chance of a 1 is what stands at its place: 0.88.
        Assert.Equal(1 / (1 + Math.Exp(-2)), came["bernoulli"].ToDoubles().Average(), 0.05);
        Assert.Equal(1.6, came["multinomial"].ToDoubles().Average(), 0.1);
    }

    [Fact]
    public void Two_that_are_alike_are_two()
    {
        var (a, b) = (Op.RandomNormal(_graph, [3]), Op.RandomNormal(_graph, [3]));
        _graph.AddOutput("difference", a - b);

        CommonSubexpressions.Run(_graph);

        Assert.Equal(3, _graph.Sort().Count);
    }

    [Fact]
    public void Types_follow_from_dtype_or_from_the_input()
    {
        var x = _graph.AddInput("x", ElementType.Float64, new Shape(Dim.Batch, 3));

        Assert.Equal("Float32 (2, 3)", Op.RandomNormal(_graph, [2, 3]).Type.ToString());
        Assert.Equal("Float16 ()", Op.RandomUniform(_graph, Shape.Scalar, type: ElementType.Float16).Type.ToString());
        Assert.Equal("Float64 (None, 3)", Op.RandomNormalLike(x).Type.ToString());
        Assert.Equal("Float32 (None, 3)", Op.RandomUniformLike(x, type: ElementType.Float32).Type.ToString());
        Assert.Equal("Float64 (None, 3)", Op.Bernoulli(x).Type.ToString());
        Assert.Equal("Bool (None, 3)", Op.Bernoulli(x, ElementType.Bool).Type.ToString());
        Assert.Equal("Int32 (None, 7)", Op.Multinomial(x, 7).Type.ToString());
    }

    private Value Row(params float[] numbers) => _graph.Constant(ConstantTensor.Of<float>(numbers, 1, numbers.Length));

    private static ConstantTensor Numbers(params long[] dims) => ConstantTensor.Filled(1, ElementType.Float32, dims);
}
