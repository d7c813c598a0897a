namespace Kerasharp.Datasets;

/// <summary>How a data set's files may be fetched and how that is shown.</summary>
/// <remarks>
/// Files are looked for in the folder that <c>KERASHARP_DATA</c> names, then in the cache folder (<c>KERASHARP_CACHE</c>, or the user's);
/// what is in neither is downloaded into the cache folder, checked against its publisher's checksum, and put in place whole.
/// A download that was broken off goes on where it stopped, and several processes wait for one download.
/// </remarks>
/// <example><code>
/// var options = new DatasetOptions { AllowDownload = false };
/// var (train, test) = Mnist.Load(options);
/// </code></example>
public sealed record DatasetOptions
{
    /// <summary>
    /// Whether missing files may be downloaded; true by default. The environment variable <c>KERASHARP_OFFLINE</c>, set to anything but
    /// <c>0</c> or <c>false</c>, forbids downloads whatever stands here.
    /// </summary>
    public bool AllowDownload { get; init; } = true;

    /// <summary>Is told, at most ten times a second and at the end of each file, how far a download is; none by default.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }

    /// <summary>
    /// Where a line about each download goes; <see cref="Console.Error"/> where it is null, and <see cref="TextWriter.Null"/> shows none.
    /// </summary>
    public TextWriter? Output { get; init; }

    /// <summary>Ends a download, or the wait for another process's; what came so far is kept for the next time.</summary>
    public CancellationToken Cancellation { get; init; }
}
