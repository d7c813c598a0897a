using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kerasharp.Onnx.Kernels.Randomness;

/// <summary>4 words in a vector of 256 bits.</summary>
internal readonly unsafe struct Words256(Vector256<ulong> value) : IWords<Words256>
{
    private readonly Vector256<ulong> _value = value;

    public static int Width => Vector256<ulong>.Count;

    public static Words256 Create(uint word) => new(Vector256.Create((ulong)word));

    public static Words256 Sequence(uint first) => new(Vector256.Create((ulong)first) + Vector256<ulong>.Indices);

    public static Words256 Multiply(Words256 left, Words256 right) =>
        Avx2.IsSupported
            ? new(Avx2.Multiply(left._value.AsUInt32(), right._value.AsUInt32()))
            : new((left._value & Vector256.Create(0xFFFF_FFFFul)) * (right._value & Vector256.Create(0xFFFF_FFFFul)));

    public static Words256 Upper(Words256 product) => new(product._value >>> 32);

    public static Words256 operator ^(Words256 left, Words256 right) => new(left._value ^ right._value);

    public static void StoreUniform(Words256 first, Words256 second, float* target)
    {
        Vector256<uint> words = Vector256.Narrow(first._value, second._value) >>> 8;
        (Vector256.ConvertToSingle(words.AsInt32()) * Vector256.Create(1f / (1 << 24))).Store(target);
    }

    public uint this[int lane] => (uint)_value[lane];
}
