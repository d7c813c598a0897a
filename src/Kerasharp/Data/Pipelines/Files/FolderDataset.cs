namespace Kerasharp.Data;

/// <summary>Files of a folder as samples, with the names that they go by.</summary>
/// <typeparam name="T">What a file becomes.</typeparam>
/// <example><code>
/// var pets = Dataset.FromImageFolder("pets", imageSize: (180, 180));
/// Console.WriteLine($"{pets.FilePaths.Count} pictures of {string.Join(", ", pets.ClassNames)}");
/// </code></example>
public sealed class FolderDataset<T> : Dataset<T>
{
    private readonly Dataset<T> _elements;

    internal FolderDataset(Dataset<T> elements, LabeledFiles files) => (_elements, Files) = (elements, files);

    /// <summary>The names of the classes: class i is number i. Empty where there are no labels.</summary>
    public IReadOnlyList<string> ClassNames => Files.ClassNames;

    /// <summary>The files, in the order in which they are read where they are not shuffled.</summary>
    public IReadOnlyList<string> FilePaths => Files.Paths;

    /// <inheritdoc/>
    public override long? Count => _elements.Count;

    internal LabeledFiles Files { get; }

    internal override IEnumerator<T> Read(long pass, long skip) => _elements.Read(pass, skip);
}
