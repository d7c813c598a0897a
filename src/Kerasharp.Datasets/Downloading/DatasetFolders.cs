namespace Kerasharp.Datasets;

/// <summary>
/// Where data sets lie that are too large to embed: a folder of the set's name in the folder that <c>KERASHARP_DATA</c> names,
/// or in <c>datasets</c> in the cache folder (<c>KERASHARP_CACHE</c>, or the user's).
/// </summary>
internal sealed class DatasetFolders(Func<string, string?> environment)
{
    public const string DataVariable = "KERASHARP_DATA";

    public const string CacheVariable = "KERASHARP_CACHE";

    public const string OfflineVariable = "KERASHARP_OFFLINE";

    /// <summary>The folders that this process's environment names.</summary>
    public static DatasetFolders Default { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>Whether the environment forbids downloads.</summary>
    public bool Offline =>
        Variable(OfflineVariable) is { } value
        && value != "0"
        && !value.Equals("false", StringComparison.OrdinalIgnoreCase);

    /// <summary>The folder of a set in the cache, where downloads go.</summary>
    public string Cache(string folder) => Path.Combine(Roots().Last().Root, folder);

    /// <summary>A file in the folder that <c>KERASHARP_DATA</c> names; null if there is none.</summary>
    public string? InData(params string[] path) =>
        Variable(DataVariable) is { } data
        && Path.Combine([Path.GetFullPath(data), .. path]) is var file
        && File.Exists(file)
            ? file
            : null;

    /// <summary>The first folder that holds all files of a set; null if none does.</summary>
    public string? TryFind(string folder, IReadOnlyList<string> files) =>
        Roots()
            .Select(root => Path.Combine(root.Root, folder))
            .FirstOrDefault(candidate => files.All(file => File.Exists(Path.Combine(candidate, file))));

    /// <summary>The first folder that holds all files of a set.</summary>
    /// <param name="title">The set's name as people write it.</param>
    /// <param name="folder">The name of the set's folder.</param>
    /// <param name="files">The names of all its files.</param>
    /// <param name="remedy">What else would help, for the error's end.</param>
    /// <exception cref="DatasetNotFoundException">No folder holds them all.</exception>
    public string Find(string title, string folder, IReadOnlyList<string> files, string remedy = "")
    {
        if (TryFind(folder, files) is { } found)
            return found;
        List<string> looked = [];
        foreach (var (origin, root) in Roots())
        {
            var candidate = Path.Combine(root, folder);
            var missing = files.Where(file => !File.Exists(Path.Combine(candidate, file)));
            var what = !Directory.Exists(candidate) ? "no such folder" : $"without {string.Join(", ", missing)}";
            looked.Add($"{candidate} ({origin}: {what})");
        }
        var unset = Variable(DataVariable) is null ? $"{DataVariable} is not set. " : "";
        throw new DatasetNotFoundException(
            $"{title} was asked for, but its files came from nowhere. Expected {string.Join(", ", files)} together in {string.Join(" or ", looked)}. "
                + $"{unset}Put the files in such a folder, or set {DataVariable} to the folder that contains {folder}/.{remedy}"
        );
    }

    private IEnumerable<(string Origin, string Root)> Roots()
    {
        if (Variable(DataVariable) is { } data)
            yield return (DataVariable, Path.GetFullPath(data));
        if (Variable(CacheVariable) is { } cache)
            yield return (CacheVariable, Path.Combine(Path.GetFullPath(cache), "datasets"));
        else
            yield return ("the user's cache", Path.Combine(UserCache(), "datasets"));
    }

    private string UserCache()
    {
        if (OperatingSystem.IsWindows())
            return Path.Combine(Special(Environment.SpecialFolder.LocalApplicationData), "kerasharp");
        var home = Special(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Caches", "kerasharp");
        return Path.Combine(Variable("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"), "kerasharp");
    }

    // A process without a profile (a service, a container) gets "" here; its temporary folder is then as good a cache as any.
    private static string Special(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } path
            ? path
            : Path.GetTempPath();

    private string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;
}
