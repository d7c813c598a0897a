namespace Kerasharp.Datasets;

/// <summary>Reads pictures: PNG, BMP and JPEG, told by their first bytes.</summary>
/// <remarks>
/// <para>PNG: all of its forms; of 16 bits a channel the upper 8. BMP: 1, 4, 8, 16, 24 and 32 bits, not compressed. JPEG: baseline and
/// progressive, gray or colour; decoded by JpegLibrary.</para>
/// <para>Files come from anywhere, so nothing that they say is believed before it is checked, and no more memory is taken than a file of
/// its length can need.</para>
/// </remarks>
/// <example><code>
/// var image = ImageFile.Read("cat.jpg");
/// Console.WriteLine($"{image.Width} x {image.Height}, {image.Channels} channels");
/// </code></example>
public static class ImageFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatasetFormatException">The file is damaged, or not one of the formats.</exception>
    public static PixelImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a file from memory.</summary>
    /// <param name="file">All its bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DatasetFormatException">The file is damaged, or not one of the formats.</exception>
    public static PixelImage Read(byte[] file, string name = "the picture")
    {
        ArgumentNullException.ThrowIfNull(file);
        var start = file.AsSpan();
        if (start.StartsWith(PngFile.Signature))
            return new PngReader(file, name).Read();
        if (start.StartsWith("BM"u8))
            return new BmpReader(file, name).Read();
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return JpegReader.Read(file, name);
        string came =
            start.StartsWith("GIF8"u8) ? "a GIF picture"
            : start.StartsWith("RIFF"u8) ? "a WebP picture, or sound"
            : start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8) ? "a TIFF picture"
            : start.IsEmpty ? "nothing"
            : $"a beginning with the bytes {Convert.ToHexString(start[..Math.Min(4, start.Length)])}";
        throw new DatasetFormatException(
            $"In {name} came {came}; PNG, BMP or JPEG was expected. Convert the picture to one of these."
        );
    }

    /// <summary>A size that an array can hold.</summary>
    internal static int Size(string name, long height, long width, int channels) =>
        height * width <= Array.MaxLength / channels
            ? (int)(height * width * channels)
            : throw BrokenFile.Error(
                name,
                FormattableString.Invariant($"a picture of {width} x {height} pixels"),
                "one of at most 2 GB"
            );
}
