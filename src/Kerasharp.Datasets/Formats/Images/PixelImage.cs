using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>A picture: bytes, row by row, the channels of a pixel together.</summary>
/// <example><code>
/// var image = ImageFile.Read("cat.png").WithChannels(3);
/// Tensor&lt;byte&gt; pixels = image.ToTensor();   // (height, width, 3)
/// </code></example>
public sealed class PixelImage
{
    internal PixelImage(int height, int width, int channels, byte[] pixels)
    {
        Height = height;
        Width = width;
        Channels = channels;
        Pixels = pixels;
    }

    /// <summary>The number of rows.</summary>
    public int Height { get; }

    /// <summary>The number of columns.</summary>
    public int Width { get; }

    /// <summary>1 for gray, 2 for gray with opacity, 3 for red, green and blue, 4 for these with opacity.</summary>
    public int Channels { get; }

    /// <summary>The pixels, height * width * channels bytes.</summary>
    public byte[] Pixels { get; }

    /// <summary>The pixels in their place, shape (height, width, channels).</summary>
    public Tensor<byte> ToTensor() => Tensor.Create(Pixels, [Height, Width, Channels]);

    /// <summary>The picture with other channels; itself where it has them.</summary>
    /// <param name="channels">
    /// 1: gray is 0.299 red + 0.587 green + 0.114 blue, rounded (ITU-R BT.601); 3: opacity is left out, gray is repeated; 4: what has no
    /// opacity is opaque.
    /// </param>
    /// <exception cref="ArgumentException">It is another number.</exception>
    public PixelImage WithChannels(int channels)
    {
        if (channels is not (1 or 3 or 4))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"A picture of {channels} channels was asked for; 1 (gray), 3 (red, green, blue) or 4 (with opacity) was expected. Ask for one of these."
                ),
                nameof(channels)
            );
        if (channels == Channels)
            return this;
        var result = new byte[(long)Height * Width * channels];
        for (int from = 0, to = 0; to < result.Length; from += Channels, to += channels)
            Convert(Pixels.AsSpan(from, Channels), result.AsSpan(to, channels));
        return new PixelImage(Height, Width, channels, result);
    }

    private static void Convert(ReadOnlySpan<byte> from, Span<byte> to)
    {
        bool colour = from.Length >= 3;
        if (to.Length == 1)
        {
            to[0] = colour ? Luma(from[0], from[1], from[2]) : from[0];
            return;
        }
        for (int i = 0; i < 3; i++)
            to[i] = from[colour ? i : 0];
        if (to.Length == 4)
            to[3] = from.Length is 2 or 4 ? from[^1] : byte.MaxValue;
    }

    // The weights in 65536ths, as libjpeg and Pillow have them.
    private static byte Luma(byte red, byte green, byte blue) =>
        (byte)((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16);
}
