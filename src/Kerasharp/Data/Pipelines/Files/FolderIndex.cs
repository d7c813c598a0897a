using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Training;

namespace Kerasharp.Data;

/// <summary>What files a folder has, and of which classes, as Keras finds them.</summary>
/// <param name="Directory">The folder.</param>
/// <param name="Extensions">What names of files end in, in lower case.</param>
/// <param name="Kind">What the files are, for messages.</param>
internal sealed record FolderIndex(string Directory, string[] Extensions, string Kind)
{
    /// <summary>The number of each file's class; null to take the folders that the files are in.</summary>
    public IReadOnlyList<int>? Labels { get; init; }

    public string? LabelMode { get; init; }

    public IReadOnlyList<string>? ClassNames { get; init; }

    public bool Shuffle { get; init; }

    public int? Seed { get; init; }

    public double? ValidationSplit { get; init; }

    public string? Subset { get; init; }

    public bool FollowLinks { get; init; }

    /// <summary>The files of the subset, shuffled as NumPy's generator does it under the seed: as in Keras, then split.</summary>
    /// <exception cref="ArgumentException">Arguments do not fit one another or the folder.</exception>
    public LabeledFiles Find()
    {
        CheckArguments();
        var files =
            LabelMode is null ? Unlabeled()
            : Labels is null ? ByFolder()
            : ByList(Labels);
        if (LabelMode == "binary" && files.ClassNames.Length != 2)
            throw new ArgumentException(
                $"The label mode 'binary' came for {files.ClassNames.Length} classes ({string.Join(", ", files.ClassNames)}); two were expected. Use 'int' or 'categorical'."
            );
        int count = files.Paths.Length;
        int seed = Seed ?? (int)(RandomSeeds.Next() % 1_000_000);
        int[] order = Shuffle ? KerasSplit.Order(count, seed) : [.. Enumerable.Range(0, count)];
        int validation = (int)((ValidationSplit ?? 0) * count);
        var part = Subset switch
        {
            "training" => order.AsSpan(..^validation),
            "validation" => order.AsSpan(^validation..),
            _ => order,
        };
        return part.IsEmpty
            ? throw new ArgumentException(
                $"No {Kind} came in the folder {Directory}{(Subset is null ? "" : $" for the subset '{Subset}', of {count} in all")}; files ending in {string.Join(", ", Extensions)} were expected. Check the path{(Subset is null ? "" : " and the split")}."
            )
            : files.Choose(part);
    }

    private void CheckArguments()
    {
        ArgumentException.ThrowIfNullOrEmpty(Directory);
        if (!System.IO.Directory.Exists(Directory))
            throw new DirectoryNotFoundException(
                $"The folder {Path.GetFullPath(Directory)} came, which is not there; one with {Kind} was expected. Check the path."
            );
        if (LabelMode is not null)
            Arguments.OneOf(LabelMode, "label mode", "int", "categorical", "binary");
        if (Subset is not null)
            Arguments.OneOf(Subset, "subset", "training", "validation");
        if (ValidationSplit is not (null or (> 0 and < 1)))
            throw new ArgumentOutOfRangeException(
                "validationSplit",
                FormattableString.Invariant(
                    $"validationSplit of {ValidationSplit} came; a number between 0 and 1 was expected. Give the part to validate on, 0.2 say."
                )
            );
        if (ValidationSplit is null != Subset is null)
            throw new ArgumentException(
                "validationSplit or subset came alone; both were expected, or none. Give the other one, too."
            );
        if (ValidationSplit is not null && Shuffle && Seed is null)
            throw new ArgumentException(
                "A validation split of shuffled files came without a seed; the two parts would overlap. Give both the same seed, or shuffle: false."
            );
        if (ClassNames is not null && (Labels is not null || LabelMode is null))
            throw new ArgumentException(
                "Class names came where labels are not those of the folders; they name folders. Leave them out, or leave out labels."
            );
    }

    private LabeledFiles Unlabeled() => new([.. Under(Directory)], null, []);

    private LabeledFiles ByFolder()
    {
        string[] folders =
        [
            .. System
                .IO.Directory.EnumerateDirectories(Directory)
                .Select(d => Path.GetFileName(d))
                .Where(d => !d.StartsWith('.'))
                .Order(StringComparer.Ordinal),
        ];
        if (ClassNames is { } names)
        {
            if (names.FirstOrDefault(n => !folders.Contains(n)) is { } missing)
                throw new ArgumentException(
                    $"The class name '{missing}' came; the folder {Directory} has {string.Join(", ", folders.Select(f => $"'{f}'"))}. Use these names."
                );
            folders = [.. names];
        }
        var paths = new List<string>();
        var labels = new List<int>();
        for (int i = 0; i < folders.Length; i++)
        {
            paths.AddRange(Under(Path.Combine(Directory, folders[i])));
            while (labels.Count < paths.Count)
                labels.Add(i);
        }
        return new LabeledFiles([.. paths], [.. labels], folders);
    }

    private LabeledFiles ByList(IReadOnlyList<int> labels)
    {
        string[] paths = [.. Under(Directory)];
        if (labels.Count != paths.Length)
            throw new ArgumentException(
                $"{labels.Count} labels came for {paths.Length} files in {Directory}; one for each was expected, in the order of the files' paths. Complete them."
            );
        int most = labels.Count == 0 ? 0 : labels.Max();
        if (labels.Any(l => l < 0))
            throw new ArgumentException(
                $"The label {labels.Min()} came; numbers from 0 were expected. Number the classes 0, 1, 2, ..."
            );
        return new LabeledFiles(
            paths,
            [.. labels],
            [.. Enumerable.Range(0, most + 1).Select(i => FormattableString.Invariant($"{i}"))]
        );
    }

    /// <summary>All files below a folder: by their folders' paths, then by name, in ordinal order.</summary>
    private IEnumerable<string> Under(string folder)
    {
        var folders = new List<string>();
        Collect(folder, folders, []);
        return folders
            .Order(StringComparer.Ordinal)
            .SelectMany(f =>
                System
                    .IO.Directory.EnumerateFiles(f)
                    .Where(p => Extensions.Contains(Path.GetExtension(p).ToLowerInvariant()))
                    .Order(StringComparer.Ordinal)
            );
    }

    /// <summary>A folder and those below it; links to folders only where they are to be followed, and each folder once.</summary>
    private void Collect(string folder, List<string> folders, HashSet<string> seen)
    {
        var info = new DirectoryInfo(folder);
        if (!seen.Add(info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? info.FullName))
            return;
        folders.Add(folder);
        foreach (var below in info.EnumerateDirectories())
            if (FollowLinks || below.LinkTarget is null)
                Collect(Path.Combine(folder, below.Name), folders, seen);
    }
}
