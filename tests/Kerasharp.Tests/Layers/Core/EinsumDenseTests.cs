using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class EinsumDenseTests
{
    [Theory]
    [InlineData("ab,bc->ac", 2, new long[] { 3 }, "y: float32[batch,2] = Gemm(x, d/kernel, d/bias)")]
    [InlineData("...x,xc->...c", 2, new long[] { 3 }, "y: float32[batch,2] = Gemm(x, d/kernel, d/bias)")]
    public void A_product_of_matrices_is_one_Gemm(string equation, int output, long[] example, string node)
    {
        var layer = new EinsumDense(equation, output, biasAxes: "c", name: "d");
        Assert.Contains(node, new LayerHarness(layer, example).InferenceGraph());
    }

    [Fact]
    public void A_product_along_the_last_axis_is_one_MatMul() =>
        Assert.Equal(
            """
            test(x: float32[batch,4,3], d/kernel: float32[3,2], d/bias: float32[2])
              d/MatMul: float32[batch,4,2] = MatMul(x, d/kernel)
              y: float32[batch,4,2] = Add(d/MatMul, d/bias)
              return y = y

            """,
            new LayerHarness(
                new EinsumDense("abc,cd->abd", [null, 2], biasAxes: "d", name: "d"),
                4,
                3
            ).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );

    [Fact]
    public void Several_axes_are_made_one_for_the_product() =>
        Assert.Equal(
            ["Reshape", "MatMul", "Reshape"],
            GraphOperators.Of(new LayerHarness(new EinsumDense("abc,cde->abde", [null, 2, 4]), 3, 5).InferenceGraph())
        );

    [Fact]
    public void Other_equations_stay_Einsum() =>
        Assert.Equal(
            ["Einsum"],
            GraphOperators.Of(new LayerHarness(new EinsumDense("abc,bd->adc", [4, 5]), 3, 5).InferenceGraph())
        );

    [Fact]
    public void Unknown_sizes_stay_unknown()
    {
        Assert.Equal(
            "(None, None, 4)",
            new LayerHarness(new EinsumDense("abc,cd->abd", [null, 4]), -1, 5).OutputShape.ToString()
        );
        Assert.Equal(
            "(None, None, 2, 4)",
            new LayerHarness(new EinsumDense("abc,cde->abde", [null, 2, 4]), -1, 5).OutputShape.ToString()
        );
        Assert.Equal(
            "(None, None, 3, 4)",
            new LayerHarness(new EinsumDense("...x,xy->...y", 4), -1, 3, 5).OutputShape.ToString()
        );
    }

    [Fact]
    public void The_kernels_variance_follows_its_sides_whatever_its_axes()
    {
        // Glorot's limit is that of 100 inputs and 40 outputs, not that of a convolution of 20 and 4.
        var layer = new EinsumDense("abc,bcde->ade", [10, 4]);
        _ = new LayerHarness(layer, 5, 20);
        Assert.Equal("(5, 20, 10, 4)", layer.Kernel!.Shape.ToString());
        float limit = LayerHarness.Get(layer.Kernel).Max(Math.Abs);
        Assert.InRange(limit, 0.95 * Math.Sqrt(6.0 / 140), Math.Sqrt(6.0 / 140));
    }

    [Theory]
    [InlineData("ab,bc", "ab,bc->ac, ...b,bc->...c or ab...,bc->ac... was expected")]
    [InlineData("a...,ab->b...", "was expected")]
    [InlineData("aab,bc->ac", "each letter stands once")]
    [InlineData("ab,bc->ad", "the output's 'd' is in neither input nor kernel")]
    [InlineData("ab,bce->ac", "the kernel's 'e' is in neither input nor output")]
    public void Equations_of_another_form_are_refused(string equation, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new EinsumDense(equation, 3)).Message);

    [Fact]
    public void What_does_not_fit_the_equation_is_refused_by_name()
    {
        Assert.Contains(
            "the bias's axis 'b' is none of the output 'ac'",
            Assert.Throws<ArgumentException>(() => new EinsumDense("ab,bc->ac", 3, biasAxes: "b")).Message
        );
        AssertRefused(
            new EinsumDense("abc,cd->abd", [null, 4], name: "e"),
            [5],
            "Layer 'e': an input of shape (None, 5) came; the equation abc,cd->abd takes 3 dimensions"
        );
        AssertRefused(new EinsumDense("abc,cd->abd", 4), [2, 5], "has 1 sizes where the equation abc,cd->abd needs 2");
        AssertRefused(new EinsumDense("abc,cd->abd", [3, 4]), [2, 5], "its axis 'b' has 2, that of the output 3");
        AssertRefused(new EinsumDense("abc,cd->abd", [null, 4]), [2, -1], "the size of 'c' in the equation");
        Assert.Contains(
            "A shape of (0,) came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new EinsumDense("ab,bc->ac", 0)).Message
        );
    }

    private static void AssertRefused(EinsumDense layer, long[] example, string message) =>
        Assert.Contains(message, Assert.Throws<LayerException>(() => new LayerHarness(layer, example)).Message);
}
