namespace Kerasharp.Datasets;

/// <summary>The checksum of zip archives (CRC-32, as RFC 1952 defines it).</summary>
internal sealed class Crc32
{
    private static readonly uint[] Table = MakeTable();

    private uint _crc = ~0u;

    public uint Value => ~_crc;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            _crc = (_crc >> 8) ^ Table[(byte)(_crc ^ b)];
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            table[i] = crc;
        }
        return table;
    }
}
