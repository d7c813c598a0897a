using System.Buffers.Binary;
using JpegLibrary;

namespace Kerasharp.Datasets;

/// <summary>Decodes JPEG pictures, baseline and progressive, by JpegLibrary.</summary>
internal static class JpegReader
{
    // Each block of 64 pixels takes at least a bit of its first scan.
    private const long PixelsPerByte = 8 * 64;

    // Progressive files have some ten scans; hundreds would only keep the reader busy.
    private const int MostScans = 200;

    public static PixelImage Read(byte[] file, string name)
    {
        int transform = ReadMarkers(file, name);
        try
        {
            return Decode(file, name, transform);
        }
        catch (Exception e) when (e is not (DatasetFormatException or OutOfMemoryException))
        {
            // The library reports damage by exceptions of several kinds.
            throw BrokenFile.Error(
                name,
                $"JPEG data that do not decode ({e.Message.TrimEnd('.')})",
                "a whole JPEG picture",
                e
            );
        }
    }

    private static PixelImage Decode(byte[] file, string name, int transform)
    {
        var decoder = new JpegDecoder();
        decoder.SetInput(file);
        decoder.Identify();
        var (height, width, channels) = (decoder.Height, decoder.Width, decoder.NumberOfComponents);
        if (height < 1 || width < 1 || (long)height * width > PixelsPerByte * file.Length)
            throw BrokenFile.Error(
                name,
                FormattableString.Invariant($"a picture of {width} x {height} pixels in {file.Length} bytes"),
                "at least one pixel, and a bit for each 64"
            );
        if (channels is not (1 or 3) || decoder.Precision != 8)
            throw new DatasetFormatException(
                FormattableString.Invariant(
                    $"In {name} came a JPEG picture of {channels} channels of {decoder.Precision} bits; gray or colour of 8 bits was expected. Save it as RGB."
                )
            );
        var pixels = new byte[ImageFile.Size(name, height, width, channels)];
        decoder.SetOutputWriter(new JpegPixels(pixels, height, width, channels));
        decoder.Decode();
        if (channels == 3 && transform != 0)
            ToRgb(pixels);
        return new PixelImage(height, width, channels, pixels);
    }

    /// <summary>
    /// Looks through the markers: that there is one frame and how many scans, and whether Adobe's marker says that the colours are red, green and blue (0)
    /// and not brightness and differences (1, as a rule).
    /// </summary>
    private static int ReadMarkers(byte[] file, string name)
    {
        int transform = 1;
        int scans = 0;
        int frames = 0;
        for (int at = 2; at + 4 <= file.Length; )
        {
            byte marker = file[at + 1];
            if (file[at] != 0xFF || marker is 0 or 0xFF or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                // Compressed data, fill bytes, restarts.
                at++;
                continue;
            }
            if (marker == 0xD9)
                break;
            if (marker == 0xDA && ++scans > MostScans)
                throw BrokenFile.Error(name, $"more than {MostScans} scans", "some ten");
            bool frame = marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            if (frame && ++frames > 1)
                throw BrokenFile.Error(name, "two frames", "one");
            int length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            if (
                marker == 0xEE
                && length >= 14
                && at + 2 + length <= file.Length
                && file.AsSpan(at + 4).StartsWith("Adobe"u8)
            )
                transform = file[at + 15];
            at += 2 + Math.Max(2, length);
        }
        return transform;
    }

    /// <summary>From brightness and two differences of colour (ITU-T T.871).</summary>
    private static void ToRgb(Span<byte> pixels)
    {
        for (int i = 0; i + 2 < pixels.Length; i += 3)
        {
            float y = pixels[i];
            float blue = pixels[i + 1] - 128f;
            float red = pixels[i + 2] - 128f;
            pixels[i] = Rounded(y + 1.402f * red);
            pixels[i + 1] = Rounded(y - 0.344136286f * blue - 0.714136286f * red);
            pixels[i + 2] = Rounded(y + 1.772f * blue);
        }
    }

    private static byte Rounded(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
