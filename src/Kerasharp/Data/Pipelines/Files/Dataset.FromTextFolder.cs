using System.Text;

namespace Kerasharp.Data;

public static partial class Dataset
{
    /// <summary>The texts of a folder (files ending in .txt); the folders within it are their classes.</summary>
    /// <param name="directory">The folder. With labels of the folders' names: <c>good/1.txt</c>, <c>bad/2.txt</c>.</param>
    /// <param name="labels">The number of each file's class, in the order of the files' paths; by default that of the folder that it is in.</param>
    /// <param name="labelMode">
    /// <c>int</c>: the class's number (int); <c>categorical</c>: a row with 1 at the class (float); <c>binary</c>: 0 or 1, shape (1,) (float);
    /// null: no targets.
    /// </param>
    /// <param name="classNames">The folders to take as classes, in this order; by default all, in ordinal order.</param>
    /// <param name="maxLength">The longest text in bytes of UTF-8, behind which it is cut off; by default there is none.</param>
    /// <param name="shuffle">Whether the texts come in random order, each pass in another.</param>
    /// <param name="seed">Decides the order, and with it the split; by default the next seed of <see cref="Utils.SetRandomSeed"/>'s stream.</param>
    /// <param name="validationSplit">The part of the texts to validate on, between 0 and 1.</param>
    /// <param name="subset"><c>training</c> or <c>validation</c>: which part this is. Call it for both, with the same seed.</param>
    /// <param name="followLinks">Whether links to folders and files are followed.</param>
    /// <returns>Texts, to be turned into samples by <c>Map</c>.</returns>
    /// <exception cref="ArgumentException">An argument is not known, does not fit the folder, or there are no texts.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <remarks>Keras: <c>keras.utils.text_dataset_from_directory</c>; a split by the same seed is Keras's.</remarks>
    /// <example><code>
    /// var texts = Dataset.FromTextFolder("reviews", labelMode: "binary");
    /// var samples = texts.Map(t => new Sample(CountLetters(t.Text), t.Y));
    /// </code></example>
    public static FolderDataset<TextSample> FromTextFolder(
        string directory,
        IReadOnlyList<int>? labels = null,
        string? labelMode = "int",
        IReadOnlyList<string>? classNames = null,
        int? maxLength = null,
        bool shuffle = true,
        int? seed = null,
        double? validationSplit = null,
        string? subset = null,
        bool followLinks = false
    )
    {
        if (maxLength is { } length)
            PipelineArguments.Positive(length, nameof(maxLength));
        var index = new FolderIndex(directory, [".txt"], "texts")
        {
            Labels = labels,
            LabelMode = labelMode,
            ClassNames = classNames,
            Shuffle = shuffle,
            Seed = seed,
            ValidationSplit = validationSplit,
            Subset = subset,
            FollowLinks = followLinks,
        };
        return FromFiles(index, (path, target) => new TextSample(ReadText(path, maxLength), target));
    }

    private static string ReadText(string path, int? maxLength)
    {
        if (maxLength is not { } most)
            return File.ReadAllText(path);
        using var file = File.OpenRead(path);
        var bytes = new byte[Math.Min(most, file.Length)];
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        // A letter that is cut off in its middle is left out.
        var characters = new char[read];
        int count = Encoding.UTF8.GetDecoder().GetChars(bytes.AsSpan(0, read), characters, flush: false);
        return new string(characters, 0, count).TrimStart('\uFEFF');
    }
}
