using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Saving;

/// <summary>The JSON at the head of a .safetensors file: metadata, and for each tensor its type, its shape and its place in the data.</summary>
internal static class SafeTensorsHeader
{
    public const string MetadataKey = "__metadata__";

    private const string DTypeKey = "dtype";

    private const string ShapeKey = "shape";

    private const string OffsetsKey = "data_offsets";

    /// <summary>A tensor's entry: where in the data it begins and ends.</summary>
    public sealed record Place(string Name, ElementType Type, long[] Dims, long Begin, long End);

    /// <summary>What a header says.</summary>
    public sealed record Parsed(IReadOnlyList<Place> Places, IReadOnlyDictionary<string, string> Metadata);

    /// <summary>The header for tensors that follow one another, padded with spaces so that the data begins at a multiple of eight.</summary>
    public static byte[] Format(
        IEnumerable<SafeTensorEntry> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Names in any script stay readable; nothing here ends up in HTML.
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(json, metadata);
            long offset = 0;
            foreach (var tensor in tensors)
            {
                WriteTensor(json, tensor, offset);
                offset += tensor.Data.Length;
            }
            json.WriteEndObject();
        }
        var padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(MetadataKey);
        // Sorted, so that the same content is the same file.
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteTensor(Utf8JsonWriter json, SafeTensorEntry tensor, long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString(DTypeKey, SafeTensorsTypes.NameOf(tensor.Type));
        json.WriteStartArray(ShapeKey);
        foreach (var dim in tensor.Dims)
            json.WriteNumberValue(dim);
        json.WriteEndArray();
        json.WriteStartArray(OffsetsKey);
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + tensor.Data.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads a header. Each entry is checked in itself; whether the places fit the file is the caller's question.</summary>
    /// <exception cref="FormatException">The header is not as the format says; the message has the parts "came; expected".</exception>
    public static Parsed Parse(ReadOnlySpan<byte> header)
    {
        if (header.IsEmpty || header[0] != (byte)'{')
            throw Wrong("a header that does not begin with a brace", "a JSON object");
        // An array in an entry in the object: three levels, and no more are followed.
        var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 3 });
        try
        {
            return ReadHeader(ref json);
        }
        catch (JsonException e)
        {
            throw new FormatException($"a header that is not JSON ({e.Message}); expected a JSON object", e);
        }
        catch (InvalidOperationException e)
        {
            // The reader's word for text that is no Unicode.
            throw new FormatException($"a header with broken text ({e.Message}); expected UTF-8", e);
        }
    }

    private static Parsed ReadHeader(ref Utf8JsonReader json)
    {
        List<Place> places = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        json.Read();
        while (NextKey(ref json) is { } name)
        {
            if (!names.Add(name))
                throw Wrong($"the name \"{name}\" twice", "each name once");
            if (name == MetadataKey)
                ReadMetadata(ref json, metadata);
            else
                places.Add(ReadPlace(ref json, name));
        }
        // Reads on to the end of the text, where only white space may be.
        json.Read();
        return new(places, metadata);
    }

    private static void ReadMetadata(ref Utf8JsonReader json, Dictionary<string, string> metadata)
    {
        Expect(ref json, JsonTokenType.StartObject, MetadataKey, "an object of texts");
        while (NextKey(ref json) is { } key)
        {
            Expect(ref json, JsonTokenType.String, $"{MetadataKey}, {key}", "a text");
            if (!metadata.TryAdd(key, json.GetString()!))
                throw Wrong($"the key \"{key}\" twice in {MetadataKey}", "each key once");
        }
    }

    private static Place ReadPlace(ref Utf8JsonReader json, string name)
    {
        Expect(ref json, JsonTokenType.StartObject, name, "an object with dtype, shape and data_offsets");
        string? dtype = null;
        long[]? dims = null;
        long[]? offsets = null;
        while (NextKey(ref json) is { } key)
        {
            var place = $"{name}, {key}";
            if (key == DTypeKey && dtype is null)
            {
                Expect(ref json, JsonTokenType.String, place, "a text");
                dtype = json.GetString();
            }
            else if (key == ShapeKey && dims is null)
                dims = ReadNumbers(ref json, place);
            else if (key == OffsetsKey && offsets is null)
                offsets = ReadNumbers(ref json, place);
            else
                throw Wrong($"the key \"{key}\" in \"{name}\"", "dtype, shape and data_offsets, each once");
        }
        if (dtype is null || dims is null || offsets is null)
            throw Wrong($"\"{name}\" without all of its keys", "dtype, shape and data_offsets");
        return Check(name, dtype, dims, offsets);
    }

    private static Place Check(string name, string dtype, long[] dims, long[] offsets)
    {
        var type = SafeTensorsTypes.Parse(dtype);
        if (type == ElementType.Undefined)
            throw Wrong($"\"{name}\" of type \"{dtype}\"", $"one of {SafeTensorsTypes.List}");
        if (offsets.Length != 2 || offsets[0] > offsets[1])
            throw Wrong($"\"{name}\" at [{string.Join(", ", offsets)}]", "[begin, end] with begin not above end");
        if (ByteCount(type, dims) is not { } bytes)
            throw Wrong($"\"{name}\" of shape {DescribeShape(dims)}", "a shape whose size fits 64 bits");
        if (bytes != offsets[1] - offsets[0])
            throw Wrong(
                $"\"{name}\" with {offsets[1] - offsets[0]} bytes",
                $"{bytes} for {dtype} of shape {DescribeShape(dims)}"
            );
        return new(name, type, dims, offsets[0], offsets[1]);
    }

    /// <summary>The size of a tensor in bytes; null where a dimension is negative or the size does not fit 64 bits.</summary>
    public static long? ByteCount(ElementType type, ReadOnlySpan<long> dims)
    {
        // An empty axis makes the size 0, but must not hide a product that overflows.
        Int128 bytes = type.Size();
        var empty = false;
        foreach (var dim in dims)
        {
            if (dim < 0)
                return null;
            empty |= dim == 0;
            bytes *= Math.Max(dim, 1);
            if (bytes > long.MaxValue)
                return null;
        }
        return empty ? 0 : (long)bytes;
    }

    /// <summary>A shape as people write it: (), (3,), (3, 4).</summary>
    public static string DescribeShape(ReadOnlySpan<long> dims) =>
        dims.Length == 1 ? $"({dims[0]},)" : $"({string.Join(", ", dims.ToArray())})";

    // The next key of the object that the reader stands in; null at its end.
    private static string? NextKey(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.PropertyName ? json.GetString() : null;
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type, string place, string expected)
    {
        json.Read();
        if (json.TokenType != type)
            throw Wrong($"{json.TokenType} at \"{place}\"", expected);
    }

    private static long[] ReadNumbers(ref Utf8JsonReader json, string place)
    {
        Expect(ref json, JsonTokenType.StartArray, place, "an array of whole numbers");
        List<long> numbers = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var number) || number < 0)
                throw Wrong($"{json.TokenType} at \"{place}\"", "whole numbers from 0 on");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    private static FormatException Wrong(string came, string expected) => new($"{came}; expected {expected}");
}
