using System.Text.RegularExpressions;

namespace Kerasharp.Models.Summary;

/// <summary>The part of a summary between two layers, which are given by names or regular expressions.</summary>
internal static class LayerRange
{
    // A pattern that takes longer on a layer's name was not meant so.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The rows from the first layer whose name begins with one pattern to the last whose name begins with the other, and what is nested
    /// in them. As in Keras the patterns may come in either order.
    /// </summary>
    /// <exception cref="ArgumentException">A pattern matches no layer, or is no regular expression.</exception>
    public static IReadOnlyList<SummaryRow> Of(IReadOnlyList<SummaryRow> rows, string first, string last)
    {
        var layers = Enumerable.Range(0, rows.Count).Where(i => rows[i].Level == 0).ToArray();
        var firsts = Matches(rows, layers, first);
        var lasts = Matches(rows, layers, last);
        var (begin, end) = firsts[0] > lasts[^1] ? (lasts[0], firsts[^1]) : (firsts[0], lasts[^1]);
        return [.. rows.Skip(begin).TakeWhile((row, i) => begin + i <= end || row.Level > 0)];
    }

    private static int[] Matches(IReadOnlyList<SummaryRow> rows, int[] layers, string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern, "layerRange");
        var matches = Array.FindAll(layers, i => Begins(rows[i].Name, pattern));
        return matches.Length > 0
            ? matches
            : throw new ArgumentException(
                $"The layer range '{pattern}' came, which is the beginning of no layer's name; the layers are {string.Join(", ", layers.Select(i => $"'{rows[i].Name}'"))}. Give one of these, or a regular expression that matches.",
                "layerRange"
            );
    }

    private static bool Begins(string name, string pattern)
    {
        try
        {
            return Regex.IsMatch(name, $@"\A(?:{pattern})", RegexOptions.CultureInvariant, Patience);
        }
        catch (RegexParseException error)
        {
            throw new ArgumentException(
                $"The layer range '{pattern}' came, which is no regular expression: {error.Message} Give a name or a regular expression.",
                "layerRange",
                error
            );
        }
    }
}
