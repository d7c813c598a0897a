using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

/// <summary>Products of stacks of matrices that read transposed matrices as they lie.</summary>
public sealed class ProductFormsTests
{
    [Fact]
    public void Heads_of_attention_are_split_once_for_all_products_of_them()
    {
        var graph = Written(
            (q, k) =>
            {
                var (heads, turned) = (Op.Transpose(q, 0, 2, 1, 3), Op.Transpose(k, 0, 2, 3, 1));
                return
                [
                    Op.MatMul(heads, turned),
                    Op.Transpose(Op.MatMul(heads, Op.Transpose(q, 0, 2, 3, 1)), 0, 1, 3, 2),
                ];
            }
        );

        // Before: four transpositions. The second product is turned, of the same heads twice.
        Assert.Equal(2, graph.Sort().Count(n => n.Op == "Transpose"));
        Assert.Equal(2, graph.Sort().Count(n => n.Op == "FusedMatMul"));
    }

    [Fact]
    public void A_product_that_is_transposed_is_that_of_the_transposed_the_other_way_round()
    {
        var graph = Written(
            (q, k) => [Op.Transpose(Op.MatMul(Op.Transpose(q, 0, 2, 3, 1), Op.Transpose(k, 0, 2, 1, 3)), 0, 3, 1, 2)]
        );

        Assert.All(
            graph.Sort().Where(n => n.Op == "Transpose"),
            n => Assert.Equal([0, 2, 1, 3], n.Attributes.Ints("perm", []).Select(a => (int)a))
        );
    }

    [Fact]
    public void A_product_that_others_read_stays()
    {
        var graph = Written(
            (q, k) =>
            {
                var product = Op.MatMul(Op.Transpose(q, 0, 2, 1, 3), Op.Transpose(k, 0, 2, 3, 1));
                return [product * product, Op.Transpose(product, 0, 3, 1, 2)];
            }
        );

        Assert.Single(graph.Sort(), n => n.Op is "FusedMatMul" or "MatMul");
    }

    [Fact]
    public void Its_twin_is_a_product_of_transpositions()
    {
        var graph = Written((q, k) => [Op.MatMul(Op.Transpose(q, 0, 2, 1, 3), Op.Transpose(k, 0, 2, 3, 1))]);

        Decompose.Run(graph, _ => false);

        Assert.All(graph.Sort(), n => Assert.Equal("", n.Domain));
    }

    /// <summary>A graph after the pass, which gives what it gave before.</summary>
    private static Graph Written(Func<Value, Value, Value[]> function)
    {
        var random = new Random(1);
        var inputs = new Dictionary<string, ConstantTensor> { ["q"] = Draw(), ["k"] = Draw() };
        var expected = GraphRunner.Run(Make(), inputs);
        var graph = Make();
        ProductForms.Run(graph);
        CommonSubexpressions.Run(graph);
        var came = GraphRunner.Run(graph, inputs);
        foreach (var (name, value) in expected)
            Assert.Equal(value.ToDoubles(), came[name].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-5);
        return graph;

        Graph Make()
        {
            var graph = new Graph();
            var q = graph.AddInput("q", ElementType.Float32, [2, 5, 3, 4]);
            var k = graph.AddInput("k", ElementType.Float32, [2, 5, 3, 4]);
            var values = function(q, k);
            for (int i = 0; i < values.Length; i++)
                graph.AddOutput($"y{i}", values[i]);
            return graph;
        }

        ConstantTensor Draw() =>
            ConstantTensor.Of<float>(
                [.. Enumerable.Range(0, 120).Select(_ => (float)random.NextDouble() - 0.5f)],
                2,
                5,
                3,
                4
            );
    }
}
