using System.Buffers.Binary;
using System.IO.Compression;

namespace Kerasharp.Datasets.Tests;

/// <summary>Makes idx files, right and wrong ones.</summary>
internal static class IdxBytes
{
    /// <summary>An idx file before compression: header for <paramref name="lengths"/>, then <paramref name="values"/> as they are.</summary>
    public static byte[] Plain(uint[] lengths, ReadOnlySpan<byte> values, byte type = 8)
    {
        var file = new byte[4 + (4 * lengths.Length) + values.Length];
        file[2] = type;
        file[3] = (byte)lengths.Length;
        for (var i = 0; i < lengths.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + (4 * i)), lengths[i]);
        values.CopyTo(file.AsSpan(4 + (4 * lengths.Length)));
        return file;
    }

    public static byte[] GZip(ReadOnlySpan<byte> plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(plain);
        return packed.ToArray();
    }

    public static byte[] File(uint[] lengths, ReadOnlySpan<byte> values) => GZip(Plain(lengths, values));

    public static byte[] Values(int count, int seed)
    {
        var values = new byte[count];
        new Random(seed).NextBytes(values);
        return values;
    }
}
