using System.Text.Json.Nodes;
using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// Whole numbers, such as identities of users or articles, as their places in a vocabulary. The vocabulary is given, or learned from data
/// by <see cref="AdaptableLayer.Adapt"/>: the most frequent first, of equally frequent ones the greater.
/// </summary>
/// <remarks>
/// <para>Place 0 is the mask token's, if there is one; then come places for tokens that are not in the vocabulary, then the vocabulary.
/// With several such places, token modulo their number decides. With none, such a token is -1, or leaves no mark in a row.</para>
/// <para>Input: whole numbers of any shape. Output: the same shape as int64 in the mode <c>int</c>; in the other modes rows as long as the
/// vocabulary, as <see cref="CategoryEncoding"/> makes them, in <c>tf_idf</c> counts times inverse document frequencies. The mask token
/// leaves no mark in them and has no place.</para>
/// <para>Keras: <c>keras.layers.IntegerLookup</c>.</para>
/// </remarks>
/// <example><code>
/// var lookup = new IntegerLookup(vocabulary: [12, 36, 1138, 42]);
/// // [[12, 1138, 42], [42, 1000, 36]] becomes [[1, 3, 4], [4, 0, 2]]
/// </code></example>
public sealed class IntegerLookup : AdaptableLayer
{
    private const int BlockLength = 1 << 14;

    private readonly bool _given;
    private readonly TokenIndex<long> _index;

    /// <summary>A layer of a vocabulary, or one that learns it.</summary>
    /// <param name="maxTokens">How many places there are at most, those of mask and unknown tokens included; at least 2. No limit by default.</param>
    /// <param name="numOovIndices">How many places there are for tokens that are not in the vocabulary.</param>
    /// <param name="maskToken">The token that stands for nothing, as padding does; none by default.</param>
    /// <param name="oovToken">The token that unknown ones are called.</param>
    /// <param name="vocabulary">The tokens, each once; those of mask and unknown ones may stand before them. Learned if not given.</param>
    /// <param name="vocabularyDtype">The type of tokens: <c>int64</c>.</param>
    /// <param name="idfWeights">For the mode <c>tf_idf</c>, and given with the vocabulary: a weight for each of its tokens.</param>
    /// <param name="invert">Whether places become tokens instead.</param>
    /// <param name="outputMode"><c>int</c>, <c>one_hot</c>, <c>multi_hot</c>, <c>count</c> or <c>tf_idf</c>.</param>
    /// <param name="padToMaxTokens">Whether rows are as long as <paramref name="maxTokens"/> however many tokens there are.</param>
    /// <param name="oovMethod">How a token gets one of several places for unknown ones: <c>floormod</c>. <c>farmhash</c> is taken where
    /// there are not several.</param>
    /// <param name="salt">For <c>farmhash</c>: two numbers, or one.</param>
    /// <param name="name">The layer's name; <c>integer_lookup</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or does not go with another.</exception>
    /// <exception cref="NotSupportedException">Unknown tokens were to be distributed by a hash.</exception>
    public IntegerLookup(
        int? maxTokens = null,
        int numOovIndices = 1,
        long? maskToken = null,
        long oovToken = -1,
        long[]? vocabulary = null,
        string vocabularyDtype = "int64",
        double[]? idfWeights = null,
        bool invert = false,
        string outputMode = "int",
        bool padToMaxTokens = false,
        string oovMethod = "floormod",
        long[]? salt = null,
        string? name = null
    )
        : base(name)
    {
        _index = new TokenIndex<long>(
            maxTokens,
            numOovIndices,
            maskToken is not null,
            maskToken ?? 0,
            oovToken,
            invert,
            outputMode,
            padToMaxTokens
        )
        {
            Changing = CheckLength,
        };
        MaskToken = maskToken;
        OovToken = oovToken;
        VocabularyDtype = Arguments.OneOf(vocabularyDtype, "type of tokens", "int64");
        OovMethod = Arguments.OneOf(oovMethod, "way to distribute unknown tokens", "floormod", "farmhash");
        Salt = salt is [var one] ? [one, one] : salt;
        CheckHash();
        _given = vocabulary is not null;
        if (vocabulary is not null)
            SetVocabulary(vocabulary, idfWeights);
        else
            _index.RefuseWeightsAlone(idfWeights);
    }

