using System.IO.Compression;

namespace Kerasharp.Datasets;

/// <summary>Reads and writes NumPy's <c>.npz</c> files: zip archives of <c>.npy</c> files, each an array with a name.</summary>
/// <remarks>
/// Such files come from anywhere: lengths are compared with each other before memory is taken, checksums after reading, and arrays of
/// Python objects are refused, since reading them can run whatever code their author liked.
/// </remarks>
/// <example><code>
/// using var file = NpzFile.Open("arrays.npz");
/// Tensor&lt;float&gt; x = file.Read("x").ToTensor&lt;float&gt;();
/// </code></example>
public sealed class NpzFile : IDisposable
{
    // Deflate stores at best 258 bytes in 2 bits: no more than this can come out of a byte.
    private const long GreatestRatio = 1032;

    private const string Extension = ".npy";

    private readonly ZipArchive _archive;

    private readonly string _name;

    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    private NpzFile(Stream stream, string name)
    {
        _name = name;
        _archive = Guard(() => new ZipArchive(stream, ZipArchiveMode.Read));
        foreach (var entry in Guard(() => _archive.Entries))
            if (entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
                if (!_entries.TryAdd(entry.FullName[..^Extension.Length], entry))
                    throw BrokenFile.Error(name, $"'{entry.FullName}' twice", "each name once");
    }

    /// <summary>The names of the arrays, in the order of the archive.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatasetFormatException">It is no zip archive.</exception>
    public static NpzFile Open(string path) =>
        Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), path);

    /// <summary>Opens a stream that can be sought in; it is closed with the file.</summary>
    /// <param name="stream">The archive.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DatasetFormatException">It is no zip archive.</exception>
    public static NpzFile Open(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return new NpzFile(stream, name);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes arrays under their names, as <c>numpy.savez</c> does, in their order; to a temporary name first, so that the former file stays
    /// if anything goes wrong.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">Names and arrays. An array is asked for when its turn comes, so that all need not be in memory.</param>
    /// <exception cref="ArgumentException">A name is there twice, or empty, or an array's elements are of a type that cannot be written.</exception>
    /// <example><code>NpzFile.Write("arrays.npz", [new("x", NpyArray.From(x)), new("y", NpyArray.From(y))]);</code></example>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        AtomicFile.Write(path, stream => Write(stream, arrays));
    }

    /// <summary>Reads an array of numbers.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="DatasetFormatException">There is no such array, or it is damaged or holds no numbers.</exception>
    public NpyArray Read(string name) => Read(name, NpyFile.Read);

    /// <summary>What an array is, without its elements.</summary>
    /// <exception cref="DatasetFormatException">There is no such array, or it is damaged or holds no numbers.</exception>
    internal (Type ElementType, long[] Lengths) ReadShape(string name) =>
        Open(
            name,
            (entry, title) =>
            {
                using var stream = new MeasuredStream(entry.Open(), entry.Length, entry.Crc32, title);
                return NpyFile.ReadShape(stream, title);
            }
        );

    /// <summary>Reads an array of lists of whole numbers, which Python has pickled.</summary>
    internal int[][] ReadLists(string name) => Read(name, NpyLists.Read);

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private static void Write(Stream stream, IEnumerable<KeyValuePair<string, NpyArray>> arrays)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, array) in arrays)
        {
            if (string.IsNullOrEmpty(name) || !names.Add(name))
                throw new ArgumentException(
                    $"An array came under {(string.IsNullOrEmpty(name) ? "no name" : $"the name '{name}', which another has")}; each under a name of its own was expected. Rename it."
                );
            // Numbers hardly shrink, and NumPy can map what is not packed.
            using var entry = archive.CreateEntry(name + Extension, CompressionLevel.NoCompression).Open();
            NpyFile.Write(entry, array);
        }
    }

    private T Read<T>(string name, Func<Stream, string, T> read) =>
        Open(
            name,
            (entry, title) =>
            {
                using var stream = new MeasuredStream(entry.Open(), entry.Length, entry.Crc32, title);
                var result = read(stream, title);
                stream.Finish();
                return result;
            }
        );

    private T Open<T>(string name, Func<ZipArchiveEntry, string, T> read)
    {
        if (!_entries.TryGetValue(name, out var entry))
            throw new DatasetFormatException(
                $"'{name}' was asked for of {_name}, which holds {(_entries.Count == 0 ? "no array" : string.Join(", ", _entries.Keys.Take(20)))}. Ask for one of its arrays, or fetch the file again."
            );
        var title = $"{_name}/{entry.FullName}";
        if (entry.Length < 0 || entry.Length / GreatestRatio > entry.CompressedLength)
            throw BrokenFile.Error(
                title,
                $"{entry.CompressedLength} packed bytes that shall give {entry.Length}",
                $"at most {GreatestRatio} bytes for each"
            );
        return Guard(() => read(entry, title));
    }

    // What the framework's reader throws at archives that are wrong in ways of their own.
    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
            when (e is IOException and not DatasetFormatException
                || e is InvalidDataException or NotSupportedException or ArgumentException or OverflowException
            )
        {
            throw BrokenFile.Error(
                _name,
                $"bytes that do not unpack ({e.Message.TrimEnd('.')})",
                "a whole zip archive",
                e
            );
        }
    }
}
