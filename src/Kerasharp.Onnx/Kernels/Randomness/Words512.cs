using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kerasharp.Onnx.Kernels.Randomness;

/// <summary>8 words in a vector of 512 bits.</summary>
internal readonly unsafe struct Words512(Vector512<ulong> value) : IWords<Words512>
{
    private readonly Vector512<ulong> _value = value;

    public static int Width => Vector512<ulong>.Count;

    public static Words512 Create(uint word) => new(Vector512.Create((ulong)word));

    public static Words512 Sequence(uint first) => new(Vector512.Create((ulong)first) + Vector512<ulong>.Indices);

    public static Words512 Multiply(Words512 left, Words512 right) =>
        Avx512F.IsSupported
            ? new(Avx512F.Multiply(left._value.AsUInt32(), right._value.AsUInt32()))
            : new((left._value & Vector512.Create(0xFFFF_FFFFul)) * (right._value & Vector512.Create(0xFFFF_FFFFul)));

    public static Words512 Upper(Words512 product) => new(product._value >>> 32);

    public static Words512 operator ^(Words512 left, Words512 right) => new(left._value ^ right._value);

    public static void StoreUniform(Words512 first, Words512 second, float* target)
    {
        Vector512<uint> words = Vector512.Narrow(first._value, second._value) >>> 8;
        (Vector512.ConvertToSingle(words.AsInt32()) * Vector512.Create(1f / (1 << 24))).Store(target);
    }

    public uint this[int lane] => (uint)_value[lane];
}
