using System.Globalization;
using System.Text;

namespace Kerasharp.Datasets;

/// <summary>
/// Walks through the files of a tar archive without writing any. System.Formats.Tar takes memory for an entry's extended attributes
/// before it knows that they are there; this reader takes none: it reads the plain header alone and passes over all else.
/// </summary>
/// <param name="archive">The unpacked archive.</param>
/// <param name="name">What messages call it.</param>
/// <param name="limit">The most that all entries together may unpack to.</param>
internal sealed class TarFiles(Stream archive, string name, long limit)
{
    private const int Block = 512;

    private readonly byte[] _header = new byte[Block];

    private long _left;

    private long _total;

    /// <summary>Goes to the next file; null at the end of the archive.</summary>
    /// <exception cref="DatasetFormatException">The archive is damaged or cut off, or a path leaves it.</exception>
    public TarEntry? Next()
    {
        while (true)
        {
            Skip(_left);
            Fill(_header);
            if (!_header.AsSpan().ContainsAnyExcept((byte)0))
                return null;
            CheckSum();
            var length = Octal(124, 12, "length");
            _left = (length + Block - 1) / Block * Block;
            _total += _left + Block;
            if (_total > limit)
                throw BrokenFile.Error(name, $"entries of more than {limit} bytes", "the files of the data set alone");
            var path = Path();
            // 0 and NUL are files; folders, links and extended headers hold nothing that is wanted here.
            if (_header[156] is (byte)'0' or 0)
                return new TarEntry(path, length);
        }
    }

    /// <summary>Reads the next bytes of the current file.</summary>
    public void Read(Span<byte> bytes)
    {
        Fill(bytes);
        _left -= bytes.Length;
    }

    private void Skip(long count)
    {
        Span<byte> buffer = stackalloc byte[Block];
        for (; count > 0; count -= Math.Min(count, Block))
            Fill(buffer[..(int)Math.Min(count, Block)]);
    }

    private string Path()
    {
        var text = Text(0, 100);
        if (_header.AsSpan(257, 5).SequenceEqual("ustar"u8) && Text(345, 155) is { Length: > 0 } prefix)
            text = $"{prefix}/{text}";
        if (text.StartsWith('/') || text.Contains('\\') || text.Contains(':') || text.Split('/').Contains(".."))
            throw BrokenFile.Error(name, $"the path '{text}'", "paths within the archive");
        return text;
    }

    private string Text(int start, int length)
    {
        var field = _header.AsSpan(start, length);
        var end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }

    // The sum of the header's bytes, its own field taken as spaces.
    private void CheckSum()
    {
        var stated = Octal(148, 8, "checksum");
        _header.AsSpan(148, 8).Fill((byte)' ');
        long sum = 0;
        foreach (var b in _header)
            sum += b;
        if (sum != stated)
            throw BrokenFile.Error(name, $"a header with the checksum {sum}", $"{stated}, as it states");
    }

    private long Octal(int start, int length, string what)
    {
        var text = Text(start, length).Trim(' ');
        // Eleven digits, which fit; the form for larger numbers is not for files of this size.
        if (text.Length == 0 || text.Length > 11 || text.AsSpan().ContainsAnyExceptInRange('0', '7'))
            throw BrokenFile.Error(name, $"a header without a {what}", "a tar archive");
        long value = 0;
        foreach (var digit in text)
            value = (8 * value) + CharUnicodeInfo.GetDecimalDigitValue(digit);
        return value;
    }

    private void Fill(Span<byte> bytes)
    {
        if (archive.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw BrokenFile.Error(name, "an end within the archive", "a whole tar archive");
    }
}
