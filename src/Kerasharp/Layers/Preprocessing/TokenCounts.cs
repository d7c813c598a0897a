namespace Kerasharp.Layers;

/// <summary>How often each token occurs in data, and in how many documents.</summary>
/// <typeparam name="T">The type of tokens.</typeparam>
/// <param name="order">What is less among tokens.</param>
internal sealed class TokenCounts<T>(IComparer<T> order)
    where T : notnull
{
    private readonly Dictionary<T, (long Count, long Documents, long Last)> _tokens = [];

    /// <summary>The number of documents.</summary>
    public long Documents { get; private set; }

    /// <summary>Begins a document; tokens to come are its.</summary>
    public void Begin() => Documents++;

    /// <summary>Counts a token of the present document.</summary>
    public void Add(T token)
    {
        var (count, documents, last) = _tokens.GetValueOrDefault(token);
        _tokens[token] = (count + 1, last == Documents ? documents : documents + 1, Documents);
    }

    /// <summary>All tokens: the most frequent first, of equally frequent ones the greater.</summary>
    public IEnumerable<T> MostFrequent =>
        _tokens.OrderByDescending(t => t.Value.Count).ThenByDescending(t => t.Key, order).Select(t => t.Key);

    /// <summary>The inverse document frequency as Keras has it: log(1 + documents / (1 + documents with the token)).</summary>
    public double InverseFrequency(T token) => (float)Math.Log(1 + Documents / (1.0 + _tokens[token].Documents));
}
