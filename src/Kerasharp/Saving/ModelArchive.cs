using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Datasets;

namespace Kerasharp.Saving;

/// <summary>
/// A zip archive of the parts of a model. Such files come from anywhere: parts that are not known are refused, lengths are compared with
/// each other and with what is expected before memory is taken, checksums after reading.
/// </summary>
internal sealed class ModelArchive : IDisposable
{
    /// <summary>The end of such a file's name.</summary>
    public const string Extension = ".kerasharp";

    /// <summary>How the model is built and was compiled.</summary>
    public const string Config = "config.json";

    /// <summary>The versions of the program and of the format, and the date.</summary>
    public const string Metadata = "metadata.json";

    /// <summary>The weights.</summary>
    public const string Weights = "model.weights.safetensors";

    /// <summary>What the optimizer carries on.</summary>
    public const string Optimizer = "optimizer.safetensors";

    /// <summary>What else decides how training goes on, as random states.</summary>
    public const string Training = "training.json";

    /// <summary>Of a backup of a training: all that its steps carry on.</summary>
    public const string States = "states.safetensors";

    /// <summary>Of a backup of a training: what callbacks hold.</summary>
    public const string Callbacks = "callbacks.safetensors";

    /// <summary>The graph of a model that came from an ONNX file.</summary>
    public const string Graph = "model.onnx";

    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    // JSON shrinks, but hardly to a hundredth; we ourselves write it unpacked.
    private const long GreatestTextRatio = 100;
    private const long TextBeside = 1 << 20;

    // Deflate stores at best 258 bytes in 2 bits: no more than this can come out of a byte.
    private const long GreatestRatio = 1032;

    private static readonly string[] Known = [Config, Metadata, Weights, Optimizer, Training, States, Callbacks, Graph];

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    private ModelArchive(Stream stream, string path)
    {
        Path = path;
        FileLength = stream.Length;
        _archive = Guard(path, () => new ZipArchive(stream, ZipArchiveMode.Read));
        foreach (var entry in Guard(path, () => _archive.Entries))
        {
            if (!Known.Contains(entry.FullName))
                throw Broken(path, $"a part '{Shortened(entry.FullName)}'", $"one of {string.Join(", ", Known)}");
            if (!_entries.TryAdd(entry.FullName, entry))
                throw Broken(path, $"the part '{entry.FullName}' twice", "each part once");
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>How long the whole file is.</summary>
    public long FileLength { get; }

    /// <summary>Opens a file and checks its version.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">It is no such archive, or of another version.</exception>
    public static ModelArchive Open(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"No file '{path}' was found; one that Model.Save wrote was expected there. Check the path.",
                path
            );
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            var archive = new ModelArchive(stream, path);
            archive.CheckVersion();
            return archive;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file: whole, or the older one of that name stays as it was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parts">Names of parts and what writes them; the versions are added.</param>
    public static void Write(string path, IReadOnlyList<(string Name, Action<Stream> Write)> parts) =>
        Onnx.Files.AtomicFile.Write(
            path,
            stream =>
            {
                using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
                foreach (var (name, write) in parts.Prepend((Metadata, Text(Versions()))))
                {
                    using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                    write(entry);
                }
            }
        );

    /// <summary>What writes JSON as a part.</summary>
    public static Action<Stream> Text(JsonObject json)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
            json.WriteTo(writer);
        return stream => stream.Write(text.WrittenSpan);
    }

    /// <summary>Whether there is a part.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>The name of a part in messages.</summary>
    public string NameOf(string part) => $"{Path}/{part}";

    /// <summary>Reads JSON.</summary>
    /// <exception cref="ModelFileException">The part is not there, is damaged, or is no JSON object.</exception>
    public JsonObject ReadJson(string name)
    {
        long limit = TextBeside + GreatestTextRatio * Entry(name).CompressedLength;
        byte[] text = ReadBytes(name, limit);
        try
        {
            return JsonNode.Parse(text) as JsonObject
                ?? throw Broken(NameOf(name), "JSON that is no object", "an object");
        }
        catch (JsonException error)
        {
            throw Broken(NameOf(name), $"no JSON ({error.Message.TrimEnd('.')})", "an object", error);
        }
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="name">The part.</param>
    /// <param name="limit">How many may be there.</param>
    /// <exception cref="ModelFileException">The part is not there, is damaged, or is longer.</exception>
    public byte[] ReadBytes(string name, long limit) =>
        Read(
            name,
            Math.Min(limit, Array.MaxLength),
            stream =>
            {
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            }
        );

    /// <summary>Reads tensors.</summary>
    /// <param name="name">The part.</param>
    /// <param name="limit">How many bytes may be there, names and shapes included.</param>
    /// <exception cref="ModelFileException">The part is not there, is damaged, or is longer.</exception>
    public SafeTensorsContent ReadTensors(string name, long limit) =>
        Read(name, limit, stream => SafeTensorsFile.Read(stream, NameOf(name)));

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    /// <summary>An error of a file that no user wrote by hand.</summary>
    /// <param name="name">The file, or a part of it.</param>
    /// <param name="came">What is in it.</param>
    /// <param name="expected">What should be.</param>
    /// <param name="inner">What was thrown, if anything was.</param>
    public static ModelFileException Broken(string name, string came, string expected, Exception? inner = null) =>
        new(
            $"In {name} came {came}; expected {expected}. The file is damaged or another file: save it again, or take another copy.",
            inner
        );

    /// <summary>Does what may fail in many ways where a file is wrong; each of them becomes one.</summary>
    /// <param name="name">The file, or a part of it.</param>
    /// <param name="read">What is done.</param>
    public static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SafeTensorsException error)
        {
            throw new ModelFileException(error.Message, error);
        }
        catch (DatasetFormatException error)
        {
            throw new ModelFileException(error.Message, error);
        }
        // What the framework's readers throw at files that are wrong in ways of their own.
        catch (Exception error)
            when (error is IOException and not ModelFileException
                || error
                    is InvalidDataException
                        or NotSupportedException
                        or ArgumentException
                        or InvalidOperationException
                        or FormatException
                        or OverflowException
                        // What comes of a key that is missing in JSON.
                        or NullReferenceException
            )
        {
            throw Broken(name, $"bytes that cannot be read ({error.Message.TrimEnd('.')})", "a whole archive", error);
        }
    }

