using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// Reads the architecture of a native library from its first bytes. Loaders report a library for another architecture
/// as missing, or as broken, which sends people looking in the wrong place.
/// </summary>
internal static class NativeImage
{
    /// <summary>The architecture that <paramref name="path"/> was built for, or null where that is not plain.</summary>
    internal static Architecture? ReadArchitecture(string path)
    {
        // The PE header of a library lies within its first kilobyte, the others at its start.
        Span<byte> bytes = stackalloc byte[1024];
        using FileStream file = File.OpenRead(path);
        bytes = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        return bytes.Length < 64 ? null : ReadElf(bytes) ?? ReadPortableExecutable(bytes) ?? ReadMachO(bytes);
    }

    private static Architecture? ReadElf(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("\u007fELF"u8))
        {
            return null;
        }
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]) switch
        {
            3 => Architecture.X86,
            40 => Architecture.Arm,
            62 => Architecture.X64,
            183 => Architecture.Arm64,
            _ => null,
        };
    }

    private static Architecture? ReadPortableExecutable(ReadOnlySpan<byte> bytes)
    {
        int header = BinaryPrimitives.ReadInt32LittleEndian(bytes[60..]);
        if (!bytes.StartsWith("MZ"u8) || header < 0 || header > bytes.Length - 6)
        {
            return null;
        }
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes[(header + 4)..]) switch
        {
            0x014c => Architecture.X86,
            0x8664 => Architecture.X64,
            0xaa64 => Architecture.Arm64,
            _ => null,
        };
    }

    /// <summary>A universal file holds several architectures: it gives null, and the loader decides.</summary>
    private static Architecture? ReadMachO(ReadOnlySpan<byte> bytes)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != 0xfeedfacf)
        {
            return null;
        }
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) switch
        {
            0x01000007 => Architecture.X64,
            0x0100000c => Architecture.Arm64,
            _ => null,
        };
    }
}
