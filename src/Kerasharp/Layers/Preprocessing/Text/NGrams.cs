using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Kerasharp.Layers;

/// <summary>
/// How many words stand together as one token: up to a number of them, or one of several numbers. Both convert to it.
/// </summary>
/// <example><code>new TextVectorization(ngrams: 2)        // "a", "b", "a b"
/// new TextVectorization(ngrams: [1, 3])   // single words and three together</code></example>
[CollectionBuilder(typeof(NGrams), nameof(Create))]
public sealed class NGrams : IReadOnlyList<int>
{
    private readonly int[] _widths;
    private readonly int? _most;

    private NGrams(int[] widths, int? most) => (_widths, _most) = (widths, most);

    /// <summary>How many widths there are.</summary>
    public int Count => _widths.Length;

    /// <summary>The width at a place.</summary>
    public int this[int index] => _widths[index];

    /// <summary>From a collection expression of widths, each at least 1.</summary>
    /// <exception cref="ArgumentException">There is none, or one is below 1.</exception>
    public static NGrams Create(ReadOnlySpan<int> widths) =>
        widths.IsEmpty
            ? throw new ArgumentException("ngrams without widths came; one at least was expected. Give some, or null.")
            : new([.. widths.ToArray().Select(w => Arguments.Positive(w, "ngrams"))], null);

    /// <summary>All widths from 1 to a number.</summary>
    public static implicit operator NGrams(int most) =>
        new([.. Enumerable.Range(1, Arguments.Positive(most, "ngrams"))], most);

    /// <summary>The widths.</summary>
    public static implicit operator NGrams(int[] widths) => Create(widths);

    /// <summary>Words put together, a space between them: those of the first width, then those of the next.</summary>
    internal string[] Of(ReadOnlySpan<string> words)
    {
        var grams = new List<string>();
        foreach (int width in _widths)
            for (int i = 0; i + width <= words.Length; i++)
                grams.Add(string.Join(' ', words.Slice(i, width)));
        return [.. grams];
    }

    internal JsonNode ToJson() =>
        _most is { } most ? JsonValue.Create(most) : new JsonArray([.. _widths.Select(w => (JsonNode?)w)]);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_widths).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