    private static JsonObject Versions() =>
        new()
        {
            ["kerasharp_version"] = typeof(ModelArchive).Assembly.GetName().Version?.ToString(3) ?? "",
            ["format_version"] = Version,
            ["date_saved"] = DateTime.UtcNow.ToString("yyyy-MM-dd'@'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private void CheckVersion()
    {
        string name = NameOf(Metadata);
        var metadata = ReadJson(Metadata);
        int version = Guard(
            name,
            () =>
                metadata["format_version"] is JsonValue value && value.TryGetValue(out int number)
                    ? number
                    : throw Broken(name, "no whole number as 'format_version'", $"{Version}")
        );
        if (version != Version)
            throw new ModelFileException(
                $"In {name} came the format's version {version}; this Kerasharp reads version {Version}. {(version > Version ? "Take a newer Kerasharp." : "Save the model again.")}"
            );
    }

    private ZipArchiveEntry Entry(string name) =>
        _entries.TryGetValue(name, out var entry)
            ? entry
            : throw Broken(
                Path,
                $"no part '{name}' among {(_entries.Count == 0 ? "none" : string.Join(", ", _entries.Keys))}",
                "it"
            );

    private T Read<T>(string name, long limit, Func<MeasuredStream, T> read)
    {
        var entry = Entry(name);
        string title = NameOf(name);
        if (entry.Length < 0 || entry.Length / GreatestRatio > entry.CompressedLength)
            throw Broken(
                title,
                $"{entry.CompressedLength} packed bytes that shall give {entry.Length}",
                $"at most {GreatestRatio} bytes for each"
            );
        if (entry.Length > limit)
            throw Broken(title, $"{entry.Length} bytes", $"at most {limit}");
        return Guard(
            title,
            () =>
            {
                using var stream = new MeasuredStream(entry.Open(), entry.Length, entry.Crc32, title);
                var result = read(stream);
                stream.Finish();
                return result;
            }
        );
    }
}
