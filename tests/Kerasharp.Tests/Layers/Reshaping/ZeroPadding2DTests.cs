using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class ZeroPadding2DTests
{
    [Fact]
    public void No_transposition_stands_between_it_and_convolutions()
    {
        var chain = new Chain(
            new Conv2D(4, 3, name: "c1"),
            new ZeroPadding2D(((0, 1), (2, 3)), name: "z"),
            new Conv2D(8, 3, name: "c2")
        );
        Assert.Equal(
            """
            """,
            new LayerHarness(chain, 10, 10, 3).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void Sizes_may_be_unknown()
    {
        var harness = new LayerHarness(new ZeroPadding2D((1, 0)), -1, -1, 1);
        Assert.Equal("(None, None, None, 1)", harness.OutputShape.ToString());
        Assert.Equal([0f, 0, 1, 2, 3, 4, 0, 0], harness.Predict(new float[] { 1, 2, 3, 4 }));
    }

    [Fact]
    public void All_forms_of_margins_are_taken()
    {
        Assert.Equal(new Margins2D((2, 2), (2, 2)), new ZeroPadding2D(2).Padding);
        Assert.Equal(new Margins2D((1, 1), (2, 2)), new ZeroPadding2D((1, 2)).Padding);
        Assert.Equal(new Margins2D((1, 2), (3, 4)), new ZeroPadding2D(((1, 2), (3, 4))).Padding);
        Assert.Equal(new Margins2D((1, 1), (1, 1)), new ZeroPadding2D().Padding);
    }

    [Fact]
    public void Wrong_inputs_and_arguments_are_refused()
    {
        Assert.Contains(
            "padding of ((1, 1), (0, -1)) came; each must be at least 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroPadding2D(((1, 1), (0, -1)))).Message
        );
        Assert.Contains(
            "padding of (-1, -1) came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroPadding1D(-1)).Message
        );
        Assert.Throws<LayerException>(() => new LayerHarness(new ZeroPadding3D(), 3, 3, 1));
    }
}
