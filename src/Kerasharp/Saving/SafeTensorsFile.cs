using System.Buffers.Binary;
using Kerasharp.Onnx.Files;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Saving;

/// <summary>
/// Files in the safetensors format: the header's length (64 bits, little-endian), the header (JSON), then the tensors' bytes without a gap.
/// It holds numbers and nothing that could be run, and PyTorch, JAX, Keras and others read it.
/// </summary>
internal static class SafeTensorsFile
{
    private const int PrefixLength = 8;

    // The limit of the format's own library; it keeps a wrong first number from becoming a huge array.
    private const long GreatestHeader = 100_000_000;

    /// <summary>Writes a file; it is whole, or the older one of that name stays as it was.</summary>
    /// <param name="path">The file's name; an older one is replaced.</param>
    /// <param name="tensors">The tensors. Larger elements come first in the file, so that each lies at a multiple of its size.</param>
    /// <param name="metadata">Texts to store beside them.</param>
    /// <exception cref="ArgumentException">A name is there twice or not allowed, or a tensor's bytes do not fit its type and shape.</exception>
    public static void Write(
        string path,
        IReadOnlyList<SafeTensorEntry> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        var write = Prepare(path, tensors, metadata);
        AtomicFile.Write(path, write);
    }

    /// <summary>Checks tensors and gives what writes them to a stream, as a part of another file.</summary>
    /// <param name="name">What messages call the file.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Texts to store beside them.</param>
    /// <exception cref="ArgumentException">As for <see cref="Write"/>.</exception>
    public static Action<Stream> Prepare(
        string name,
        IReadOnlyList<SafeTensorEntry> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        CheckEntries(tensors);
        var ordered = tensors.OrderByDescending(tensor => tensor.Type.Size()).ToArray();
        var header = SafeTensorsHeader.Format(ordered, metadata);
        if (header.Length > GreatestHeader)
            throw new ArgumentException(
                $"Names and metadata of {header.Length} bytes came for {name}; expected at most {GreatestHeader}, which readers accept. Shorten them or split the file."
            );
        return stream =>
        {
            Span<byte> prefix = stackalloc byte[PrefixLength];
            BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
            stream.Write(prefix);
            stream.Write(header);
            foreach (var tensor in ordered)
                stream.Write(tensor.Data.Span);
        };
    }

    private static void CheckEntries(IReadOnlyList<SafeTensorEntry> tensors)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (tensor.Name == SafeTensorsHeader.MetadataKey)
                throw new ArgumentException(
                    $"A tensor named \"{tensor.Name}\" came; expected any other name, since the format keeps this one for itself. Rename it."
                );
            if (!names.Add(tensor.Name))
                throw new ArgumentException(
                    $"Two tensors named \"{tensor.Name}\" came; expected each name once. Rename one of them."
                );
            if (SafeTensorsTypes.NameOf(tensor.Type) is null)
                throw new ArgumentException(
                    $"The tensor \"{tensor.Name}\" of type {tensor.Type} came; expected a type that safetensors has ({SafeTensorsTypes.List}). Convert its elements first."
                );
            if (SafeTensorsHeader.ByteCount(tensor.Type, tensor.Dims) != tensor.Data.Length)
                throw new ArgumentException(
                    $"The tensor \"{tensor.Name}\" of {tensor.Type} and shape {SafeTensorsHeader.DescribeShape(tensor.Dims)} came with {tensor.Data.Length} bytes; expected the size of its elements times their number. Pass exactly its elements."
                );
        }
    }

    /// <summary>Reads a file; everything it says is checked before the first tensor is read.</summary>
    /// <exception cref="SafeTensorsException">The file is damaged, cut short or no .safetensors file.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SafeTensorsContent Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path);
    }

    /// <summary>Reads a stream whose length is known.</summary>
    /// <param name="stream">The stream, at its beginning.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="SafeTensorsException">It is damaged, cut short or no .safetensors file.</exception>
    public static SafeTensorsContent Read(Stream stream, string name)
    {
        try
        {
            var header = SafeTensorsHeader.Parse(ReadHeader(stream));
            var start = stream.Position;
            var places = header.Places.OrderBy(place => place.Begin).ThenBy(place => place.End).ToArray();
            CheckPlaces(places, stream.Length - start);

            OrderedDictionary<string, SafeTensorEntry> tensors = new(StringComparer.Ordinal);
            foreach (var place in places)
            {
                var data = new byte[place.End - place.Begin];
                stream.ReadExactly(data);
                tensors.Add(place.Name, new(place.Name, place.Type, place.Dims, data));
            }
            return new(tensors, header.Metadata);
        }
        catch (FormatException e)
        {
            throw new SafeTensorsException(
                $"In {name} came {e.Message}. The file is damaged or no .safetensors file: save or fetch it again.",
                e
            );
        }
    }

    private static byte[] ReadHeader(Stream stream)
    {
        if (stream.Length < PrefixLength)
            throw new FormatException(
                $"{stream.Length} bytes; expected at least the {PrefixLength} of the header's length"
            );
        Span<byte> prefix = stackalloc byte[PrefixLength];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var limit = Math.Min(stream.Length - PrefixLength, GreatestHeader);
        if (length > (ulong)limit)
            throw new FormatException($"a header of {length} bytes; expected at most {limit} in this file");
        var header = new byte[length];
        stream.ReadExactly(header);
        return header;
    }

    // The tensors, in order of place, must cover the data: no byte twice, none left out.
    private static void CheckPlaces(SafeTensorsHeader.Place[] places, long dataLength)
    {
        long end = 0;
        foreach (var place in places)
        {
            if (place.Begin != end)
                throw new FormatException(
                    $"\"{place.Name}\" at [{place.Begin}, {place.End}]; expected it to begin at {end}, where the tensor before it ends"
                );
            end = place.End;
            if (end - place.Begin > Array.MaxLength)
                throw new FormatException(
                    $"\"{place.Name}\" with {end - place.Begin} bytes; expected at most {Array.MaxLength}, which an array can hold"
                );
        }
        if (end != dataLength)
            throw new FormatException($"{dataLength} bytes of data; expected {end}, where the last tensor ends");
    }
}
