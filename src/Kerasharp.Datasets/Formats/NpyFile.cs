using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Kerasharp.Datasets;

/// <summary>Reads and writes NumPy's <c>.npy</c> files: one array of numbers with its shape.</summary>
/// <remarks>
/// Format: numpy.lib.format, versions 1.0 to 3.0. Arrays in Fortran's order and big-endian numbers are turned round on reading.
/// </remarks>
/// <example><code>Tensor&lt;float&gt; x = NpyFile.Read("x.npy").ToTensor&lt;float&gt;();</code></example>
public static partial class NpyFile
{
    private const int LongestHeader = 1 << 16;

    /// <summary>NumPy's codes for the types of elements, with .NET's and their sizes.</summary>
    private static readonly Dictionary<string, (Type Type, int Size)> Types = new()
    {
        ["f4"] = (typeof(float), 4),
        ["f8"] = (typeof(double), 8),
        ["f2"] = (typeof(Half), 2),
        ["i8"] = (typeof(long), 8),
        ["i4"] = (typeof(int), 4),
        ["i2"] = (typeof(short), 2),
        ["i1"] = (typeof(sbyte), 1),
        ["u8"] = (typeof(ulong), 8),
        ["u4"] = (typeof(uint), 4),
        ["u2"] = (typeof(ushort), 2),
        ["u1"] = (typeof(byte), 1),
        ["b1"] = (typeof(bool), 1),
    };

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatasetFormatException">It holds no array of numbers, or is cut off.</exception>
    public static NpyArray Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The stream, whose length must be known.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DatasetFormatException">It holds no array of numbers, or is cut off.</exception>
    public static NpyArray Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        string header = ReadHeader(stream, name);
        var (code, bigEndian) = Descr(header, name);
        var (type, size) = Types[code];
        long[] lengths = Shape(header, name);
        long bytes = size;
        try
        {
            foreach (long length in lengths)
                bytes = checked(bytes * length);
        }
        catch (OverflowException)
        {
            bytes = long.MaxValue;
        }
        long left = stream.Length - stream.Position;
        if (bytes != left || bytes > Array.MaxLength)
            throw new DatasetFormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{name}' holds {left} bytes behind its header; its shape ({string.Join(", ", lengths)}) of {type.Name} takes {(bytes == long.MaxValue ? "more than any file has" : bytes)}. Save the array again."
                )
            );
        var data = new byte[bytes];
        stream.ReadExactly(data);
        if (bigEndian)
            for (int i = 0; i < data.Length; i += size)
                data.AsSpan(i, size).Reverse();
        if (FortranOrder().IsMatch(header))
            data = FromFortran(data, lengths, size);
        return new NpyArray(type, lengths, data);
    }

    /// <summary>Reads what an array is, and none of its elements.</summary>
    /// <exception cref="DatasetFormatException">It holds no array of numbers.</exception>
    internal static (Type ElementType, long[] Lengths) ReadShape(Stream stream, string name)
    {
        string header = ReadHeader(stream, name);
        return (Types[Descr(header, name).Code].Type, Shape(header, name));
    }

    /// <summary>Writes a file: to a temporary name beside it first, so that the former one stays if anything goes wrong.</summary>
    /// <exception cref="ArgumentException">The elements are of a type that <see cref="Read(string)"/> does not know.</exception>
    public static void Write(string path, NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        AtomicFile.Write(path, stream => Write(stream, array));
    }

    /// <summary>Writes to a stream, as version 1.0 of the format.</summary>
    /// <exception cref="ArgumentException">The elements are of a type that <see cref="Read(string)"/> does not know.</exception>
    internal static void Write(Stream stream, NpyArray array)
    {
        if (Types.FirstOrDefault(t => t.Value.Type == array.ElementType).Key is not { } code)
            throw new ArgumentException(
                $"An array of {array.ElementType.Name} came; {string.Join(", ", Types.Values.Select(t => t.Type.Name))} can be written. Convert its elements first."
            );
        string shape = string.Join(", ", array.Lengths.Select(l => l.ToString(CultureInfo.InvariantCulture)));
        string comma = array.Lengths.Length == 1 ? "," : "";
        string text =
            $"{{'descr': '{(code[1] == '1' ? '|' : '<')}{code}', 'fortran_order': False, 'shape': ({shape}{comma}), }}";
        // The elements begin at a multiple of 64.
        int unpadded = Magic.Length + 4 + text.Length + 1;
        text += new string(' ', (64 - unpadded % 64) % 64) + "\n";
        stream.Write(Magic);
        stream.Write([1, 0, (byte)text.Length, (byte)(text.Length >> 8)]);
        stream.Write(Encoding.Latin1.GetBytes(text));
        stream.Write(array.Bytes);
    }

    /// <summary>Reads the header of an array of Python objects, whose elements follow as a pickle.</summary>
    /// <exception cref="DatasetFormatException">It is another array, or one of several dimensions.</exception>
    internal static long ReadObjectHeader(Stream stream, string name)
    {
        string header = ReadHeader(stream, name);
        if (!ObjectDescr().IsMatch(header))
            throw new DatasetFormatException(
                $"'{name}' holds no Python objects; an array of lists was expected. Fetch the file again from its source."
            );
        long[] lengths = Shape(header, name);
        if (lengths.Length != 1)
            throw new DatasetFormatException(
                $"'{name}' has {lengths.Length} dimensions; one was expected. Fetch the file again from its source."
            );
        return lengths[0];
    }

    private static string ReadHeader(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8 || !start[..6].SequenceEqual(Magic))
            throw new DatasetFormatException(
                $"'{name}' does not begin as a .npy file does; an array that NumPy saved was expected. Save it with numpy.save."
            );
        if (start[6] is < 1 or > 3)
            throw new DatasetFormatException(
                $"'{name}' is of version {start[6]} of NumPy's format; 1 to 3 can be read. Save the array with a NumPy of today."
            );
        Span<byte> length = stackalloc byte[4];
        length.Clear();
        int lengthBytes = start[6] == 1 ? 2 : 4;
        if (stream.ReadAtLeast(length[..lengthBytes], lengthBytes, throwOnEndOfStream: false) < lengthBytes)
            throw CutOff(name);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (size > LongestHeader || size > stream.Length - stream.Position)
            throw CutOff(name);
        var header = new byte[size];
        stream.ReadExactly(header);
        return Encoding.Latin1.GetString(header);
    }

    private static DatasetFormatException CutOff(string name) =>
        new($"'{name}' ends within its header; a whole .npy file was expected. Copy it again.");

    private static (string Code, bool BigEndian) Descr(string header, string name)
    {
        var match = DescrField().Match(header);
        string code = match.Groups["code"].Value;
        if (!match.Success || !Types.ContainsKey(code))
            throw new DatasetFormatException(
                $"'{name}' holds elements of {(match.Success ? $"type '{match.Value}'" : "a type that its header does not tell")}; numbers and truth values can be read. Convert the array with astype first."
            );
        return (code, match.Groups["order"].Value == ">");
    }

    private static long[] Shape(string header, string name)
    {
        var match = ShapeField().Match(header);
        if (!match.Success)
            throw new DatasetFormatException(
                $"'{name}' has a header without a shape; one was expected. Save the array again."
            );
        string[] parts = match
            .Groups[1]
            .Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var lengths = new long[parts.Length];
        for (int i = 0; i < lengths.Length; i++)
            if (!long.TryParse(parts[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out lengths[i]))
                throw new DatasetFormatException(
                    $"'{name}' has a shape ({match.Groups[1].Value}); whole numbers were expected. Save the array again."
                );
        return lengths;
    }

    private static byte[] FromFortran(byte[] data, long[] lengths, int size)
    {
        var result = new byte[data.Length];
        var index = new long[lengths.Length];
        for (int place = 0; place < data.Length; place += size)
        {
            // The place in C order of the element that Fortran's order has next: there the first index runs fastest.
            long target = 0;
            for (int i = 0; i < lengths.Length; i++)
                target = target * lengths[i] + index[i];
            data.AsSpan(place, size).CopyTo(result.AsSpan((int)(target * size)));
            for (int i = 0; i < lengths.Length && ++index[i] == lengths[i]; i++)
                index[i] = 0;
        }
        return result;
    }

    [GeneratedRegex("'descr'\\s*:\\s*'(?<order>[<>|=]?)(?<code>[a-zA-Z][0-9]+)'")]
    private static partial Regex DescrField();

    [GeneratedRegex("'descr'\\s*:\\s*'\\|?O8?'")]
    private static partial Regex ObjectDescr();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]*)\\)")]
    private static partial Regex ShapeField();

    [GeneratedRegex("'fortran_order'\\s*:\\s*True")]
    private static partial Regex FortranOrder();
}
