using System.Text.Json;

namespace Kerasharp.Datasets;

/// <summary>Reads a JSON object of words and their numbers.</summary>
internal static class WordIndexFile
{
    private const long GreatestLength = 64 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetFormatException">It holds anything else.</exception>
    public static IReadOnlyDictionary<string, int> Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > GreatestLength)
            throw BrokenFile.Error(path, $"{length} bytes", $"at most {GreatestLength}");
        return Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads bytes.</summary>
    public static IReadOnlyDictionary<string, int> Read(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            Dictionary<string, int> words = new(StringComparer.Ordinal);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw BrokenFile.Error(name, $"{reader.TokenType}", "an object of words and numbers");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var word = reader.GetString()!;
                if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var number))
                    throw BrokenFile.Error(name, $"{reader.TokenType} for the word '{word}'", "a whole number");
                if (!words.TryAdd(word, number))
                    throw BrokenFile.Error(name, $"the word '{word}' twice", "each word once");
            }
            while (reader.Read()) { }
            return words;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw BrokenFile.Error(name, $"no JSON ({e.Message.TrimEnd('.')})", "an object of words and numbers", e);
        }
    }
}
