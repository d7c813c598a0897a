using System.Buffers.Binary;
using System.IO.Compression;

namespace Kerasharp.Datasets;

/// <summary>
/// Reads gzipped files in the idx format of MNIST: two zero bytes, the element type (8: unsigned byte), the number of axes,
/// the length of each axis (32 bits, big-endian), then the elements.
/// Such files come from anywhere, so nothing they say is believed before it is checked.
/// </summary>
internal static class IdxFile
{
    // A gzip member is at least its header (10), an empty block (2) and its trailer (8).
    private const int SmallestGzip = 20;

    // Deflate stores at best 258 bytes in 2 bits: no more than this can come out of a byte.
    private const long GreatestRatio = 1032;

    private const int GreatestRank = 8;

    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetFormatException">The file is not a whole, undamaged idx file of bytes.</exception>
    public static IdxArray Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path);
    }

    /// <summary>Reads a seekable stream from its start to its end.</summary>
    /// <param name="compressed">The gzipped file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="DatasetFormatException">The stream is not a whole, undamaged idx file of bytes.</exception>
    public static IdxArray Read(Stream compressed, string name)
    {
        var unpackedLength = ReadTrailer(compressed, name);
        try
        {
            using var unpacked = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
            var lengths = ReadHeader(unpacked, name);
            var values = ReadValues(unpacked, name, lengths, compressed.Length, unpackedLength);
            return new(values, lengths);
        }
        catch (InvalidDataException e)
        {
            throw BrokenFile.Error(name, $"bytes that do not unpack ({e.Message})", "a whole gzip file", e);
        }
    }

    // The last four bytes of a gzip file are the unpacked length modulo 2^32. They let a header that promises too much
    // be refused before its array is made.
    private static uint ReadTrailer(Stream compressed, string name)
    {
        if (compressed.Length < SmallestGzip)
            throw BrokenFile.Error(
                name,
                $"{compressed.Length} bytes",
                $"a gzip file, which has at least {SmallestGzip}"
            );
        Span<byte> trailer = stackalloc byte[4];
        compressed.Position = compressed.Length - trailer.Length;
        compressed.ReadExactly(trailer);
        compressed.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private static int[] ReadHeader(Stream unpacked, string name)
    {
        Span<byte> magic = stackalloc byte[4];
        if (unpacked.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length)
            throw BrokenFile.Error(name, "an end within the first four bytes", "an idx header");
        if (magic[0] != 0 || magic[1] != 0)
            throw BrokenFile.Error(
                name,
                $"the first bytes {magic[0]:x2} {magic[1]:x2}",
                "00 00, as an idx file begins"
            );
        if (magic[2] != 8)
            throw BrokenFile.Error(name, $"the element type {magic[2]:x2}", "08, unsigned bytes");
        if (magic[3] is 0 or > GreatestRank)
            throw BrokenFile.Error(name, $"{magic[3]} axes", $"1 to {GreatestRank}");

        Span<byte> header = stackalloc byte[4 * magic[3]];
        if (unpacked.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw BrokenFile.Error(name, "an end within the header", $"{magic[3]} lengths of four bytes");
        var lengths = new int[magic[3]];
        for (var axis = 0; axis < lengths.Length; axis++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(header[(4 * axis)..]);
            if (length is 0 or > int.MaxValue)
                throw BrokenFile.Error(name, $"axis {axis} of length {length}", $"1 to {int.MaxValue}");
            lengths[axis] = (int)length;
        }
        return lengths;
    }

    private static byte[] ReadValues(
        Stream unpacked,
        string name,
        int[] lengths,
        long compressedLength,
        uint unpackedLength
    )
    {
        long count = 1;
        foreach (var length in lengths)
        {
            count *= length;
            if (count > Array.MaxLength)
                throw BrokenFile.Error(
                    name,
                    $"the shape {IdxArray.Describe(lengths)}",
                    $"at most {Array.MaxLength} elements, which an array can hold"
                );
        }
        var total = 4 + (4 * lengths.Length) + count;
        if (total % (1L << 32) != unpackedLength || total > compressedLength * GreatestRatio)
            throw BrokenFile.Error(
                name,
                $"the shape {IdxArray.Describe(lengths)} in {compressedLength} bytes that unpack to {unpackedLength}",
                $"{total} unpacked bytes for this shape"
            );

        var values = new byte[count];
        var read = unpacked.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        if (read < values.Length)
            throw BrokenFile.Error(
                name,
                $"an end after {read} elements",
                $"{count} for the shape {IdxArray.Describe(lengths)}"
            );
        // Reading on to the end also has the checksum compared.
        if (unpacked.ReadByte() >= 0)
            throw BrokenFile.Error(name, "bytes after the last element", $"{count} elements and no more");
        return values;
    }
}
