using Google.Protobuf;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>
/// A field of a protobuf message as it lies in a file, whatever it means; fields that hold messages can be told from their bytes.
/// A changed file whose lengths still fit comes further than one that is merely broken.
/// </summary>
internal sealed class WireField
{
    private static readonly ulong[] Extremes =
    [
        0,
        1,
        2,
        7,
        8,
        63,
        127,
        255,
        256,
        int.MaxValue,
        1L << 31,
        1L << 32,
        1L << 40,
        long.MaxValue,
        1UL << 63,
        ulong.MaxValue,
        unchecked((ulong)-2L),
    ];

    private readonly uint _tag;
    private ulong _number;
    private byte[] _bytes = [];
    private List<WireField>? _fields;

    private WireField(uint tag) => _tag = tag;

    /// <summary>The fields of a message; null where the bytes are none.</summary>
    public static List<WireField>? Read(byte[] bytes, int depth = 0)
    {
        var fields = new List<WireField>();
        var input = new CodedInputStream(bytes);
        try
        {
            while (!input.IsAtEnd)
            {
                var field = new WireField(input.ReadTag());
                switch (WireFormat.GetTagWireType(field._tag))
                {
                    case WireFormat.WireType.Varint:
                        field._number = input.ReadUInt64();
                        break;
                    case WireFormat.WireType.Fixed32:
                        field._number = input.ReadFixed32();
                        break;
                    case WireFormat.WireType.Fixed64:
                        field._number = input.ReadFixed64();
                        break;
                    case WireFormat.WireType.LengthDelimited:
                        field._bytes = input.ReadBytes().ToByteArray();
                        if (depth < 12 && field._bytes.Length > 0)
                            field._fields = Read(field._bytes, depth + 1);
                        break;
                    default:
                        return null;
                }
                fields.Add(field);
            }
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
        return fields;
    }

    /// <summary>The bytes of a message of fields.</summary>
    public static byte[] Write(IEnumerable<WireField> fields)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream))
            foreach (var field in fields)
                field.WriteTo(output);
        return stream.ToArray();
    }

    /// <summary>Changes something somewhere within a message.</summary>
    public static void Change(List<WireField> fields, Draw draw)
    {
        if (fields.Count == 0)
            return;
        int at = draw.Int(0, fields.Count - 1);
        var field = fields[at];
        if (field._fields is { Count: > 0 } inner && draw.Chance(0.8))
        {
            Change(inner, draw);
            return;
        }
        switch (draw.Int(0, 4))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Insert(draw.Int(0, fields.Count), field);
                break;
            case 2:
                int other = draw.Int(0, fields.Count - 1);
                (fields[at], fields[other]) = (fields[other], fields[at]);
                break;
            case 3:
                // The contents of another field of the same message under this one's number, such as an output's name as an input.
                var source = fields[draw.Int(0, fields.Count - 1)];
                (field._number, field._bytes, field._fields) = (source._number, source._bytes, source._fields);
                break;
            default:
                field.ChangeContent(draw);
                break;
        }
    }

    private void ChangeContent(Draw draw)
    {
        _number = draw.Of(Extremes);
        _fields = null;
        if (_bytes.Length == 0)
            _bytes = [(byte)draw.Int(0, 255)];
        else
            _bytes = draw.Int(0, 3) switch
            {
                0 => [],
                1 => _bytes[..draw.Int(0, _bytes.Length - 1)],
                2 => [.. _bytes, .. _bytes],
                _ => [.. _bytes.Select(b => draw.Chance(0.2) ? (byte)draw.Int(0, 255) : b)],
            };
    }

    private void WriteTo(CodedOutputStream output)
    {
        output.WriteTag(_tag);
        switch (WireFormat.GetTagWireType(_tag))
        {
            case WireFormat.WireType.Varint:
                output.WriteUInt64(_number);
                break;
            case WireFormat.WireType.Fixed32:
                output.WriteFixed32((uint)_number);
                break;
            case WireFormat.WireType.Fixed64:
                output.WriteFixed64(_number);
                break;
            default:
                output.WriteBytes(ByteString.CopyFrom(_fields is null ? _bytes : Write(_fields)));
                break;
        }
    }
}
