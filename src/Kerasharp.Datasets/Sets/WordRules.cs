namespace Kerasharp.Datasets;

/// <summary>What Keras does to the words of its text sets: shift, mark the start, drop long texts, replace rare words.</summary>
/// <param name="NumWords">Words from this number on are replaced; null: from the greatest that occurs.</param>
/// <param name="SkipTop">Words below this number are replaced.</param>
/// <param name="MaxLen">Texts of this length and longer are left out; null: none.</param>
/// <param name="StartChar">Stands before each text; null: nothing.</param>
/// <param name="OovChar">Replaces words; null: they are left out.</param>
/// <param name="IndexFrom">Is added to each word's number.</param>
internal sealed record WordRules(int? NumWords, int SkipTop, int? MaxLen, int? StartChar, int? OovChar, int IndexFrom)
{
    // Far above every vocabulary; so that sums stay in range.
    private const int Greatest = 1 << 28;

    /// <summary>Refuses numbers that mean nothing.</summary>
    public WordRules Checked()
    {
        Check("numWords", NumWords, 1);
        Check("skipTop", SkipTop, 0);
        Check("maxLen", MaxLen, 1);
        Check("startChar", StartChar, 0);
        Check("oovChar", OovChar, 0);
        Check("indexFrom", IndexFrom, 0);
        return this;

        static void Check(string name, int? value, int least)
        {
            if (value < least || value > Greatest)
                throw new ArgumentOutOfRangeException(
                    name,
                    $"{name}: {value} came; expected {least} to {Greatest}. Leave it out for Keras's own number."
                );
        }
    }

    /// <summary>Shifts the words, marks the starts and leaves long texts out.</summary>
    /// <param name="texts">The texts as the file has them.</param>
    /// <param name="labels">A label for each.</param>
    /// <param name="name">The file, for messages.</param>
    public (List<int[]> X, List<int> Y) Begin(IEnumerable<int[]> texts, IEnumerable<int> labels, string name)
    {
        List<int[]> x = [];
        List<int> y = [];
        foreach (var (text, label) in texts.Zip(labels))
        {
            var outside = text.AsSpan().IndexOfAnyExceptInRange(0, Greatest);
            if (outside >= 0)
                throw BrokenFile.Error(name, $"the word number {text[outside]}", $"0 to {Greatest}");
            int[] start = StartChar is { } mark ? [mark] : [];
            if (MaxLen is { } limit && start.Length + text.Length >= limit)
                continue;
            x.Add([.. start, .. text.Select(word => word + IndexFrom)]);
            y.Add(label);
        }
        return (x, y);
    }

    /// <summary>Replaces or leaves out what is too rare or too frequent, the start's mark as well, as Keras does.</summary>
    public List<int[]> Finish(List<int[]> texts)
    {
        // Keras's limit is the greatest number itself, which therefore counts as too rare.
        var limit = NumWords ?? texts.Max(text => text.DefaultIfEmpty().Max());
        return texts.ConvertAll(text =>
            OovChar is { } replacement
                ? Array.ConvertAll(text, word => Stays(word, limit) ? word : replacement)
                : Array.FindAll(text, word => Stays(word, limit))
        );
    }

    private bool Stays(int word, int limit) => word >= SkipTop && word < limit;
}
