using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

public class RetypeElementsTests
{
    private static readonly ConstantTensor X = ConstantTensor.From(
        [1.1, -2, 0.3, 4],
        ElementType.Float32,
        [1, 1, 2, 2]
    );

    [Fact]
    public void Constants_stay_finite_and_what_ONNX_has_in_float32_alone_stays()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, X.Shape);
        var larger = graph.Emit("Resize", x, null, graph.Constant(ConstantTensor.Vector<float>(1, 1, 2, 2)));
        var range = graph.Emit(
            "Range",
            graph.Scalar(0, ElementType.Float32),
            graph.Scalar(4, ElementType.Float32),
            graph.Scalar(1, ElementType.Float32)
        );
        graph.AddOutput("y", Op.Max(larger * 1e-9, larger.Like(-1e9)) + range);

        var half = RetypeElements.Run(graph, _ => ElementType.Float16, keepsEnds: true);

        Assert.Equal(ElementType.Float32, half.FindInput("x")!.ElementType);
        Assert.Equal(ElementType.Float32, half.FindOutput("y")!.Value.ElementType);
        Assert.Contains("float16", half.ToString());
        foreach (int opset in (int[])[17, 18, 21])
        {
            var given = new Dictionary<string, ConstantTensor> { ["x"] = X };
            double[] expected = GraphRunner.Run(graph, given, opset)["y"].ToDoubles();
            double[] actual = GraphRunner.Run(half, given, opset)["y"].ToDoubles();
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-3);
        }
    }

    [Fact]
    public void Inputs_and_outputs_may_be_of_the_type_too()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, X.Shape);
        graph.AddOutput("y", Op.Exp(x));
        graph.AddOutput("n", Op.ShapeOf(x));
        var half = RetypeElements.Run(graph, _ => ElementType.Float16, keepsEnds: false);
        Assert.Equal(ElementType.Float16, half.FindInput("x")!.ElementType);
        Assert.Equal(ElementType.Float16, half.FindOutput("y")!.Value.ElementType);
        Assert.Equal(ElementType.Int64, half.FindOutput("n")!.Value.ElementType);
    }
}
