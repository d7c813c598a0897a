using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// What becomes of a text before it is split: <c>"lower_and_strip_punctuation"</c>, <c>"lower"</c>, <c>"strip_punctuation"</c>, a function of
/// one's own, or <see cref="None"/>. Names convert to it.
/// </summary>
/// <remarks>As in Keras, small letters are made of A to Z alone, and punctuation is what ASCII has:
/// <c>!"#$%&amp;'()*+,-./:;&lt;=&gt;?@[\]^_`{|}~</c>.</remarks>
/// <example><code>new TextVectorization(standardize: TextStandardizer.From(text => text.Replace('-', ' ')))</code></example>
public sealed class TextStandardizer
{
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private readonly string? _name;
    private readonly Func<string, string>? _function;

    private TextStandardizer(string? name, Func<string, string>? function) => (_name, _function) = (name, function);

    /// <summary>Texts stay as they are.</summary>
    public static TextStandardizer None { get; } = new(null, null);

    /// <summary>A function of one's own. To be written to a file it must be registered with <see cref="CustomObjects"/>.</summary>
    public static TextStandardizer From(Func<string, string> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(null, function);
    }

    /// <summary>The one of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static implicit operator TextStandardizer(string name) =>
        new(
            Arguments.OneOf(name, "standardization", "lower_and_strip_punctuation", "lower", "strip_punctuation"),
            null
        );

    /// <summary>A function of one's own.</summary>
    public static implicit operator TextStandardizer(Func<string, string> function) => From(function);

    /// <inheritdoc/>
    public override string ToString() => _name ?? (_function is null ? "none" : "a function");

    internal string Apply(string text)
    {
        if (_function is not null)
            return _function(text)
                ?? throw new InvalidOperationException(
                    $"The function that standardizes texts gave null for '{text}'; a text was expected. Return one."
                );
        if (_name is null)
            return text;
        bool lower = _name != "strip_punctuation";
        bool strip = _name != "lower";
        var kept = new System.Text.StringBuilder(text.Length);
        foreach (char c in text)
            if (!strip || !Punctuation.Contains(c))
                kept.Append(lower && char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c);
        return kept.ToString();
    }

    internal JsonNode? ToJson() =>
        _function is not null ? SerializedFunction.Of(_function, "standardization of texts") : _name;

    internal static TextStandardizer FromJson(JsonNode? node) =>
        node is null ? None
        : node is JsonObject ? From(SerializedFunction.Make<Func<string, string>>(node, nameof(TextVectorization)))
        : node.GetValue<string>();
}
