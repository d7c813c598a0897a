using System.Buffers.Binary;
using System.IO.Compression;

namespace Kerasharp.Datasets;

/// <summary>Decodes PNG pictures of every form.</summary>
/// <remarks>PNG (Portable Network Graphics) Specification, W3C 2003.</remarks>
internal sealed class PngReader(byte[] file, string name)
{
    // Deflate stores at best 258 bytes in 2 bits: no more than this can come out of a byte.
    private const long GreatestRatio = 1032;

    private const int Gray = 0;
    private const int Rgb = 2;
    private const int Palette = 3;
    private const int GrayAlpha = 4;
    private const int Rgba = 6;

    private int _width;
    private int _height;
    private int _depth;
    private int _colour;
    private bool _interlaced;
    private byte[]? _palette;
    private byte[]? _transparency;

    public PixelImage Read()
    {
        var packed = ReadChunks();
        if (_colour == Palette && _palette is null)
            throw BrokenFile.Error(name, "a picture of palette colours without a palette", "a PLTE chunk");
        try
        {
            return Decode(packed);
        }
        catch (InvalidDataException e)
        {
            throw BrokenFile.Error(name, $"pixels that do not unpack ({e.Message.TrimEnd('.')})", "a zlib stream", e);
        }
    }

    private int Channels =>
        _colour switch
        {
            Gray => 1,
            GrayAlpha => 2,
            Rgb => 3,
            Palette => 1,
            _ => 4,
        };

    /// <summary>The bytes of a pixel to the left that filters look at.</summary>
    private int FilterStep => Math.Max(1, Channels * _depth / 8);

    private MemoryStream ReadChunks()
    {
        var packed = new MemoryStream();
        int at = PngFile.Signature.Length;
        for (bool first = true; ; first = false)
        {
            if (file.Length - at < 12)
                throw BrokenFile.Error(name, "an end before the chunk IEND", "a whole PNG picture");
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                throw BrokenFile.Error(
                    name,
                    $"a chunk of {length} bytes at place {at}",
                    $"at most the {file.Length - at - 12} that are left"
                );
            var type = file.AsSpan(at + 4, 4);
            var content = file.AsSpan(at + 8, (int)length);
            bool critical = (type[0] & 0x20) == 0;
            if (critical)
                CheckSum(at, type, content);
            if (first != type.SequenceEqual("IHDR"u8))
                throw BrokenFile.Error(name, first ? "no IHDR chunk first" : "two IHDR chunks", "one, at the start");
            if (first)
                ReadHeader(content);
            else if (type.SequenceEqual("PLTE"u8))
                _palette =
                    content.Length is > 0 and <= 768 && content.Length % 3 == 0
                        ? content.ToArray()
                        : throw BrokenFile.Error(
                            name,
                            $"a palette of {content.Length} bytes",
                            "3 for each of 1 to 256 colours"
                        );
            else if (type.SequenceEqual("tRNS"u8))
                _transparency = content.ToArray();
            else if (type.SequenceEqual("IDAT"u8))
                packed.Write(content);
            else if (type.SequenceEqual("IEND"u8))
                break;
            else if (critical)
                throw BrokenFile.Error(
                    name,
                    $"a chunk '{System.Text.Encoding.Latin1.GetString(type)}'",
                    "IHDR, PLTE, IDAT and IEND as those that must be understood"
                );
            at += 12 + (int)length;
        }
        packed.Position = 0;
        return packed;
    }

