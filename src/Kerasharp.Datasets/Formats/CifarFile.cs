using System.IO.Compression;

namespace Kerasharp.Datasets;

/// <summary>
/// Reads CIFAR's binary records: one label (CIFAR-10) or a coarse and a fine one (CIFAR-100), a byte each, then the red, green and blue
/// bytes of 32 x 32 pixels, row by row. Images are given with their channels last.
/// </summary>
internal static class CifarFile
{
    public const int Side = 32;

    public const int Channels = 3;

    public const int ImageLength = Side * Side * Channels;

    private const int Plane = Side * Side;

    // Deflate stores at best 258 bytes in 2 bits: no more than this can come out of a byte.
    private const long GreatestRatio = 1032;

    /// <summary>Sets a record's image and label into a set.</summary>
    /// <param name="record">The record's bytes.</param>
    /// <param name="layout">What the labels are.</param>
    /// <param name="set">The set.</param>
    /// <param name="index">The image's place in it.</param>
    /// <param name="name">The record's file, for messages.</param>
    public static void Take(ReadOnlySpan<byte> record, CifarLayout layout, CifarImages set, int index, string name)
    {
        for (var i = 0; i < layout.Classes.Length; i++)
            if (record[i] >= layout.Classes[i])
                throw BrokenFile.Error(
                    name,
                    $"the label {record[i]} of image {index}",
                    $"0 to {layout.Classes[i] - 1}"
                );
        set.Labels[index] = record[layout.Label];
        var planes = record[layout.Classes.Length..];
        var image = set.Pixels.AsSpan(index * ImageLength, ImageLength);
        for (var pixel = 0; pixel < Plane; pixel++)
        {
            image[Channels * pixel] = planes[pixel];
            image[(Channels * pixel) + 1] = planes[Plane + pixel];
            image[(Channels * pixel) + 2] = planes[(2 * Plane) + pixel];
        }
    }

    /// <summary>Reads a gzipped file of so many records and nothing else.</summary>
    /// <exception cref="DatasetFormatException">It is not such a file.</exception>
    public static CifarImages ReadGzip(Stream compressed, string name, CifarLayout layout, int count)
    {
        var length = (long)count * layout.RecordLength;
        if (length / GreatestRatio > compressed.Length)
            throw BrokenFile.Error(name, $"{compressed.Length} bytes", $"{count} images in gzip's form");
        try
        {
            using var unpacked = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
            var set = new CifarImages(count);
            var record = new byte[layout.RecordLength];
            for (var i = 0; i < count; i++)
            {
                if (unpacked.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) < record.Length)
                    throw BrokenFile.Error(name, $"an end within image {i}", $"{count} images");
                Take(record, layout, set, i, name);
            }
            if (unpacked.ReadByte() >= 0)
                throw BrokenFile.Error(name, "bytes after the last image", $"{count} images and no more");
            return set;
        }
        catch (InvalidDataException e)
        {
            throw BrokenFile.Error(name, $"bytes that do not unpack ({e.Message})", "a whole gzip file", e);
        }
    }
}
