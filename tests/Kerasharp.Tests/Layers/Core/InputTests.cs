using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

public class InputTests
{
    [Fact]
    public void Its_shape_has_the_batch_in_front()
    {
        var input = new Input(28, 28, 1);
        Assert.Equal("(None, 28, 28, 1)", input.Shape.ToString());
        Assert.Equal(Dim.Batch, input.Shape[0]);
        Assert.Equal(ElementType.Float32, input.ElementType);
        Assert.Equal("InputLayer", input.TypeName);
        Assert.StartsWith("input_layer", input.Name);
        Assert.Equal("(None,)", new Input().Shape.ToString());
    }

    [Fact]
    public void Name_and_type_are_given_as_properties()
    {
        var input = new Input(3) { Name = "image", ElementType = ElementType.UInt8 };
        Assert.Equal("image", input.Name);
        Assert.Equal("image", ((Layer)input).Name);
        Assert.Equal(ElementType.UInt8, input.ElementType);
        Assert.Throws<ArgumentException>(() => new Input(3) { Name = "a/b" });
    }

    [Fact]
    public void Open_sizes_are_symbols_of_their_own()
    {
        var shape = new Input(-1, -1, 3) { Name = "image" }.Shape;
        Assert.Equal("(None, None, None, 3)", shape.ToString());
        Assert.NotEqual(shape[1], shape[2]);
        Assert.Equal(shape[1], new Input(-1) { Name = "image" }.Shape[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void Sizes_are_positive(long size)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Input(28, size));
        Assert.Contains($"(28, {size}) came", error.Message);
    }

    [Fact]
    public void It_changes_nothing_and_has_no_weights()
    {
        var input = new Input(2);
        var harness = new LayerHarness(input, 2);
        Assert.Equal([1f, 2, 3, 4], harness.Predict(new float[] { 1, 2, 3, 4 }));
        Assert.Empty(input.Weights);
        Assert.False(input.NeedsBuild);
    }
}
