using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class BitsTests
{
    [Fact]
    public void Bits_are_combined_as_csharp_combines_them()
    {
        int[] a = [0, 1, -1, 12345, int.MinValue, 0x5555];
        int[] b = [7, 3, 12, -54321, -1, 0x0FF0];
        ConstantTensor[] x = [ConstantTensor.Vector<int>(a), ConstantTensor.Vector<int>(b)];

        Assert.Equal(a.Zip(b, (p, q) => p & q), Elements.Run(v => Op.BitwiseAnd(v[0], v[1]), x).As<int>().ToArray());
        Assert.Equal(a.Zip(b, (p, q) => p | q), Elements.Run(v => Op.BitwiseOr(v[0], v[1]), x).As<int>().ToArray());
        Assert.Equal(a.Zip(b, (p, q) => p ^ q), Elements.Run(v => Op.BitwiseXor(v[0], v[1]), x).As<int>().ToArray());
        Assert.Equal(a.Select(p => ~p), Elements.Run(v => Op.BitwiseNot(v[0]), x[0]).As<int>().ToArray());
    }

    [Fact]
    public void Bits_broadcast()
    {
        var came = Elements.Run(
            v => Op.BitwiseOr(v[0], v[1]),
            ConstantTensor.Of<byte>([1, 2], 2, 1),
            ConstantTensor.Vector<byte>(4, 8, 16)
        );

        Assert.Equal(Shape.Of(2, 3), came.Shape);
        Assert.Equal([5, 9, 17, 6, 10, 18], came.ToDoubles());
    }

    [Fact]
    public void Bits_are_shifted_as_csharp_shifts_them()
    {
        uint[] x = [1, 0xF0, 0x80000001, 7];
        uint[] places = [4, 4, 1, 0];
        ConstantTensor[] inputs = [ConstantTensor.Vector<uint>(x), ConstantTensor.Vector<uint>(places)];

        Assert.Equal(
            x.Zip(places, (p, q) => p << (int)q),
            Elements.Run(v => Op.BitShift(v[0], v[1], left: true), inputs).As<uint>().ToArray()
        );
        Assert.Equal(
            x.Zip(places, (p, q) => p >> (int)q),
            Elements.Run(v => Op.BitShift(v[0], v[1], left: false), inputs).As<uint>().ToArray()
        );
    }
}
