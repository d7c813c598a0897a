using System.Buffers.Binary;
using System.Text;

namespace Kerasharp.Datasets;

/// <summary>
/// Reads a NumPy array of lists of whole numbers from a pickle, as numpy.save writes it with protocols 2 to 5.
/// A pickle is a program for a stack machine. This machine knows the few instructions that such an array takes, calls nothing,
/// and refuses every other instruction and name.
/// </summary>
/// <param name="pickle">The whole pickle.</param>
/// <param name="name">What messages call it.</param>
internal sealed class PickledLists(ReadOnlyMemory<byte> pickle, string name)
{
    private const string Reconstruct = "reconstruct";

    private const string ArrayClass = "ndarray";

    private const string TypeClass = "dtype";

    private const string Encode = "encode";

    private const int LongestText = 256;

    // Python appends to lists by the thousand, so a real pickle's stack stays low; and no text set has a million texts.
    // Without these limits a small archive of nothing but instructions for new objects could take all memory.
    private const int GreatestStack = 100_000;

    private const int GreatestCount = 1_000_000;

    // Names that array pickles contain, with what this reader calls them. NumPy 2 has renamed its module.
    private static readonly Dictionary<(string Module, string Name), string> Globals = new()
    {
        [("numpy.core.multiarray", "_reconstruct")] = Reconstruct,
        [("numpy._core.multiarray", "_reconstruct")] = Reconstruct,
        [("numpy", "ndarray")] = ArrayClass,
        [("numpy", "dtype")] = TypeClass,
        // How Python 3 writes bytes with protocol 2: as a text and its encoding.
        [("_codecs", "encode")] = Encode,
    };

    private readonly List<PickleItem> _stack = [];

    private readonly Stack<int> _marks = new();

    private readonly Dictionary<uint, PickleItem> _memo = [];

    private int _position;

    private int _lists;

    /// <summary>Runs the program and gives the array's lists.</summary>
    /// <exception cref="DatasetFormatException">It is cut off, or does anything else.</exception>
    public int[][] Read()
    {
        while (Step()) { }
        var result = Pop();
        if (_stack.Count > 0 || _position < pickle.Length)
            throw Refused("more than one object");
        var elements = result.Kind == PickleKind.Array ? ((PickledArray)result.Value!).Elements : null;
        if (elements is null || elements.Numbers.Count > 0 || elements.Lists.Any(list => list.Lists.Count > 0))
            throw Refused("another object");
        // A list can be named many times in few bytes; what is one in the pickle may be many here.
        if (elements.Lists.Sum(list => (long)list.Numbers.Count) > pickle.Length)
            throw Refused("more numbers than its bytes can hold");
        return [.. elements.Lists.Select(list => list.Numbers.ToArray())];
    }

