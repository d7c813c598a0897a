using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kerasharp.Layers;

/// <summary>Tokens of a vocabulary, or the path of a text file that holds one in each line; both convert to it.</summary>
/// <example><code>new StringLookup(vocabulary: ["cat", "dog"])
/// new StringLookup(vocabulary: "animals.txt")</code></example>
[CollectionBuilder(typeof(VocabularyOrFile), nameof(Create))]
public sealed class VocabularyOrFile : IEnumerable<string>
{
    private readonly string[] _tokens;
    private readonly string? _path;

    private VocabularyOrFile(string[] tokens, string? path) => (_tokens, _path) = (tokens, path);

    /// <summary>From a collection expression of tokens.</summary>
    public static VocabularyOrFile Create(ReadOnlySpan<string> tokens) => new(tokens.ToArray(), null);

    /// <summary>The tokens.</summary>
    public static implicit operator VocabularyOrFile(string[] tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return new([.. tokens], null);
    }

    /// <summary>The path of a file with a token in each line.</summary>
    public static implicit operator VocabularyOrFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new([], path);
    }

    /// <summary>The tokens, from the file where one was given.</summary>
    internal string[] Read(Encoding encoding)
    {
        if (_path is null)
            return _tokens;
        if (!File.Exists(_path))
            throw new FileNotFoundException(
                $"The vocabulary '{_path}' came, where there is no file; a text file with a token in each line was expected. Check the path.",
                _path
            );
        return [.. File.ReadLines(_path, encoding)];
    }

    /// <summary>The tokens that were given; those of a file are read by the layer.</summary>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_tokens).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