    /// <summary>How many places there are at most; null without limit.</summary>
    public int? MaxTokens => _index.MaxTokens;

    /// <summary>How many places there are for tokens that are not in the vocabulary.</summary>
    public int NumOovIndices => _index.NumOovIndices;

    /// <summary>The token that stands for nothing, or null.</summary>
    public long? MaskToken { get; }

    /// <summary>The token that unknown ones are called.</summary>
    public long OovToken { get; }

    /// <summary>The tokens, given or learned, each with its weight if there are weights; null while there are none.</summary>
    public IReadOnlyList<long>? Vocabulary => _index.Given;

    /// <summary>The type of tokens.</summary>
    public string VocabularyDtype { get; }

    /// <summary>The inverse document frequencies, given or learned; null while there are none.</summary>
    public IReadOnlyList<double>? IdfWeights => _index.IdfWeights;

    /// <summary>Whether places become tokens instead.</summary>
    public bool Invert => _index.Invert;

    /// <summary><c>int</c>, <c>one_hot</c>, <c>multi_hot</c>, <c>count</c> or <c>tf_idf</c>.</summary>
    public string OutputMode => _index.OutputMode;

    /// <summary>Whether rows are as long as <see cref="MaxTokens"/>.</summary>
    public bool PadToMaxTokens => _index.PadToMaxTokens;

    /// <summary>How a token gets one of several places for unknown ones.</summary>
    public string OovMethod { get; }

    /// <summary>Two numbers for the hash, or null.</summary>
    public IReadOnlyList<long>? Salt { get; }

    /// <inheritdoc/>
    public override bool IsAdapted => _index.Tokens is not null;

    /// <summary>The number of places, those of mask and unknown tokens included.</summary>
    public int VocabularySize => _index.Size;

    /// <summary>The tokens by their places.</summary>
    /// <param name="includeSpecialTokens">Whether those of mask and unknown ones stand before them, as in the places.</param>
    /// <remarks>Keras: <c>get_vocabulary</c>.</remarks>
    public IReadOnlyList<long> GetVocabulary(bool includeSpecialTokens = true) => _index.All(includeSpecialTokens);

    /// <summary>Sets the vocabulary, in place of the one there is.</summary>
    /// <param name="vocabulary">The tokens, each once; those of mask and unknown ones may stand before them.</param>
    /// <param name="idfWeights">For the mode <c>tf_idf</c>: a weight for each of its tokens.</param>
    /// <exception cref="ArgumentException">It is empty, too long, has a token twice, or weights are missing or do not fit.</exception>
    /// <remarks>Keras: <c>set_vocabulary</c>.</remarks>
    public void SetVocabulary(long[] vocabulary, double[]? idfWeights = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        _index.Set(vocabulary, idfWeights);
        Changed();
    }

    /// <summary>From a configuration; of the vocabulary's size, which Keras writes beside it, it takes no notice.</summary>
    internal static IntegerLookup Configured(JsonObject config)
    {
        var known = config.DeepClone().AsObject();
        known.Remove("vocabulary_size");
        return (IntegerLookup)Configuration.Make(typeof(IntegerLookup), known);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        RequireAdapted(context, "a vocabulary");
        if (OutputMode != "int" && !PadToMaxTokens && !IsAdapted)
            throw new LayerException(
                Name,
                $"it was applied before it has a vocabulary; in the mode '{OutputMode}' its output's shape depends on its length. Call Adapt(data) first, or use padToMaxTokens."
            );
        var x = Op.Cast(input.Value, ElementType.Int64);
        if (Invert)
            return new SymbolicTensor(Tokens().Find(x).Values);
        var (places, found) = Places().Find(x);
        if (NumOovIndices > 1)
            places = Op.Where(found, places, Op.Mod(x, x.Like(NumOovIndices)) + _index.FirstUnknown);
        if (OutputMode == "int")
            return new SymbolicTensor(places);
        int depth = _index.Depth;
        string mode = OutputMode == "tf_idf" ? "count" : OutputMode;
        var rows = CategoryRows.Encode(this, places, mode, depth, context.ComputeType);
        return new SymbolicTensor(OutputMode == "tf_idf" ? rows * Frequencies(rows) : rows);
    }

