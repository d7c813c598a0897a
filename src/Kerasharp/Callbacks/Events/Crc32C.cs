using System.Buffers.Binary;
using System.Numerics;

namespace Kerasharp.Callbacks.Events;

/// <summary>The checksum of TensorFlow's record files: CRC-32C (Castagnoli), masked.</summary>
internal static class Crc32C
{
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>The checksum of bytes; that of "123456789" is 0xE3069283.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    /// <summary>The checksum as records hold it: turned and moved, since a checksum of data that hold checksums means little.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes) =>
        unchecked(BitOperations.RotateRight(Of(bytes), 15) + MaskDelta);
}
