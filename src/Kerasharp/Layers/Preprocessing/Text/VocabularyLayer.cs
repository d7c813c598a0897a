using System.Text.Json.Nodes;
using Kerasharp.Data;

namespace Kerasharp.Layers;

/// <summary>
/// The base of <see cref="StringLookup"/> and <see cref="TextVectorization"/>: strings by their places in a vocabulary, which is given or
/// learned from texts. Call <see cref="Adapt(IEnumerable{string})"/> once before the layer is used.
/// </summary>
/// <example><code>
/// var vectorize = new TextVectorization(maxTokens: 1000);
/// vectorize.Adapt(File.ReadLines("reviews.txt"));   // the file is not kept in memory
/// </code></example>
public abstract class VocabularyLayer : TextLayer
{
    private const int Stretch = 1024;

    private readonly StringBuckets? _buckets;
    private readonly bool _given;
    private readonly System.Text.Encoding _encoding;

    private protected VocabularyLayer(
        TokenIndex<string> index,
        VocabularyOrFile? vocabulary,
        double[]? idfWeights,
        string encoding,
        HashSalt? salt,
        string? name
    )
        : base(name)
    {
        Index = index;
        _encoding = TextEncodings.Of(encoding);
        Encoding = encoding;
        if (index.NumOovIndices > 1)
            _buckets = new StringBuckets(index.NumOovIndices, salt, _encoding);
        _given = vocabulary is not null;
        if (vocabulary is not null)
            index.Set(vocabulary.Read(_encoding), idfWeights);
        else
            index.RefuseWeightsAlone(idfWeights);
    }

    /// <summary>How many places there are at most, those of mask and unknown tokens included; null without limit.</summary>
    public int? MaxTokens => Index.MaxTokens;

    /// <summary><c>int</c>, <c>one_hot</c>, <c>multi_hot</c>, <c>count</c> or <c>tf_idf</c>.</summary>
    public string OutputMode => Index.OutputMode;

    /// <summary>Whether rows are as long as <see cref="MaxTokens"/>.</summary>
    public bool PadToMaxTokens => Index.PadToMaxTokens;

    /// <summary>The tokens, given or learned; null while there are none.</summary>
    public IReadOnlyList<string>? Vocabulary => Index.Given;

    /// <summary>The inverse document frequencies, given or learned; null while there are none.</summary>
    public IReadOnlyList<double>? IdfWeights => Index.IdfWeights;

    /// <summary>The encoding of a vocabulary's file, in which unknown strings are hashed, too.</summary>
    public string Encoding { get; }

    /// <summary>Whether the layer has a vocabulary.</summary>
    public bool IsAdapted => Index.Tokens is not null;

    /// <summary>The number of places, those of mask and unknown tokens included.</summary>
    /// <remarks>Keras: <c>vocabulary_size</c>.</remarks>
    public int VocabularySize => Index.Size;

    /// <summary>The tokens by their places.</summary>
    /// <param name="includeSpecialTokens">Whether those of mask and unknown ones stand before them, as in the places.</param>
    /// <remarks>Keras: <c>get_vocabulary</c>.</remarks>
    public IReadOnlyList<string> GetVocabulary(bool includeSpecialTokens = true) => Index.All(includeSpecialTokens);

    /// <summary>Sets the vocabulary, in place of the one there is.</summary>
    /// <param name="vocabulary">The tokens, each once, or a file of them; those of mask and unknown ones may stand before them.</param>
    /// <param name="idfWeights">For the mode <c>tf_idf</c>: a weight for each of its tokens.</param>
    /// <exception cref="ArgumentException">It is empty, too long, has a token twice, or weights are missing or do not fit.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <remarks>Keras: <c>set_vocabulary</c>.</remarks>
    public void SetVocabulary(VocabularyOrFile vocabulary, double[]? idfWeights = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Index.Set(vocabulary.Read(_encoding), idfWeights);
    }

    /// <summary>
    /// Learns the vocabulary in place of the one there is: the most frequent tokens first, of equally frequent ones the greater; with
    /// <see cref="MaxTokens"/> only so many. For <c>tf_idf</c> also in how many texts each occurs.
    /// </summary>
    /// <param name="texts">Texts, each a document, read once from first to last and not kept.</param>
    /// <exception cref="ArgumentException">There are no tokens in them.</exception>
    /// <exception cref="InvalidOperationException">The vocabulary was given to the constructor.</exception>
    /// <remarks>Keras: <c>layer.adapt(data)</c>.</remarks>
    public void Adapt(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Learn(texts.Chunk(Stretch).SelectMany(some => Tokenize(new StringData(some, some.Length, 1)).Rows));
    }

