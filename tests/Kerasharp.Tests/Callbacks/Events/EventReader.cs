using System.Buffers.Binary;
using System.Text;

namespace Kerasharp.Tests.Callbacks.Events;

/// <summary>Reads event files without the code that writes them: records with checksums by a table, messages by their wire types.</summary>
internal static class EventReader
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The CRC-32C of bytes, by the reversed polynomial 0x82F63B78.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        foreach (byte b in bytes)
            crc = Table[(crc ^ b) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    /// <summary>The events of the only file of a folder, the first, which names the version, checked and left out.</summary>
    public static List<Message> Read(string folder)
    {
        byte[] bytes = File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder)));
        var events = new List<Message>();
        for (int at = 0; at < bytes.Length; )
        {
            var length = bytes.AsSpan(at, 8);
            Assert.Equal(Mask(Crc(length)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            int size = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(length));
            var data = bytes.AsSpan(at + 12, size);
            Assert.Equal(Mask(Crc(data)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + size)));
            events.Add(new Message(data));
            at += size + 16;
        }
        Assert.Equal("brain.Event:2", events[0].Text(3));
        Assert.All(events, e => Assert.InRange(e.Double(1), 1.7e9, 1e10));
        return events[1..];
    }

    /// <summary>Each number by its tag, with its step.</summary>
    public static Dictionary<string, List<(long Step, float Value)>> Scalars(IEnumerable<Message> events)
    {
        var scalars = new Dictionary<string, List<(long, float)>>();
        foreach (var (step, value) in Values(events))
        {
            if (Plugin(value) != "scalars")
                continue;
            Assert.Equal(1, value.Inner(9).Long(4));
            var tensor = value.Inner(8);
            Assert.Equal(1, tensor.Long(1));
            Assert.Empty(tensor.Bytes(2));
            string tag = value.Text(1);
            if (!scalars.TryGetValue(tag, out var list))
                scalars.Add(tag, list = []);
            list.Add((step, BinaryPrimitives.ReadSingleLittleEndian(tensor.Bytes(4))));
        }
        return scalars;
    }

    /// <summary>The values of a plugin by their tags.</summary>
    public static ILookup<string, Message> Of(IEnumerable<Message> events, string plugin) =>
        Values(events).Where(v => Plugin(v.Value) == plugin).ToLookup(v => v.Value.Text(1), v => v.Value);

    private static IEnumerable<(long Step, Message Value)> Values(IEnumerable<Message> events) =>
        from e in events
        where e.Has(5)
        from value in e.Inner(5).Messages(1)
        select (e.Has(2) ? e.Long(2) : 0, value);

    private static string Plugin(Message value) => value.Inner(9).Inner(1).Text(1);

    private static uint Mask(uint crc) => unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            table[i] = crc;
        }
        return table;
    }

    /// <summary>A message's fields by their numbers.</summary>
    internal sealed class Message
    {
        private readonly Dictionary<int, List<byte[]>> _fields = [];

        public Message(ReadOnlySpan<byte> bytes)
        {
            for (int at = 0; at < bytes.Length; )
            {
                ulong tag = Varint(bytes, ref at);
                int start = at;
                int length = 0;
                switch (tag & 7)
                {
                    case 0:
                        Varint(bytes, ref at);
                        length = at - start;
                        break;
                    case 1:
                        length = 8;
                        break;
                    case 2:
                        length = (int)Varint(bytes, ref at);
                        start = at;
                        break;
                    default:
                        Assert.Fail($"wire type {tag & 7}");
                        break;
                }
                if (!_fields.TryGetValue((int)(tag >> 3), out var list))
                    _fields.Add((int)(tag >> 3), list = []);
                list.Add(bytes.Slice(start, length).ToArray());
                at = start + length;
            }
        }

        public bool Has(int field) => _fields.ContainsKey(field);

        public byte[] Bytes(int field) => Assert.Single(_fields[field]);

        public List<byte[]> All(int field) => _fields.GetValueOrDefault(field, []);

        public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

        public double Double(int field) => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(field));

        public long Long(int field)
        {
            int at = 0;
            return (long)Varint(Bytes(field), ref at);
        }

        public Message Inner(int field) => new(Bytes(field));

        public IEnumerable<Message> Messages(int field) => All(field).Select(b => new Message(b));

        private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
        {
            ulong number = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte b = bytes[at++];
                number |= (ulong)(b & 0x7F) << shift;
                if (b < 0x80)
                    return number;
            }
        }
    }
}
