using System.Text;
using System.Text.Json.Nodes;

namespace Kerasharp.Callbacks;

/// <summary>Writes a line of numbers for every epoch to a CSV file: the epoch, from 0 on, then loss and metrics in the order of their names.</summary>
/// <remarks>
/// Keras: <c>keras.callbacks.CSVLogger</c>. Each line is handed over at once, so that a run that is killed leaves whole lines. Without
/// validation in the first epoch there are columns for it all the same; a number that is missing is <c>NA</c>.
/// </remarks>
/// <example><code>model.Fit(x, y, epochs: 10, callbacks: [new CSVLogger("log.csv")]);</code></example>
public sealed class CSVLogger : Callback
{
    private const string LineEnd = "\r\n";

    private FileStream? _file;
    private string[]? _names;
    private string? _header;

    /// <summary>Makes one.</summary>
    /// <param name="filename">The file; missing folders are made.</param>
    /// <param name="separator">What stands between numbers: one character.</param>
    /// <param name="append">Whether lines are added to a file that is there, as when training goes on; otherwise it begins anew.</param>
    /// <exception cref="ArgumentException">The separator is not one character, or one that numbers or lines have.</exception>
    public CSVLogger(string filename, string separator = ",", bool append = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(filename);
        ArgumentNullException.ThrowIfNull(separator);
        if (
            separator.Length != 1
            || separator[0] is '"' or '\r' or '\n' or '.'
            || char.IsAsciiLetterOrDigit(separator[0])
        )
            throw new ArgumentException(
                $"A separator '{separator}' came; one character that numbers and lines do not have was expected. Give ',' or ';' or a tab.",
                nameof(separator)
            );
        Filename = filename;
        Separator = separator;
        Append = append;
    }

    /// <summary>The file.</summary>
    public string Filename { get; }

    /// <summary>What stands between numbers.</summary>
    public string Separator { get; }

    /// <summary>Whether lines are added to a file that is there.</summary>
    public bool Append { get; }

    internal override bool WantsBatches => false;

    /// <summary>The file's text, so that lines of epochs that are repeated do not stand there twice.</summary>
    protected internal override JsonObject? GetState()
    {
        if (_file is null)
            return null;
        _file.Seek(0, SeekOrigin.Begin);
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        return new JsonObject { ["text"] = Encoding.UTF8.GetString(bytes) };
    }

    /// <inheritdoc/>
    protected internal override void SetState(JsonObject state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_file is null)
            return;
        (_names, _header) = (null, null);
        _file.SetLength(0);
        Write(state["text"]!.GetValue<string>());
        if (_file.Length > 0)
            Continue();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void OnTrainBegin()
    {
        _file?.Dispose();
        (_names, _header) = (null, null);
        string path = Path.GetFullPath(Filename);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // No buffer of ours: a line is one write.
        _file = new FileStream(
            path,
            Append ? FileMode.OpenOrCreate : FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.Read,
            bufferSize: 0
        );
        if (_file.Length > 0)
            Continue();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The file's first line has other columns.</exception>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (_file is null)
            throw new InvalidOperationException(
                "The end of an epoch came to a CSVLogger before the beginning of training, at which it opens its file. Call OnTrainBegin first."
            );
        if (_names is null)
        {
            _names = Columns(logs);
            string header = Line(["epoch", .. _names]);
            if (_header is null)
                Write(header);
            else if (_header != header)
                throw new ArgumentException(
                    $"CSVLogger was to add to '{Filename}', whose first line is '{_header.TrimEnd()}'; '{header.TrimEnd()}' was expected. Give another file, or append: false."
                );
        }
        Write(
            Line([
                FormattableString.Invariant($"{epoch}"),
                .. _names.Select(n => logs.TryGetValue(n, out double value) ? PythonFormat.Repr(value) : "NA"),
            ])
        );
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        _file?.Dispose();
        _file = null;
    }

    private static string[] Columns(Logs logs)
    {
        string[] names = [.. logs.Keys.Order(StringComparer.Ordinal)];
        bool hasValidation = names.Any(n => n.StartsWith("val_", StringComparison.Ordinal));
        return hasValidation ? names : [.. names, .. names.Select(n => $"val_{n}")];
    }

    /// <summary>Goes to the end of a file that is there; a line that was cut short is ended.</summary>
    private void Continue()
    {
        _file!.Seek(0, SeekOrigin.Begin);
        using var reader = new StreamReader(_file, Encoding.UTF8, leaveOpen: true);
        _header = reader.ReadLine() is { Length: > 0 } first ? first + LineEnd : null;
        _file!.Seek(-1, SeekOrigin.End);
        bool endsLine = _file.ReadByte() == '\n';
        _file.Seek(0, SeekOrigin.End);
        if (!endsLine)
            Write(LineEnd);
    }

    private string Line(IEnumerable<string> cells) => string.Join(Separator, cells.Select(Quoted)) + LineEnd;

    private string Quoted(string cell) =>
        cell.Contains(Separator, StringComparison.Ordinal) || cell.AsSpan().IndexOfAny('"', '\r', '\n') >= 0
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;

    private void Write(string text) => _file!.Write(Encoding.UTF8.GetBytes(text));
}