    /// <summary>The same from an array; where it has several axes, what stands along the last is one document.</summary>
    /// <inheritdoc cref="Adapt(IEnumerable{string})"/>
    public void Adapt(StringData texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Learn(Tokenize(texts.Dims.Length == 1 ? new StringData([.. texts], texts.Dims[0], 1) : texts).Rows);
    }

    /// <summary>Looks strings up. Several threads may do so at a time.</summary>
    /// <param name="texts">Strings, the first axis being the examples.</param>
    /// <returns>Whole numbers of type int64 in the mode <c>int</c>, in the other modes rows of float32.</returns>
    /// <exception cref="LayerException">There is no vocabulary yet, or a token is not in it and has no place.</exception>
    /// <remarks>Keras: <c>layer(x)</c>.</remarks>
    public TensorData Apply(StringData texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        RequireVocabulary();
        if (Index.Invert)
            throw new LayerException(
                Name,
                "strings came; it was made with invert, and makes strings of their places. Give it places, or leave invert out."
            );
        var (rows, outer) = Tokenize(texts);
        int length = SequenceLength ?? rows.Select(r => r.Count).DefaultIfEmpty().Max();
        if (FixedLength(texts) is { } known && SequenceLength is null)
            length = known;
        long[] places = new long[checked(rows.Count * length)];
        // Behind a row's end stands what the mask has.
        if (OutputMode != "int")
            Array.Fill(places, -1);
        for (int r = 0; r < rows.Count; r++)
        for (int i = 0; i < Math.Min(length, rows[r].Count); i++)
            places[r * length + i] = Index.Place(rows[r][i]) ?? Unknown(rows[r][i]);
        return Encode(
            places,
            [.. outer, length],
            OutputMode,
            Index.Depth,
            OutputMode == "tf_idf" ? Index.Frequencies() : null
        );
    }

    /// <summary>The tokens and their places.</summary>
    private protected TokenIndex<string> Index { get; }

    /// <summary>The tokens along the last axis.</summary>
    private protected abstract TokenRows Tokenize(StringData texts);

    /// <summary>The length of all rows, however many tokens there are; null for that of the longest.</summary>
    private protected virtual int? SequenceLength => null;

    /// <summary>How many tokens rows have whatever they hold, as far as that is known, should there be no rows at all.</summary>
    private protected virtual int? FixedLength(StringData texts) => null;

    /// <summary>Refuses to run without a vocabulary.</summary>
    private protected void RequireVocabulary()
    {
        if (!IsAdapted)
            throw new LayerException(
                Name,
                "it was applied before it has a vocabulary; it learns one from texts. Call Adapt(texts) first, or give it a vocabulary."
            );
    }

    /// <summary>A configuration without what Keras writes beside the arguments.</summary>
    private protected static JsonObject Known(JsonObject config)
    {
        var known = config.DeepClone().AsObject();
        foreach (string beside in (string[])["vocabulary_size", "has_input_vocabulary", "oov_method"])
            known.Remove(beside);
        return known;
    }

    private long Unknown(string token) =>
        Index.NumOovIndices switch
        {
            0 => throw new LayerException(
                Name,
                $"'{token}' came, which is not in the vocabulary; with numOovIndices of 0 all strings must be. Use numOovIndices: 1, or another vocabulary."
            ),
            1 => Index.FirstUnknown,
            _ => Index.FirstUnknown + _buckets!.Of(token),
        };

    private void Learn(IEnumerable<ArraySegment<string>> documents)
    {
        if (_given)
            throw new InvalidOperationException(
                $"The layer '{Name}' was to adapt to texts; it was made with a vocabulary, which says what it would learn. Leave it out."
            );
        var counts = new TokenCounts<string>(TokenOrder.Instance);
        foreach (var document in documents)
        {
            counts.Begin();
            foreach (string token in document)
                counts.Add(token);
        }
        if (!Index.Learn(counts))
            throw new LayerException(
                Name,
                FormattableString.Invariant(
                    $"it was to adapt to {counts.Documents} texts in which no tokens are left for its vocabulary; one at least was expected. Give other texts, or more maxTokens."
                )
            );
    }
}
