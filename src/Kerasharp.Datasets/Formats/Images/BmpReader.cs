using System.Buffers.Binary;
using System.Numerics;

namespace Kerasharp.Datasets;

/// <summary>Decodes BMP pictures that are not compressed.</summary>
/// <remarks>Microsoft, BITMAPFILEHEADER and BITMAPINFOHEADER structures; the older BITMAPCOREHEADER is read, too.</remarks>
internal sealed class BmpReader(byte[] file, string name)
{
    private const int FileHeader = 14;
    private const int CoreHeader = 12;
    private const int InfoHeader = 40;
    private const uint NotCompressed = 0;
    private const uint BitFields = 3;
    private const uint AlphaBitFields = 6;

    private long _width;
    private long _height;
    private bool _topDown;
    private int _bits;
    private uint _compression;
    private int _headerLength;
    private long _colours;

    public PixelImage Read()
    {
        ReadHeader();
        long stride = (_width * _bits + 31) / 32 * 4;
        long start = U32(10);
        if (start < FileHeader + _headerLength || start > file.Length || _height > (file.Length - start) / stride)
            throw BrokenFile.Error(
                name,
                FormattableString.Invariant(
                    $"{_width} x {_height} pixels of {_bits} bits from place {start} on in {file.Length} bytes"
                ),
                FormattableString.Invariant($"{_height} rows of {stride} bytes")
            );
        return _bits <= 8 ? ReadIndexed(start, stride) : ReadColours(start, stride);
    }

    private void ReadHeader()
    {
        if (file.Length < FileHeader + CoreHeader)
            throw BrokenFile.Error(name, $"{file.Length} bytes", "a BMP header");
        uint length = U32(FileHeader);
        if (length != CoreHeader && length is < InfoHeader or > 1024 || length > file.Length - FileHeader)
            throw BrokenFile.Error(name, $"a header of {length} bytes", "12, or 40 and more");
        _headerLength = (int)length;
        if (length == CoreHeader)
        {
            (_width, _height, _bits) = (U16(18), U16(20), U16(24));
        }
        else
        {
            (_width, _height, _bits) = ((int)U32(18), (int)U32(22), U16(28));
            _compression = U32(30);
            _colours = U32(46);
            _topDown = _height < 0;
            _height = Math.Abs(_height);
        }
        if (_width < 1 || _height is < 1 or > int.MaxValue)
            throw BrokenFile.Error(
                name,
                FormattableString.Invariant($"a picture of {_width} x {_height} pixels"),
                "at least one each way"
            );
        if (_compression is not (NotCompressed or BitFields or AlphaBitFields))
            throw new DatasetFormatException(
                $"In {name} came a compressed BMP picture ({Compression}); one that is not compressed was expected. Save it as PNG, or as BMP without compression."
            );
        bool known = _compression == NotCompressed ? _bits is 1 or 4 or 8 or 16 or 24 or 32 : _bits is 16 or 32;
        if (!known)
            throw BrokenFile.Error(name, $"{_bits} bits a pixel", "1, 4, 8, 16, 24 or 32");
    }

    private string Compression =>
        _compression switch
        {
            1 or 2 => "run lengths",
            4 => "a JPEG within",
            5 => "a PNG within",
            _ => $"kind {_compression}",
        };

    private PixelImage ReadIndexed(long start, long stride)
    {
        int entry = _headerLength == CoreHeader ? 3 : 4;
        int table = FileHeader + _headerLength;
        long colours = _colours == 0 ? 1L << _bits : _colours;
        if (colours > 1L << _bits || table + colours * entry > start)
            throw BrokenFile.Error(
                name,
                $"{colours} colours for {_bits} bits before the pixels at place {start}",
                $"at most {1 << _bits}, {entry} bytes each"
            );
        bool gray = true;
        for (int i = 0; i < colours && gray; i++)
            gray =
                file[table + i * entry] == file[table + i * entry + 1]
                && file[table + i * entry] == file[table + i * entry + 2];
        int channels = gray ? 1 : 3;
        var pixels = new byte[ImageFile.Size(name, _height, _width, channels)];
        int to = 0;
        for (long row = 0; row < _height; row++)
        {
            int from = RowStart(start, stride, row);
            for (int column = 0; column < _width; column++)
            {
                int bit = column * _bits;
                int index = (file[from + (bit >> 3)] >> (8 - _bits - (bit & 7))) & ((1 << _bits) - 1);
                if (index >= colours)
                    throw BrokenFile.Error(name, $"the colour {index}", $"0 to {colours - 1}, as the palette has");
                // Blue, green, red.
                int colour = table + index * entry;
                for (int i = channels - 1; i >= 0; i--)
                    pixels[to++] = file[colour + i];
            }
        }
        return new PixelImage((int)_height, (int)_width, channels, pixels);
    }

    private PixelImage ReadColours(long start, long stride)
    {
        uint[] masks = Masks();
        int channels = masks[3] == 0 ? 3 : 4;
        var pixels = new byte[ImageFile.Size(name, _height, _width, channels)];
        int bytes = _bits / 8;
        int to = 0;
        for (long row = 0; row < _height; row++)
        {
            int from = RowStart(start, stride, row);
            for (int column = 0; column < _width; column++, from += bytes)
            {
                uint pixel = bytes switch
                {
                    2 => U16(from),
                    3 => file[from] | (uint)file[from + 1] << 8 | (uint)file[from + 2] << 16,
                    _ => U32(from),
                };
                for (int i = 0; i < channels; i++)
                    pixels[to++] = Channel(pixel, masks[i]);
            }
        }
        return new PixelImage((int)_height, (int)_width, channels, pixels);
    }

    /// <summary>Where in a pixel red, green, blue and opacity lie.</summary>
    private uint[] Masks()
    {
        if (_compression == NotCompressed)
            return _bits == 16 ? [0x7C00, 0x03E0, 0x001F, 0] : [0xFF0000, 0xFF00, 0xFF, 0];
        // Behind the older header three masks follow it; in the newer ones they are part of it.
        int count = _headerLength >= 56 || _compression == AlphaBitFields ? 4 : 3;
        if (FileHeader + InfoHeader + 4 * count > file.Length)
            throw BrokenFile.Error(name, "an end within the header", $"{count} masks");
        var masks = new uint[4];
        for (int i = 0; i < count; i++)
        {
            masks[i] = U32(FileHeader + InfoHeader + 4 * i);
            uint ones = masks[i] >> BitOperations.TrailingZeroCount(masks[i]);
            if ((masks[i] == 0 && i < 3) || (masks[i] != 0 && (ones & (ones + 1)) != 0))
                throw BrokenFile.Error(name, $"the mask {masks[i]:x8} for a colour", "ones in a row");
        }
        return masks;
    }

    private static byte Channel(uint pixel, uint mask)
    {
        int shift = BitOperations.TrailingZeroCount(mask);
        ulong most = mask >> shift;
        return (byte)(((pixel & mask) >> shift) * 255ul / most);
    }

    private int RowStart(long start, long stride, long row) =>
        (int)(start + stride * (_topDown ? row : _height - 1 - row));

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));
}
