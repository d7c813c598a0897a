using Kerasharp.Data;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers.Examples;

/// <summary>An array of examples for a layer.</summary>
internal sealed record LayerInput(ElementType Type, long[] Shape, double[] Numbers)
{
    /// <summary>Draws of the standard normal distribution.</summary>
    public static LayerInput Normal(params long[] shape)
    {
        var random = new RandomSource(7);
        long count = shape.Aggregate(1L, (product, size) => product * size);
        return new(ElementType.Float32, shape, [.. Enumerable.Range(0, (int)count).Select(_ => random.NextNormal())]);
    }

    /// <summary>Whole numbers from 0 up to a limit.</summary>
    public static LayerInput Integers(int limit, params long[] shape)
    {
        var random = new RandomSource(7);
        long count = shape.Aggregate(1L, (product, size) => product * size);
        return new(
            ElementType.Int32,
            shape,
            [.. Enumerable.Range(0, (int)count).Select(_ => (double)(random.NextUInt64() % (ulong)limit))]
        );
    }

    public static implicit operator LayerInput(long[] shape) => Normal(shape);

    public ConstantTensor Tensor =>
        Type switch
        {
            ElementType.Float32 => ConstantTensor.Of<float>(Array.ConvertAll(Numbers, n => (float)n), Shape),
            ElementType.Int32 => ConstantTensor.Of<int>(Array.ConvertAll(Numbers, n => (int)n), Shape),
            ElementType.Int64 => ConstantTensor.Of<long>(Array.ConvertAll(Numbers, n => (long)n), Shape),
            ElementType.UInt8 => ConstantTensor.Of<byte>(Array.ConvertAll(Numbers, n => (byte)n), Shape),
            ElementType.Bool => ConstantTensor.Of<bool>(Array.ConvertAll(Numbers, n => n != 0), Shape),
            _ => throw new NotSupportedException($"Examples of {Type} are not made."),
        };

    public TensorData Data =>
        Type switch
        {
            ElementType.Int32 => Of(Array.ConvertAll(Numbers, n => (int)n)),
            ElementType.Int64 => Of(Array.ConvertAll(Numbers, n => (long)n)),
            ElementType.UInt8 => Of(Array.ConvertAll(Numbers, n => (byte)n)),
            ElementType.Bool => Of(Array.ConvertAll(Numbers, n => n != 0)),
            _ => Of(Array.ConvertAll(Numbers, n => (float)n)),
        };

    /// <summary>The first rows alone.</summary>
    public LayerInput Rows(int count) =>
        this with
        {
            Shape = [count, .. Shape[1..]],
            Numbers = Numbers[..(int)(Numbers.Length / Shape[0] * count)],
        };

    private System.Numerics.Tensors.Tensor<T> Of<T>(T[] elements) =>
        System.Numerics.Tensors.Tensor.Create(elements, Array.ConvertAll(Shape, d => (nint)d));
}
