using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class DirectProductFormsTests
{
    [Fact]
    public void A_Relu_that_alone_reads_a_product_joins_it()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [64, 64]);
        var b = graph.AddInput("b", ElementType.Float32, [64]);
        graph.AddOutput("y", Op.Relu(Op.Gemm(x, x, c: b)));

        DirectProductForms.Run(graph);

        Assert.Equal(1, Assert.Single(graph.Sort()).Attributes.Int("relu"));
    }

    [Fact]
    public void A_product_that_others_read_stays_apart()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [64, 64]);
        var product = Op.Gemm(x, x, transB: true);
        graph.AddOutput("y", Op.Relu(product));
        graph.AddOutput("z", product);

        DirectProductForms.Run(graph);

        Assert.Equal(["Product", "Relu"], graph.Sort().Select(n => n.Op));
    }
}
