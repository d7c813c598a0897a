using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Tests.Graphs;

public sealed class ConstantTensorTests
{
    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt64)]
    public void Numbers_of_every_type_come_back(ElementType type)
    {
        var tensor = ConstantTensor.Filled(3, type, [2, 2]);

        Assert.Equal([3, 3, 3, 3], tensor.ToDoubles());
        Assert.Equal([3L, 3, 3, 3], tensor.ToInt64s());
        Assert.True(tensor.IsAll(3));
        Assert.Equal(4 * type.Size(), tensor.Bytes.Length);
    }

    [Fact]
    public void Large_integers_are_exact() =>
        Assert.Equal(
            [long.MaxValue, long.MinValue + 1],
            ConstantTensor.Vector(long.MaxValue, long.MinValue + 1).ToInt64s()
        );

    [Fact]
    public void Bytes_that_do_not_fit_the_shape_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new ConstantTensor(ElementType.Float32, [2, 3], new byte[20])
        );

        Assert.StartsWith("20 bytes came for a tensor (2, 3) of Float32, which takes 24.", error.Message);
    }

    [Fact]
    public void Elements_are_given_as_their_own_type_alone() =>
        Assert.Throws<InvalidOperationException>(() => ConstantTensor.Vector(1f).As<double>());
}
