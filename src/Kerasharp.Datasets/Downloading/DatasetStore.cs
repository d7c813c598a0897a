namespace Kerasharp.Datasets;

/// <summary>Gives the files of data sets: from a folder, else downloaded into the cache.</summary>
internal sealed class DatasetStore(DatasetFolders folders, Downloader downloader)
{
    /// <summary>The store of this process's environment.</summary>
    public static DatasetStore Default { get; } = new(DatasetFolders.Default, new Downloader());

    public DatasetFolders Folders => folders;

    /// <summary>A folder that holds all files of a set.</summary>
    /// <exception cref="DatasetNotFoundException">No folder holds them, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">A file could not be downloaded.</exception>
    public string Get(RemoteSet set, DatasetOptions? options)
    {
        options ??= new DatasetOptions();
        if (folders.TryFind(set.Folder, set.Names) is { } found)
            return found;
        if (folders.Offline || !options.AllowDownload)
            return folders.Find(set.Title, set.Folder, set.Names, Forbidden());
        var folder = folders.Cache(set.Folder);
        using var line = new ConsoleProgress(options);
        // On the pool: a caller's synchronization context must not be waited for by a thread that it needs.
        Task.Run(() => downloader.Fetch(set, folder, line, options.Cancellation)).GetAwaiter().GetResult();
        return folder;
    }

    /// <summary>The only file of a set.</summary>
    public string GetFile(RemoteSet set, DatasetOptions? options) =>
        Path.Combine(Get(set, options), set.Files.Single().Name);

    private string Forbidden() =>
        folders.Offline
            ? $" Or unset {DatasetFolders.OfflineVariable}, which forbids downloads."
            : $" Or allow downloads: {nameof(DatasetOptions)}.{nameof(DatasetOptions.AllowDownload)} forbids them.";
}
