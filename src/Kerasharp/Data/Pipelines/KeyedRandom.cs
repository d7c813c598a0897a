using System.Runtime.InteropServices;
using Kerasharp.Initializers;

namespace Kerasharp.Data;

/// <summary>.NET's interface of random numbers over a stream that follows from a key alone, the same with every version of .NET.</summary>
internal sealed class KeyedRandom(ulong key, ulong stream) : Random(0)
{
    private readonly RandomSource _source = new(key, stream);

    /// <summary>A number for a pass, and for an element in it, that follows from them alone.</summary>
    public static ulong Key(ulong seed, long pass) =>
        RandomSource.Mix(seed ^ RandomSource.Mix(0x9E3779B97F4A7C15 * (ulong)(pass + 1)));

    public override double NextDouble() => _source.NextDouble();

    protected override double Sample() => _source.NextDouble();

    public override float NextSingle() => (_source.NextUInt64() >> 40) * (1f / (1 << 24));

    public override int Next() => (int)Below(int.MaxValue);

    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)Below((ulong)maxValue);
    }

    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    public override long NextInt64() => (long)Below(long.MaxValue);

    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (long)Below((ulong)maxValue);
    }

    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue + (long)Below((ulong)maxValue - (ulong)minValue);
    }

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    public override void NextBytes(Span<byte> buffer)
    {
        for (; buffer.Length >= sizeof(ulong); buffer = buffer[sizeof(ulong)..])
            BitConverter.TryWriteBytes(buffer, _source.NextUInt64());
        if (buffer.IsEmpty)
            return;
        ulong last = _source.NextUInt64();
        MemoryMarshal.AsBytes(new Span<ulong>(ref last))[..buffer.Length].CopyTo(buffer);
    }

    // The upper half of a product is even to within 2^-64 times the limit.
    private ulong Below(ulong limit) => Math.BigMul(_source.NextUInt64(), limit, out _);
}
