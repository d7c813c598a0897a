using System.Buffers.Binary;
using System.Numerics;

namespace Kerasharp.Layers;

/// <summary>
/// FarmHash's Fingerprint64 by Geoff Pike: a number of 64 bits for bytes, the same for ever on every machine. TensorFlow, and so Keras,
/// puts strings into buckets by it.
/// </summary>
internal static class FarmFingerprint
{
    private const ulong K0 = 0xc3a5c85c97cb3127;
    private const ulong K1 = 0xb492b66fbe98f273;
    private const ulong K2 = 0x9ae16a3b2f90404f;

    // Of TensorFlow's way to put two fingerprints together, and the key with which its crosses begin.
    private const ulong CombineFactor = 0xc6a4a7935bd1e995;
    private const ulong CrossKey = 0xDECAFCAFFE;

    /// <summary>The fingerprint of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> s) =>
        s.Length switch
        {
            0 => K2,
            < 4 => UpTo3(s),
            < 8 => UpTo7(s),
            <= 16 => UpTo16(s),
            <= 32 => UpTo32(s),
            <= 64 => UpTo64(s),
            _ => Longer(s),
        };

    /// <summary>One fingerprint of several, in their order, as TensorFlow crosses features.</summary>
    public static ulong Cross(ReadOnlySpan<ulong> parts)
    {
        ulong all = CrossKey;
        foreach (ulong part in parts)
        {
            ulong mixed = all ^ CombineFactor ^ (Mix(part * CombineFactor) * CombineFactor);
            all = Mix(Mix(mixed * CombineFactor) * CombineFactor);
        }
        return all;
    }

    private static ulong UpTo3(ReadOnlySpan<byte> s)
    {
        uint y = s[0] + ((uint)s[s.Length >> 1] << 8);
        uint z = (uint)s.Length + ((uint)s[^1] << 2);
        return Mix((y * K2) ^ (z * K0)) * K2;
    }

    private static ulong UpTo7(ReadOnlySpan<byte> s)
    {
        ulong first = BinaryPrimitives.ReadUInt32LittleEndian(s);
        ulong last = BinaryPrimitives.ReadUInt32LittleEndian(s[^4..]);
        return Join((uint)s.Length + (first << 3), last, Factor(s));
    }

    private static ulong UpTo16(ReadOnlySpan<byte> s)
    {
        ulong factor = Factor(s);
        ulong a = Word(s) + K2;
        ulong b = Word(s[^8..]);
        ulong c = Turn(b, 37) * factor + a;
        ulong d = (Turn(a, 25) + b) * factor;
        return Join(c, d, factor);
    }

    private static ulong UpTo32(ReadOnlySpan<byte> s)
    {
        ulong factor = Factor(s);
        ulong a = Word(s) * K1;
        ulong b = Word(s[8..]);
        ulong c = Word(s[^8..]) * factor;
        ulong d = Word(s[^16..]) * K2;
        return Join(Turn(a + b, 43) + Turn(c, 30) + d, a + Turn(b + K2, 18) + c, factor);
    }

    private static ulong UpTo64(ReadOnlySpan<byte> s)
    {
        ulong factor = Factor(s);
        ulong a = Word(s) * K2;
        ulong b = Word(s[8..]);
        ulong c = Word(s[^8..]) * factor;
        ulong d = Word(s[^16..]) * K2;
        ulong y = Turn(a + b, 43) + Turn(c, 30) + d;
        ulong z = Join(y, a + Turn(b + K2, 18) + c, factor);
        ulong e = Word(s[16..]) * factor;
        ulong f = Word(s[24..]);
        ulong g = (y + Word(s[^32..])) * factor;
        ulong h = (z + Word(s[^24..])) * factor;
        return Join(Turn(e + f, 43) + Turn(g, 30) + h, e + Turn(f + a, 18) + g, factor);
    }

    private static ulong Longer(ReadOnlySpan<byte> s)
    {
        ulong seed = 81;
        ulong x = seed * K2 + Word(s);
        ulong y = seed * K1 + 113;
        ulong z = Mix(y * K2 + 113) * K2;
        (ulong A, ulong B) v = (0, 0);
        (ulong A, ulong B) w = (0, 0);

        // All blocks of 64 bytes that end before the end, then the last 64 bytes, which overlap with them.
        int end = (s.Length - 1) / 64 * 64;
        for (int start = 0; start < end; start += 64)
        {
            var block = s[start..];
            x = Turn(x + y + v.A + Word(block[8..]), 37) * K1;
            y = Turn(y + v.B + Word(block[48..]), 42) * K1;
            x ^= w.B;
            y += v.A + Word(block[40..]);
            z = Turn(z + w.A, 33) * K1;
            v = Weak(block, v.B * K1, x + w.A);
            w = Weak(block[32..], z + w.B, y + Word(block[16..]));
            (z, x) = (x, z);
        }

        ulong factor = K1 + ((z & 0xff) << 1);
        var last = s[^64..];
        w.A += (ulong)((s.Length - 1) & 63);
        v.A += w.A;
        w.A += v.A;
        x = Turn(x + y + v.A + Word(last[8..]), 37) * factor;
        y = Turn(y + v.B + Word(last[48..]), 42) * factor;
        x ^= w.B * 9;
        y += v.A * 9 + Word(last[40..]);
        z = Turn(z + w.A, 33) * factor;
        v = Weak(last, v.B * factor, x + w.A);
        w = Weak(last[32..], z + w.B, y + Word(last[16..]));
        (z, x) = (x, z);
        return Join(Join(v.A, w.A, factor) + Mix(y) * K0 + z, Join(v.B, w.B, factor) + x, factor);
    }

    /// <summary>Two numbers of 32 bytes and two others.</summary>
    private static (ulong, ulong) Weak(ReadOnlySpan<byte> s, ulong a, ulong b)
    {
        ulong last = Word(s[24..]);
        a += Word(s);
        b = Turn(b + a + last, 21);
        ulong first = a;
        a += Word(s[8..]) + Word(s[16..]);
        b += Turn(a, 44);
        return (a + last, b + first);
    }

    private static ulong Join(ulong a, ulong b, ulong factor)
    {
        ulong mixed = Mix((a ^ b) * factor);
        return Mix((b ^ mixed) * factor) * factor;
    }

    private static ulong Factor(ReadOnlySpan<byte> s) => K2 + (ulong)s.Length * 2;

    private static ulong Mix(ulong x) => x ^ (x >> 47);

    private static ulong Turn(ulong x, int by) => BitOperations.RotateRight(x, by);

    private static ulong Word(ReadOnlySpan<byte> s) => BinaryPrimitives.ReadUInt64LittleEndian(s);
}
