namespace Kerasharp.Datasets;

/// <summary>
/// An unpacked entry of an archive whose length and checksum the archive states: gives no byte more than that, and tells at the end
/// whether they were right.
/// </summary>
internal sealed class MeasuredStream(Stream inner, long length, uint checksum, string name) : Stream
{
    private readonly Crc32 _crc = new();

    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, length - _position)]);
        _crc.Append(buffer[..read]);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Checks that all was read, that no more follows, and that it is what was packed.</summary>
    /// <exception cref="DatasetFormatException">It is not.</exception>
    public void Finish()
    {
        if (_position < length || inner.ReadByte() >= 0)
            throw BrokenFile.Error(name, "another length than is stated", $"{length} bytes");
        if (_crc.Value != checksum)
            throw BrokenFile.Error(name, $"the checksum {_crc.Value:x8}", $"{checksum:x8}, as is stated");
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
