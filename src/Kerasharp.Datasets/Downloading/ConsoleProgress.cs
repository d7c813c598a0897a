using System.Diagnostics;
using System.Globalization;

namespace Kerasharp.Datasets;

/// <summary>Shows downloads: on a terminal a line that counts, elsewhere one line for each file; and tells the caller's own progress.</summary>
internal sealed class ConsoleProgress(DatasetOptions options) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _output = options.Output ?? Console.Error;

    private readonly bool _counts = options.Output is null && !Console.IsErrorRedirected;

    private long _last;

    private bool _open;

    /// <summary>Says that a download begins.</summary>
    public void Begin(RemoteFile file, string address)
    {
        Dispose();
        _last = 0;
        _output.Write($"Downloading {file.Name} from {new Uri(address).Host} ({Size(file.Length)})");
        _open = true;
        if (!_counts)
            Dispose();
    }

    /// <summary>Says that another process is at it.</summary>
    public void Wait(string folder) => _output.WriteLine($"Waiting for another download into {folder}");

    /// <summary>Says how far a download is.</summary>
    /// <param name="progress">How far.</param>
    /// <param name="last">Whether this is the file's end, which is told in any case.</param>
    public void Report(DownloadProgress progress, bool last)
    {
        if (!last && _last != 0 && Stopwatch.GetElapsedTime(_last) < Interval)
            return;
        _last = Stopwatch.GetTimestamp();
        options.Progress?.Report(progress);
        if (_counts)
            _output.Write($"\r{progress.File}: {Size(progress.Received)} of {Size(progress.Total)}        ");
    }

    /// <summary>Ends the open line.</summary>
    public void Dispose()
    {
        if (_open)
            _output.WriteLine();
        _open = false;
    }

    private static string Size(long? bytes) =>
        bytes is { } length ? string.Create(CultureInfo.InvariantCulture, $"{length / 1e6:0.0} MB") : "size unknown";
}
