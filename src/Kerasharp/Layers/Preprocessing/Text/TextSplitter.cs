using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// How a text becomes words: <c>"whitespace"</c>, <c>"character"</c>, a function of one's own, or <see cref="None"/>. Names convert to it.
/// </summary>
/// <remarks>As in Keras, whitespace is ASCII's (space, tab, line feed, vertical tab, form feed, return), as much of it as stands together.
/// Characters are Unicode's code points.</remarks>
/// <example><code>new TextVectorization(split: TextSplitter.From(text => text.Split('|')))</code></example>
public sealed class TextSplitter
{
    private static readonly char[] Whitespace = [' ', '\t', '\n', '\v', '\f', '\r'];

    private readonly string? _name;
    private readonly Func<string, IEnumerable<string>>? _function;

    private TextSplitter(string? name, Func<string, IEnumerable<string>>? function) =>
        (_name, _function) = (name, function);

    /// <summary>Texts are not split: each string is a word, or the last axis holds them.</summary>
    public static TextSplitter None { get; } = new(null, null);

    /// <summary>A function of one's own. To be written to a file it must be registered with <see cref="CustomObjects"/>.</summary>
    public static TextSplitter From(Func<string, IEnumerable<string>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(null, function);
    }

    /// <summary>The one of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static implicit operator TextSplitter(string name) =>
        new(Arguments.OneOf(name, "way to split", "whitespace", "character"), null);

    /// <summary>A function of one's own.</summary>
    public static implicit operator TextSplitter(Func<string, IEnumerable<string>> function) => From(function);

    /// <inheritdoc/>
    public override string ToString() => _name ?? (_function is null ? "none" : "a function");

    internal bool IsNone => _name is null && _function is null;

    internal string[] Apply(string text)
    {
        if (_name is null)
            return _function?.Invoke(text)?.ToArray() is { } words && !Array.Exists(words, w => w is null)
                ? words
                : throw new InvalidOperationException(
                    $"The function that splits texts gave null for '{text}', or a word that is null; words were expected. Return them."
                );
        return _name == "character"
            ? [.. text.EnumerateRunes().Select(r => r.ToString())]
            : text.Split(Whitespace, StringSplitOptions.RemoveEmptyEntries);
    }

    internal JsonNode? ToJson() =>
        _function is not null ? SerializedFunction.Of(_function, "splitting of texts") : _name;

    internal static TextSplitter FromJson(JsonNode? node) =>
        node is null ? None
        : node is JsonObject
            ? From(SerializedFunction.Make<Func<string, IEnumerable<string>>>(node, nameof(TextVectorization)))
        : node.GetValue<string>();
}
