using System.Security.Cryptography;

namespace Kerasharp.Datasets;

/// <summary>
/// Fetches files over HTTP. A file grows under another name, is compared with its checksum, and only then gets its own:
/// what has the name is whole. A part that is left by a broken download is completed by the next one.
/// </summary>
internal sealed class Downloader
{
    public const string PartExtension = ".part";

    private const int Attempts = 4;

    // So much progress is worth another full set of attempts.
    private const long Progressed = 1 << 20;

    // One for the process: it holds connections, and is never disposed.
    private static readonly HttpMessageInvoker Http = new(
        new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        }
    );

    /// <summary>The time without a byte after which a server is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The time before the second request to an address; it doubles for each further one.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Opens the part that is written.</summary>
    public Func<string, FileMode, Stream> Open { get; init; } =
        (path, mode) => new FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Fetches the files of a set that a folder does not have.</summary>
    /// <exception cref="DatasetDownloadException">No address gave a file, or it cannot be written.</exception>
    public async Task Fetch(RemoteSet set, string folder, ConsoleProgress progress, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var held = await FolderLock
                .Take(folder, () => progress.Wait(folder), cancellation)
                .ConfigureAwait(false);
            foreach (var file in set.Files)
                if (!File.Exists(Path.Combine(folder, file.Name)))
                    await Fetch(file, folder, progress, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not DatasetDownloadException)
        {
            throw new DatasetDownloadException(
                $"{set.Title} cannot be put into {folder} ({e.Message.TrimEnd('.')}); a folder that can be written was expected. "
                    + $"Set {DatasetFolders.CacheVariable} to one.",
                e
            );
        }
    }

    private async Task Fetch(RemoteFile file, string folder, ConsoleProgress progress, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, file.Name);
        var part = path + PartExtension;
        List<string> failures = [];
        foreach (var address in file.Addresses)
        {
            progress.Begin(file, address);
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                if (attempt > 0)
                    await Task.Delay(Pause * (1 << (attempt - 1)), cancellation).ConfigureAwait(false);
                var before = Length(part);
                try
                {
                    await Receive(file, address, part, progress, cancellation).ConfigureAwait(false);
                    File.Move(part, path, overwrite: true);
                    return;
                }
                catch (TransferException e)
                {
                    failures.Add($"{address}: {e.Message}");
                    if (!e.Keep)
                        File.Delete(part);
                    if (!e.Repeat)
                        break;
                }
                catch (DatasetDownloadException)
                {
                    // The disk is full or forbidden: what lies on it helps nobody.
                    File.Delete(part);
                    throw;
                }
                if (Length(part) >= before + Progressed)
                    attempt = 0;
            }
        }
        throw new DatasetDownloadException(
            $"{file.Name} was asked for; what came: {string.Join("; ", failures.Distinct())}. "
                + $"Expected {(file.Length is { } length ? $"{length} bytes" : "a file")} with the {Hash(file).Name} {file.Checksum}. "
                + $"Try again later (what has come is kept), or put the file into {folder}."
        );
    }

    private async Task Receive(
        RemoteFile file,
        string address,
        string part,
        ConsoleProgress progress,
        CancellationToken cancellation
    )
    {
        var resumed = Length(part) > 0;
        await new Transfer(Http, Patience, Open)
            .Receive(file, address, part, progress, cancellation)
            .ConfigureAwait(false);
        var checksum = Checksum(part, Hash(file));
        // What was here before may be the wrong part of it: then the whole is fetched anew.
        if (!checksum.Equals(file.Checksum, StringComparison.OrdinalIgnoreCase))
            throw new TransferException($"a file with the {Hash(file).Name} {checksum}", repeat: resumed, keep: false);
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static HashAlgorithmName Hash(RemoteFile file) =>
        file.Checksum.Length == 2 * SHA256.HashSizeInBytes ? HashAlgorithmName.SHA256 : HashAlgorithmName.MD5;

    private static string Checksum(string path, HashAlgorithmName algorithm)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(CryptographicOperations.HashData(algorithm, stream));
    }
}