    private void CheckSum(int at, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(content);
        uint stated = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + content.Length));
        if (crc.Value != stated)
            throw BrokenFile.Error(
                name,
                $"a chunk with the checksum {crc.Value:x8} at place {at}",
                $"{stated:x8}, as is stated"
            );
    }

    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length != 13)
            throw BrokenFile.Error(name, $"a header of {header.Length} bytes", "13");
        _width = BinaryPrimitives.ReadInt32BigEndian(header);
        _height = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        (_depth, _colour) = (header[8], header[9]);
        if (_width < 1 || _height < 1)
            throw BrokenFile.Error(
                name,
                $"a picture of {(uint)_width} x {(uint)_height} pixels",
                "1 to 2147483647 each way"
            );
        bool known = _colour switch
        {
            Gray => _depth is 1 or 2 or 4 or 8 or 16,
            Palette => _depth is 1 or 2 or 4 or 8,
            Rgb or GrayAlpha or Rgba => _depth is 8 or 16,
            _ => false,
        };
        if (!known || header[10] != 0 || header[11] != 0 || header[12] > 1)
            throw BrokenFile.Error(
                name,
                $"the colour type {_colour} of {_depth} bits, compression {header[10]}, filter {header[11]}, interlace {header[12]}",
                "a form that the specification has"
            );
        _interlaced = header[12] == 1;
    }

    private PixelImage Decode(MemoryStream packed)
    {
        var passes = _interlaced ? PngPass.Interlaced(_width, _height) : [new PngPass(_width, _height, 0, 0, 1, 1)];
        var unpacked = passes.Aggregate(Int128.Zero, (sum, p) => sum + (Int128)p.Height * (1 + RowBytes(p.Width)));
        if (unpacked > packed.Length * GreatestRatio || RowBytes(_width) > Array.MaxLength)
            throw BrokenFile.Error(
                name,
                $"a picture of {_width} x {_height} pixels in {packed.Length} bytes",
                $"at least {unpacked / GreatestRatio} for {unpacked} unpacked bytes"
            );
        int channels = _colour == Palette ? 3 : Channels;
        if (_transparency is not null && _colour is Gray or Rgb or Palette)
            channels++;
        int size = ImageFile.Size(name, _height, _width, channels);
        // Its rows are read before the picture's memory is taken, where it would be much more than theirs.
        var rows = new List<byte[]>();
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        foreach (var pass in passes)
            ReadRows(zlib, pass, rows);
        var pixels = new byte[size];
        int read = 0;
        foreach (var pass in passes)
        {
            for (int row = 0; row < pass.Height; row++)
            {
                var bytes = rows[read++];
                for (int column = 0; column < pass.Width; column++)
                {
                    long to = (
                        (pass.Top + (long)row * pass.DownStep) * _width + pass.Left + (long)column * pass.RightStep
                    );
                    WritePixel(bytes, column, pixels.AsSpan((int)(to * channels), channels));
                }
            }
        }
        return new PixelImage(_height, _width, channels, pixels);
    }

    private long RowBytes(long width) => (width * Channels * _depth + 7) / 8;

    private void ReadRows(ZLibStream zlib, PngPass pass, List<byte[]> rows)
    {
        int length = (int)RowBytes(pass.Width);
        byte[]? above = null;
        for (int row = 0; row < pass.Height; row++)
        {
            int filter = zlib.ReadByte();
            var bytes = new byte[length];
            if (filter < 0 || zlib.ReadAtLeast(bytes, length, throwOnEndOfStream: false) < length)
                throw BrokenFile.Error(name, $"an end of the pixels in row {row}", $"{pass.Height} rows");
            PngFilter.Undo(filter, bytes, above, FilterStep, name);
            rows.Add(bytes);
            above = bytes;
        }
    }

    private void WritePixel(byte[] row, int column, Span<byte> to)
    {
        if (_colour == Palette)
        {
            int index = Sample(row, column);
            if (3 * index >= _palette!.Length)
                throw BrokenFile.Error(
                    name,
                    $"the colour {index}",
                    $"0 to {_palette.Length / 3 - 1}, as the palette has"
                );
            _palette.AsSpan(3 * index, 3).CopyTo(to);
            if (to.Length == 4)
                to[3] = index < _transparency!.Length ? _transparency[index] : byte.MaxValue;
            return;
        }
        int channels = Channels;
        bool clear = _transparency is not null && to.Length > channels;
        for (int i = 0; i < channels; i++)
        {
            int sample = Sample(row, column * channels + i);
            to[i] = _depth switch
            {
                16 => (byte)(sample >> 8),
                8 => (byte)sample,
                _ => (byte)(sample * byte.MaxValue / ((1 << _depth) - 1)),
            };
            clear =
                clear
                && _transparency!.Length >= 2 * (i + 1)
                && sample == BinaryPrimitives.ReadUInt16BigEndian(_transparency.AsSpan(2 * i));
        }
        if (to.Length > channels)
            to[channels] = clear ? (byte)0 : byte.MaxValue;
    }

    private int Sample(byte[] row, int place)
    {
        switch (_depth)
        {
            case 8:
                return row[place];
            case 16:
                return BinaryPrimitives.ReadUInt16BigEndian(row.AsSpan(2 * place));
            default:
                int bit = place * _depth;
                return (row[bit >> 3] >> (8 - _depth - (bit & 7))) & ((1 << _depth) - 1);
        }
    }
}
