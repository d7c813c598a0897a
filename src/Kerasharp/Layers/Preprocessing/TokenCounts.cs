using Kerasharp.Data;

namespace Kerasharp.Layers;

/// <summary>How often each whole number occurs in data, and in how many examples.</summary>
internal sealed class TokenCounts
{
    private const int BlockLength = 1 << 14;

    private readonly Dictionary<long, (long Count, long Documents, long Last)> _tokens = [];

    private TokenCounts(long documents) => Documents = documents;

    /// <summary>The number of examples.</summary>
    public long Documents { get; }

    /// <summary>Counts the elements of an array.</summary>
    public static TokenCounts Of(TensorData data)
    {
        var counts = new TokenCounts(data.Count);
        long row = data.RowLength;
        long length = data.Count * row;
        var block = new long[BlockLength];
        using var reader = new ElementReader(data);
        for (long start = 0; start < length; start += BlockLength)
        {
            var elements = block.AsSpan(0, (int)Math.Min(BlockLength, length - start));
            reader.Read(start, elements);
            for (int i = 0; i < elements.Length; i++)
                counts.Add(elements[i], (start + i) / row);
        }
        return counts;
    }

    /// <summary>All but some tokens: the most frequent first, of equally frequent ones the greater.</summary>
    public long[] MostFrequent(params long?[] except) =>
        [
            .. _tokens
                .Where(t => !except.Contains(t.Key))
                .OrderByDescending(t => t.Value.Count)
                .ThenByDescending(t => t.Key)
                .Select(t => t.Key),
        ];

    /// <summary>The inverse document frequency as Keras has it: log(1 + documents / (1 + documents with the token)).</summary>
    public double InverseFrequency(long token) => (float)Math.Log(1 + Documents / (1.0 + _tokens[token].Documents));

    private void Add(long token, long document)
    {
        var (count, documents, last) = _tokens.GetValueOrDefault(token, (0, 0, -1));
        _tokens[token] = (count + 1, last == document ? documents : documents + 1, document);
    }
}
