using System.Buffers.Binary;
using System.Numerics;

namespace Kerasharp.Layers;

/// <summary>
/// SipHash-2-4 by Jean-Philippe Aumasson and Daniel J. Bernstein: a number of 64 bits for bytes and a key. TensorFlow, and so Keras, puts
/// strings into buckets by it where a salt is given.
/// </summary>
internal static class SipHash
{
    /// <summary>The number of bytes under a key of two words.</summary>
    public static ulong Of(ReadOnlySpan<byte> s, ulong key0, ulong key1)
    {
        // The words spell "somepseudorandomlygeneratedbytes".
        var state = new State(
            key0 ^ 0x736f6d6570736575,
            key1 ^ 0x646f72616e646f6d,
            key0 ^ 0x6c7967656e657261,
            key1 ^ 0x7465646279746573
        );
        var rest = s;
        for (; rest.Length >= 8; rest = rest[8..])
            state.Add(BinaryPrimitives.ReadUInt64LittleEndian(rest));

        // What is left, and the length in the highest byte.
        Span<byte> end = stackalloc byte[8];
        end.Clear();
        rest.CopyTo(end);
        end[7] = (byte)s.Length;
        state.Add(BinaryPrimitives.ReadUInt64LittleEndian(end));
        return state.Finish();
    }

    private struct State(ulong a, ulong b, ulong c, ulong d)
    {
        private ulong _a = a;
        private ulong _b = b;
        private ulong _c = c;
        private ulong _d = d;

        public void Add(ulong word)
        {
            _d ^= word;
            Rounds(2);
            _a ^= word;
        }

        public ulong Finish()
        {
            _c ^= 0xff;
            Rounds(4);
            return _a ^ _b ^ _c ^ _d;
        }

        private void Rounds(int count)
        {
            for (int i = 0; i < count; i++)
            {
                _a += _b;
                _c += _d;
                _b = BitOperations.RotateLeft(_b, 13) ^ _a;
                _d = BitOperations.RotateLeft(_d, 16) ^ _c;
                _a = BitOperations.RotateLeft(_a, 32);
                _c += _b;
                _a += _d;
                _b = BitOperations.RotateLeft(_b, 17) ^ _c;
                _d = BitOperations.RotateLeft(_d, 21) ^ _a;
                _c = BitOperations.RotateLeft(_c, 32);
            }
        }
    }
}
