using System.Buffers.Binary;
using System.IO.Compression;

namespace Kerasharp.Datasets;

/// <summary>Writes pictures as PNG files: gray or colour, eight bits a channel.</summary>
/// <remarks>PNG (Portable Network Graphics) Specification, W3C 2003.</remarks>
/// <example><code>PngFile.Write("digit.png", pixels, height: 28, width: 28, channels: 1);</code></example>
public static class PngFile
{
    internal static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a picture; the file appears under its name only when it is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pixels">Row by row, the channels of a pixel together: height * width * channels bytes.</param>
    /// <param name="height">The number of rows, at least 1.</param>
    /// <param name="width">The number of columns, at least 1.</param>
    /// <param name="channels">1 for gray, 3 for red, green and blue, 4 with opacity.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit, or there is no such picture.</exception>
    public static void Write(string path, ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (
            height < 1
            || width < 1
            || channels is not (1 or 3 or 4)
            || pixels.Length != (long)height * width * channels
        )
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"A picture of {height} x {width} x {channels} came with {pixels.Length} bytes; sizes of at least 1, channels of 1, 3 or 4 and height * width * channels bytes were expected. Give such a picture."
                ),
                nameof(pixels)
            );
        byte[] bytes = Encode(pixels, height, width, channels);
        AtomicFile.Write(path, file => file.Write(bytes));
    }

    /// <summary>The bytes of a file.</summary>
    internal static byte[] Encode(ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        using var file = new MemoryStream();
        WriteTo(file, pixels, height, width, channels);
        return file.ToArray();
    }

    private static void WriteTo(Stream file, ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, Header(height, width, channels));
        WriteChunk(file, "IDAT"u8, Compressed(pixels, height, width * channels));
        WriteChunk(file, "IEND"u8, []);
    }

    private static byte[] Header(int height, int width, int channels)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = (byte)(
            channels switch
            {
                1 => 0,
                3 => 2,
                _ => 6,
            }
        );
        return header;
    }

    /// <summary>Each row behind a byte that says that it is not filtered.</summary>
    private static byte[] Compressed(ReadOnlySpan<byte> pixels, int height, int rowBytes)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(row * rowBytes, rowBytes));
            }
        }
        return buffer.ToArray();
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.Value);
        file.Write(number);
    }
}
