using System.Globalization;
using System.Text.Json.Nodes;

namespace Kerasharp.Layers;

/// <summary>What stands for nothing among the values that <see cref="Hashing"/> is given: a string or a whole number; both convert to it.</summary>
/// <example><code>new Hashing(numBins: 3, maskValue: "")
/// new Hashing(numBins: 3, maskValue: -1)</code></example>
public sealed class MaskValue
{
    private readonly long? _number;

    private MaskValue(string text, long? number) => (Text, _number) = (text, number);

    /// <summary>The string, or the number's decimal digits, as they are hashed.</summary>
    public string Text { get; }

    /// <summary>A string.</summary>
    public static implicit operator MaskValue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, null);
    }

    /// <summary>A whole number.</summary>
    public static implicit operator MaskValue(long number) =>
        new(number.ToString(CultureInfo.InvariantCulture), number);

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal JsonNode ToJson() => _number is { } number ? JsonValue.Create(number) : JsonValue.Create(Text)!;

    internal static MaskValue FromJson(JsonNode node) =>
        node.AsValue().TryGetValue(out string? text) ? text : node.GetValue<long>();
}
