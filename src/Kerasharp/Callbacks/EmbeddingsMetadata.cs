namespace Kerasharp.Callbacks;

/// <summary>Files that say what the rows of embedding layers are: one for all layers, or one for each by its name. A string or a dictionary converts to it.</summary>
public sealed class EmbeddingsMetadata
{
    private EmbeddingsMetadata(string? file, IReadOnlyDictionary<string, string>? byLayer) =>
        (File, ByLayer) = (file, byLayer);

    /// <summary>The file for all layers, or null.</summary>
    public string? File { get; }

    /// <summary>The files by the layers' names, or null.</summary>
    public IReadOnlyDictionary<string, string>? ByLayer { get; }

    /// <summary>One file for all layers.</summary>
    public static implicit operator EmbeddingsMetadata(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        return new(file, null);
    }

    /// <summary>A file for each layer, by its name.</summary>
    public static implicit operator EmbeddingsMetadata(Dictionary<string, string> byLayer)
    {
        ArgumentNullException.ThrowIfNull(byLayer);
        return new(null, byLayer);
    }

    /// <summary>The file of a layer, or null.</summary>
    internal string? For(string layer) => File ?? ByLayer!.GetValueOrDefault(layer);
}
