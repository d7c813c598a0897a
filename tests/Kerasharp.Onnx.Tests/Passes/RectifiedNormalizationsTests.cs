using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class RectifiedNormalizationsTests
{
    private static readonly long[] s_dims = [3, 4, 5, 5];

    [Fact]
    public void A_relu_goes_into_the_normalization_and_its_gradient() =>
        Check((x, v) => Op.Relu(Normalize(x, v)), ["BatchNormalize", "BatchNormalizeGradient"]);

    [Fact]
    public void So_does_what_is_added_before_it() =>
        Check((x, v) => Op.Relu(x + Normalize(x, v)), ["BatchNormalize", "BatchNormalizeGradient"], "Add");

    [Fact]
    public void Of_two_normalizations_one_takes_the_other() =>
        Check(
            (x, v) => Op.Relu(Normalize(x, v) + Normalize(x * x, v)),
            ["BatchNormalize", "BatchNormalize", "BatchNormalizeGradient", "BatchNormalizeGradient"]
        );

    [Fact]
    public void A_normalization_that_others_read_stays() =>
        Check(
            (x, v) =>
            {
                var normal = Normalize(x, v);
                return Op.Relu(normal) + normal;
            },
            ["BatchNormalize", "BatchNormalizeGradient", "ReluGradient"],
            "Relu"
        );

    [Fact]
    public void What_comes_of_its_statistics_is_not_given_to_it() =>
        Check(
            (x, v) =>
            {
                var (normal, mean, _) = Op.BatchNormalize(x, v, v, 1, 0.1);
                return Op.Relu(normal + Op.Expand(Op.Reshape(mean, Shape.Of(4, 1, 1)), x.Shape));
            },
            null,
            "Relu"
        );

    [Fact]
    public void Something_smaller_is_added_before()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(s_dims));
        var v = graph.AddInput("v", ElementType.Float32, Shape.Of(4));
        graph.AddOutput("y", Op.Relu(Normalize(x, v) + Op.Reshape(v, Shape.Of(4, 1, 1))));

        RectifiedNormalizations.Run(graph);

        Assert.Contains(graph.Sort(), n => n.Op == "Relu");
    }

    private static Value Normalize(Value x, Value v) => Op.BatchNormalize(x, v, v, 1, 0.1).Output;

    /// <summary>Differentiates a function, and holds the graph before and after the pass against each other.</summary>
    /// <param name="function">The function, of a tensor and a number for each channel.</param>
    /// <param name="ours">The kernels that are left, in any order; null for any.</param>
    /// <param name="others">Standard operators that are left of additions and Relus, a gradient's sum of two ways included.</param>
    private static void Check(Func<Value, Value, Value> function, string[]? ours, params string[] others)
    {
        var (plain, fused) = (Written(function), Written(function));
        RectifiedNormalizations.Run(fused);
        TypeCheck.Verify(fused);

        var nodes = fused.Sort();
        if (ours is not null)
            Assert.Equal(
                ours,
                nodes.Where(n => n.Domain == "kerasharp").Select(n => n.Op).Order(StringComparer.Ordinal)
            );
        foreach (string op in others)
            Assert.Contains(nodes, n => n.Op == op);
        if (!others.Contains("Relu"))
            Assert.DoesNotContain(nodes, n => n.Op == "Relu");

        var random = new Random(1);
        float[][] inputs =
        [
            .. fused.Inputs.Select(i =>
                Enumerable
                    .Range(0, (int)i.Shape.Aggregate(1L, (product, d) => product * d.Value))
                    .Select(_ => (float)(random.NextDouble() * 2 - 1))
                    .ToArray()
            ),
        ];
        float[][] expected = Float32Graph.Run(plain, inputs);
        float[][] came = Float32Graph.Run(fused, inputs);
        for (int i = 0; i < expected.Length; i++)
        for (int k = 0; k < expected[i].Length; k++)
            Assert.Equal(expected[i][k], came[i][k], 1e-5f * (1 + Math.Abs(expected[i][k])));
    }

    private static Graph Written(Func<Value, Value, Value> function)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(s_dims));
        var v = graph.AddInput("v", ElementType.Float32, Shape.Of(4));
        var weights = graph.AddInput("weights", ElementType.Float32, Shape.Of(s_dims));
        var y = function(x, v);
        graph.AddOutput("y", y);
        var gradients = ReverseSweep.Gradients(Op.ReduceSum(y * weights), [x, v]);
        graph.AddOutput("dx", gradients[0]!);
        graph.AddOutput("dv", gradients[1]!);
        return graph;
    }
}