    private protected override void Learn(TensorData data)
    {
        if (_given)
            throw IsFixed("a vocabulary", "Leave it out.");
        if (data.ElementType.IsFloat())
            throw new LayerException(
                Name,
                $"it was to adapt to data of {data.ElementType}; whole numbers were expected. Convert them."
            );
        if (!_index.Learn(Count(data)))
            throw new LayerException(
                Name,
                $"it was to adapt to data of shape {data.Shape} in which no tokens are left for its vocabulary; one at least was expected. Give other data, or more maxTokens."
            );
        Changed();
    }

    private static TokenCounts<long> Count(TensorData data)
    {
        var counts = new TokenCounts<long>(Comparer<long>.Default);
        long row = data.RowLength;
        long length = data.Count * row;
        var block = new long[BlockLength];
        using var reader = new ElementReader(data);
        for (long start = 0; start < length; start += BlockLength)
        {
            var elements = block.AsSpan(0, (int)Math.Min(BlockLength, length - start));
            reader.Read(start, elements);
            for (int i = 0; i < elements.Length; i++)
            {
                if ((start + i) % row == 0)
                    counts.Begin();
                counts.Add(elements[i]);
            }
        }
        return counts;
    }

    /// <summary>From tokens to places.</summary>
    private LookupTable Places()
    {
        var entries = (_index.Tokens ?? []).Select((token, i) => (token, (long)(_index.FirstToken + i)));
        if (MaskToken is { } mask)
            entries = entries.Append((mask, OutputMode == "int" ? 0 : -1));
        return new LookupTable(entries, NumOovIndices == 1 ? _index.FirstUnknown : -1);
    }

    /// <summary>From places to tokens.</summary>
    private LookupTable Tokens()
    {
        var entries = (_index.Tokens ?? []).Select((token, i) => ((long)(_index.FirstToken + i), token));
        return new LookupTable(MaskToken is { } mask ? entries.Append((0, mask)) : entries, OovToken);
    }

    private Value Frequencies(Value rows)
    {
        double[] weights = _index.Frequencies();
        return rows.Graph.Constant(ConstantTensor.From(weights, rows.ElementType, [weights.Length]));
    }

    /// <summary>Models that have the layer know the length of its rows.</summary>
    private void CheckLength(int length)
    {
        int before = _index.Tokens?.Length ?? 0;
        if (IsBuilt && OutputMode != "int" && !PadToMaxTokens && length != before)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The layer '{Name}' got a vocabulary of {length} tokens; it was built for rows of one of {before}. Give as many, set maxTokens and padToMaxTokens, or make the model anew."
                )
            );
    }

    private void CheckHash()
    {
        if (Salt is not null && (OovMethod != "farmhash" || Salt.Count != 2))
            throw new ArgumentException(
                $"A salt of {Salt.Count} numbers came with oovMethod '{OovMethod}'; one or two, for 'farmhash', were expected. Leave it out."
            );
        if (OovMethod == "farmhash" && NumOovIndices > 1)
            throw new NotSupportedException(
                FormattableString.Invariant(
                    $"oovMethod 'farmhash' came with {NumOovIndices} places for unknown tokens; ONNX has no operator for this hash. Use 'floormod', or one place."
                )
            );
    }
}