    // One instruction; false at the last.
    private bool Step()
    {
        switch (Byte())
        {
            case 0x80: // PROTO
                if (Byte() is < 2 or > 5)
                    throw Refused("a protocol other than 2 to 5");
                break;
            case 0x95: // FRAME: a hint for reading ahead
                Take(8);
                break;
            case (byte)'.':
                return false;
            case (byte)'N':
                Push(new(PickleKind.None));
                break;
            case 0x88:
                Push(new(PickleKind.Truth, 1));
                break;
            case 0x89:
                Push(new(PickleKind.Truth, 0));
                break;
            case (byte)'K':
                Push(Number(Byte()));
                break;
            case (byte)'M':
                Push(Number(BinaryPrimitives.ReadUInt16LittleEndian(Take(2))));
                break;
            case (byte)'J':
                Push(Number(BinaryPrimitives.ReadInt32LittleEndian(Take(4))));
                break;
            case 0x8a:
                Push(Number(Long(Take(Byte()))));
                break;
            case (byte)'U' or (byte)'C' or 0x8c:
                Push(Text(Byte()));
                break;
            case (byte)'T' or (byte)'B' or (byte)'X':
                Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case (byte)'c':
                Push(Global(Line(), Line()));
                break;
            case 0x93:
                var member = Pop(PickleKind.Text);
                Push(Global((string)Pop(PickleKind.Text).Value!, (string)member.Value!));
                break;
            case (byte)'q':
                Remember(Byte());
                break;
            case (byte)'r':
                Remember(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)));
                break;
            case 0x94:
                Remember((uint)_memo.Count);
                break;
            case (byte)'h':
                Push(Remembered(Byte()));
                break;
            case (byte)'j':
                Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case (byte)'(':
                if (_marks.Count >= GreatestStack)
                    throw Refused($"more than {GreatestStack} open lists");
                _marks.Push(_stack.Count);
                break;
            case (byte)')':
                Push(new(PickleKind.Tuple, 0, Array.Empty<PickleItem>()));
                break;
            case (byte)'t':
                PushTuple(_stack.Count - Mark());
                break;
            case >= 0x85 and <= 0x87 and var code:
                PushTuple(code - 0x84);
                break;
            case (byte)']':
                if (++_lists > GreatestCount)
                    throw Refused($"more than {GreatestCount} lists");
                Push(new(PickleKind.List, 0, new PickledList()));
                break;
            case (byte)'a':
                Append(_stack.Count - 1);
                break;
            case (byte)'e':
                Append(Mark());
                break;
            case (byte)'R':
                Reduce();
                break;
            case (byte)'b':
                Build();
                break;
            case var other:
                throw Refused($"the instruction {other:x2}");
        }
        return true;
    }

    private void Append(int start)
    {
        if (start < Floor() + 1 || _stack[start - 1] is not { Kind: PickleKind.List, Value: PickledList list })
            throw Refused("elements without a list");
        for (var i = start; i < _stack.Count; i++)
            if (!list.TryAdd(_stack[i]))
                throw Refused($"an element of the kind {_stack[i].Kind} in a list");
        _stack.RemoveRange(start, _stack.Count - start);
    }

    // A call, in Python; here only the three that make an array, each told by its name.
    private void Reduce()
    {
        var arguments = (PickleItem[])Pop(PickleKind.Tuple).Value!;
        var called = (string)Pop(PickleKind.Global).Value!;
        Push(
            (called, arguments) switch
            {
                (Encode, [{ Kind: PickleKind.Text } text, { Kind: PickleKind.Text, Value: "latin1" }]) => text,
                (TypeClass, [{ Kind: PickleKind.Text, Value: "O8" or "O" }, ..]) => new(PickleKind.ObjectType),
                (Reconstruct, [{ Kind: PickleKind.Global, Value: ArrayClass }, ..]) => new(
                    PickleKind.Array,
                    0,
                    new PickledArray()
                ),
                _ => throw Refused($"a call of '{called}'"),
            }
        );
    }

    // Gives the object below its state: (version, shape, type, order, elements) for an array; a type's says nothing of interest.
    private void Build()
    {
        var state = (PickleItem[])Pop(PickleKind.Tuple).Value!;
        switch (Top())
        {
            case { Kind: PickleKind.ObjectType }:
                break;
            case { Kind: PickleKind.Array, Value: PickledArray array }
                when state
                    is [
                        _,
                        { Kind: PickleKind.Tuple, Value: PickleItem[] and [{ Kind: PickleKind.Number } length] },
                        { Kind: PickleKind.ObjectType },
                        _,
                        { Kind: PickleKind.List, Value: PickledList elements },
                    ]
                    && length.Number == elements.Lists.Count:
                array.Elements = elements;
                break;
            default:
                throw Refused("another state than that of an array of lists");
        }
    }

    private PickleItem Global(string module, string member) =>
        Globals.TryGetValue((module, member), out var known)
            ? new(PickleKind.Global, 0, known)
            : throw Refused($"the name '{module}.{member}'");

    private static PickleItem Number(long value) => new(PickleKind.Number, value);

    private PickleItem Text(uint length)
    {
        if (length > LongestText)
            throw Refused($"a text of {length} bytes");
        return new(PickleKind.Text, 0, Encoding.Latin1.GetString(Take((int)length)));
    }

    private long Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > sizeof(long))
            throw Refused($"a number of {bytes.Length} bytes");
        if (bytes.IsEmpty)
            return 0;
        long value = (sbyte)bytes[^1];
        for (var i = bytes.Length - 2; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }

    private void PushTuple(int count)
    {
        if (_stack.Count - Floor() < count)
            throw Refused("a tuple of more than there is");
        var items = _stack[^count..].ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        Push(new(PickleKind.Tuple, 0, items));
    }

    private PickleItem Remembered(uint place) =>
        _memo.TryGetValue(place, out var item) ? item : throw Refused($"a reference to {place}, which is nothing");

    private int Mark() => _marks.TryPop(out var mark) ? mark : throw Refused("an end without a beginning");

    // What lies below the last mark belongs to somebody else.
    private int Floor() => _marks.TryPeek(out var mark) ? mark : 0;

    private void Push(in PickleItem item)
    {
        if (_stack.Count >= GreatestStack)
            throw Refused($"more than {GreatestStack} objects at once");
        _stack.Add(item);
    }

    private void Remember(uint place)
    {
        if (_memo.Count >= 2 * GreatestCount)
            throw Refused($"more than {2 * GreatestCount} references");
        _memo[place] = Top();
    }

    private PickleItem Top() => _stack.Count > Floor() ? _stack[^1] : throw Refused("an instruction without an object");

    private PickleItem Pop()
    {
        var item = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return item;
    }

    private PickleItem Pop(PickleKind kind) =>
        Pop() is var item && item.Kind == kind ? item : throw Refused($"{item.Kind} in the place of {kind}");

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > pickle.Length - _position)
            throw Refused("an end");
        var taken = pickle.Span.Slice(_position, count);
        _position += count;
        return taken;
    }

    private string Line()
    {
        var rest = pickle.Span[_position..];
        var end = rest[..Math.Min(rest.Length, LongestText)].IndexOf((byte)'\n');
        if (end < 0)
            throw Refused("a name without an end");
        return Encoding.Latin1.GetString(Take(end + 1)[..^1]);
    }

    private DatasetFormatException Refused(string came) =>
        BrokenFile.Error(
            name,
            $"{came} at byte {_position} of its pickle",
            "an array of lists of whole numbers and nothing else"
        );
}
