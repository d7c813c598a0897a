using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kerasharp.Onnx.Kernels.Randomness;

/// <summary>2 words in a vector of 128 bits.</summary>
internal readonly unsafe struct Words128(Vector128<ulong> value) : IWords<Words128>
{
    private readonly Vector128<ulong> _value = value;

    public static int Width => Vector128<ulong>.Count;

    public static Words128 Create(uint word) => new(Vector128.Create((ulong)word));

    public static Words128 Sequence(uint first) => new(Vector128.Create((ulong)first) + Vector128<ulong>.Indices);

    public static Words128 Multiply(Words128 left, Words128 right)
    {
        if (Sse2.IsSupported)
            return new(Sse2.Multiply(left._value.AsUInt32(), right._value.AsUInt32()));
        if (AdvSimd.IsSupported)
            return new(
                AdvSimd.MultiplyWideningLower(
                    AdvSimd.ExtractNarrowingLower(left._value),
                    AdvSimd.ExtractNarrowingLower(right._value)
                )
            );
        return new((left._value & Vector128.Create(0xFFFF_FFFFul)) * (right._value & Vector128.Create(0xFFFF_FFFFul)));
    }

    public static Words128 Upper(Words128 product) => new(product._value >>> 32);

    public static Words128 operator ^(Words128 left, Words128 right) => new(left._value ^ right._value);

    public static void StoreUniform(Words128 first, Words128 second, float* target)
    {
        Vector128<uint> words = Vector128.Narrow(first._value, second._value) >>> 8;
        (Vector128.ConvertToSingle(words.AsInt32()) * Vector128.Create(1f / (1 << 24))).Store(target);
    }

    public uint this[int lane] => (uint)_value[lane];
}
