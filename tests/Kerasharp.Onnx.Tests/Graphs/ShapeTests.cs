using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Tests.Graphs;

public sealed class ShapeTests
{
    [Fact]
    public void Is_printed_as_Keras_prints_tuples()
    {
        Assert.Equal("()", Shape.Scalar.ToString());
        Assert.Equal("(10,)", Shape.Of(10).ToString());
        Assert.Equal("(None, 28, 28)", new Shape(Dim.Batch, 28, 28).ToString());
        Assert.Equal("(None,)", new Shape(Dim.Unknown).ToString());
    }

    [Fact]
    public void Symbols_are_equal_by_name_and_unknown_dimensions_never()
    {
        Assert.Equal(Dim.Batch, Dim.Symbolic("batch"));
        Assert.NotEqual(Dim.Batch, Dim.Symbolic("time"));
        Assert.NotEqual(Dim.Unknown, Dim.Unknown);
        Assert.NotEqual(new Dim(0), Dim.Batch);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dim(-1));
    }

    [Fact]
    public void Symbols_get_their_numbers()
    {
        var shape = new Shape(Dim.Batch, Dim.Symbolic("time"), 3);

        var bound = shape.Bind(new Dictionary<string, long> { ["batch"] = 2 });

        Assert.Equal(new Shape(2, Dim.Symbolic("time"), 3), bound);
        Assert.False(bound.IsStatic);
        Assert.Contains(
            "'time' has no number yet",
            Assert.Throws<InvalidOperationException>(() => bound.ElementCount).Message
        );
        Assert.Equal(12, bound.Bind(new Dictionary<string, long> { ["time"] = 2 }).ElementCount);
    }

    [Fact]
    public void Axes_are_counted_from_either_end()
    {
        var shape = Shape.Of(2, 3, 4);

        Assert.Equal(4, shape[-1].Value);
        Assert.Equal(Shape.Of(2, 5, 4), shape.With(-2, 5));
        Assert.Equal(Shape.Of(4, 2, 3), shape.Permute([2, 0, 1]));
        Assert.Equal(shape.GetHashCode(), Shape.Of(2, 3, 4).GetHashCode());
    }
}
