using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Kernels.Gradients;
using Kerasharp.Onnx.Tests.Operators;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Kernels.Products;

/// <summary>Products against loops in float64 and against ONNX Runtime's; sizes leave parts of tiles, panels and blocks over.</summary>
public sealed class ProductKernelTests
{
    public static TheoryData<int, int, int> Sizes =>
        new()
        {
            { 1, 1, 1 },
            { 8, 32, 256 },
            { 3, 5, 7 },
            { 9, 33, 257 },
            { 70, 40, 600 },
            { 300, 20, 30 },
            { 4, 3, 0 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_are_near(int rows, int columns, int inner)
    {
        var random = new Random(rows);
        foreach (bool transA in (bool[])[false, true])
        foreach (bool transB in (bool[])[false, true])
        foreach (bool relu in (bool[])[false, true])
        {
            Graph Build() => Product(rows, columns, inner, transA, transB, relu, biased: relu != transA);
            float[][] inputs =
            [
                .. Build()
                    .Inputs.Select(i =>
                        Enumerable
                            .Range(0, (int)i.Shape.ToArray().Aggregate(1L, (product, d) => product * d))
                            .Select(_ => (float)(random.NextDouble() * 2 - 1))
                            .ToArray()
                    ),
            ];
            double[] expected = DirectProductsTests.Reference(
                Array.ConvertAll(inputs, x => Array.ConvertAll(x, e => (double)e)),
                rows,
                columns,
                inner,
                transA,
                transB,
                relu
            );
            float[] came = Float32Graph.Run(Build(), inputs)[0];
            float[] twin = Float32Graph.RunTwin(Build(), inputs)[0];

            Assert.Equal(came, Float32Graph.Run(Build(), inputs)[0]);
            double norm = Math.Sqrt(expected.Sum(e => e * e));
            Assert.InRange(Apart(expected, came), 0, 2 * Apart(expected, twin) + 1e-7 * norm + 1e-7);
        }

        static double Apart(double[] a, float[] b) => Math.Sqrt(a.Zip(b, (e, c) => (e - c) * (e - c)).Sum());
    }

    [Fact]
    public void No_number_stays_in_its_row()
    {
        float[] a = new float[10 * 4];
        a[5 * 4] = float.NaN;

        float[] came = Float32Graph.Run(Product(10, 3, 4, false, false, true, false), a, new float[4 * 3])[0];

        Assert.Equal(Enumerable.Range(0, 30).Select(i => i / 3 == 5), came.Select(float.IsNaN));
    }

    [Fact]
    public void Refuses_matrices_that_do_not_fit()
    {
        using var session = new Session(
            Models.Bytes(
                [Models.Node("Product", ["a", "b"], ["y"], "kerasharp")],
                [Models.Tensor("a", 2, 3), Models.Tensor("b", 4, 2)],
                [Models.Tensor("y", 2, 2)]
            )
        );
        using var binding = new Binding(session);
        binding.BindInput("a", DeviceTensor.Allocate(ElementType.Float32, [2, 3]));
        binding.BindInput("b", DeviceTensor.Allocate(ElementType.Float32, [4, 2]));
        binding.BindOutput("y", DeviceTensor.Allocate(ElementType.Float32, [2, 2]));

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(binding));

        Assert.Contains(
            "two matrices of equal inner dimensions",
            Assert.IsType<ArgumentException>(error.InnerException).Message
        );
    }

    private static Graph Product(int rows, int columns, int inner, bool transA, bool transB, bool relu, bool biased)
    {
        var graph = new Graph();
        var inputs = new List<Value?>
        {
            graph.AddInput("a", ElementType.Float32, transA ? [inner, rows] : [rows, inner]),
            graph.AddInput("b", ElementType.Float32, transB ? [columns, inner] : [inner, columns]),
        };
        if (biased)
            inputs.Add(graph.AddInput("c", ElementType.Float32, [columns]));
        var attributes = new Attributes
        {
            { "transA", transA ? 1 : 0 },
            { "transB", transB ? 1 : 0 },
            { "relu", relu ? 1 : 0 },
        };
        graph.AddOutput("y", graph.Add(OperatorTable.KernelDomain, "Product", [.. inputs], attributes).Output);
        return graph;
    }
}
