using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// Strings, such as names of colours or countries, as their places in a vocabulary. The vocabulary is given, or learned from data by
/// <see cref="VocabularyLayer.Adapt(IEnumerable{string})"/>: the most frequent first, of equally frequent ones the greater.
/// </summary>
/// <remarks>
/// <para>Place 0 is the mask token's, if there is one; then come places for strings that are not in the vocabulary, then the vocabulary.
/// With several such places, FarmHash of the string decides, or SipHash under a salt. With none, such a string is refused.</para>
/// <para>Input: strings of any shape, before the model. Output: the same shape as int64 in the mode <c>int</c>; in the other modes rows as
/// long as the vocabulary, as <see cref="CategoryEncoding"/> makes them, in <c>tf_idf</c> counts times inverse document frequencies. The mask
/// token leaves no mark in them and has no place.</para>
/// <para>Strings are not changed: <see cref="TextVectorization"/> splits texts into words.</para>
/// <para>Keras: <c>keras.layers.StringLookup</c>.</para>
/// </remarks>
/// <example><code>
/// var lookup = new StringLookup(vocabulary: ["a", "b", "c", "d"]);
/// TensorData places = lookup.Apply(new[,] { { "a", "c", "d" }, { "d", "z", "b" } });   // [[1, 3, 4], [4, 0, 2]]
/// var back = new StringLookup(vocabulary: ["a", "b", "c", "d"], invert: true);
/// Tensor&lt;string&gt; names = back.Apply(places);                                          // z is "[UNK]"
/// </code></example>
public sealed class StringLookup : VocabularyLayer
{
    /// <summary>A layer of a vocabulary, or one that learns it.</summary>
    /// <param name="maxTokens">How many places there are at most, those of mask and unknown tokens included; at least 2. No limit by default.</param>
    /// <param name="numOovIndices">How many places there are for strings that are not in the vocabulary.</param>
    /// <param name="maskToken">The string that stands for nothing, as padding does; none by default.</param>
    /// <param name="oovToken">What unknown strings are called.</param>
    /// <param name="vocabulary">The strings, each once, or the path of a text file with one in each line; those of mask and unknown ones may
    /// stand before them. Learned if not given.</param>
    /// <param name="idfWeights">For the mode <c>tf_idf</c>, and given with the vocabulary: a weight for each of its strings.</param>
    /// <param name="invert">Whether places become strings instead: <see cref="Apply(TensorData)"/>.</param>
    /// <param name="outputMode"><c>int</c>, <c>one_hot</c>, <c>multi_hot</c>, <c>count</c> or <c>tf_idf</c>.</param>
    /// <param name="padToMaxTokens">Whether rows are as long as <paramref name="maxTokens"/> however many strings there are.</param>
    /// <param name="encoding">The encoding of the vocabulary's file, in which unknown strings are hashed, too; by Python's name.</param>
    /// <param name="salt">Where there are several places for unknown strings: the key of SipHash, by which they are distributed.</param>
    /// <param name="name">The layer's name; <c>string_lookup</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or does not go with another.</exception>
    /// <exception cref="FileNotFoundException">There is no file of that name.</exception>
    public StringLookup(
        int? maxTokens = null,
        int numOovIndices = 1,
        string? maskToken = null,
        string oovToken = "[UNK]",
        VocabularyOrFile? vocabulary = null,
        double[]? idfWeights = null,
        bool invert = false,
        string outputMode = "int",
        bool padToMaxTokens = false,
        string encoding = "utf-8",
        HashSalt? salt = null,
        string? name = null
    )
        : base(
            new TokenIndex<string>(
                maxTokens,
                numOovIndices,
                maskToken is not null,
                maskToken ?? "",
                oovToken ?? throw new ArgumentNullException(nameof(oovToken)),
                invert,
                outputMode,
                padToMaxTokens
            ),
            vocabulary,
            idfWeights,
            encoding,
            salt,
            name
        )
    {
        MaskToken = maskToken;
        OovToken = oovToken;
        Salt = salt;
        if (salt is not null && numOovIndices < 2)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"A salt came with numOovIndices of {numOovIndices}; it distributes unknown strings over several places. Give more, or leave it out."
                )
            );
    }

    /// <summary>How many places there are for strings that are not in the vocabulary.</summary>
    public int NumOovIndices => Index.NumOovIndices;

    /// <summary>The string that stands for nothing, or null.</summary>
    public string? MaskToken { get; }

    /// <summary>What unknown strings are called.</summary>
    public string OovToken { get; }

    /// <summary>Whether places become strings instead.</summary>
    public bool Invert => Index.Invert;

    /// <summary>The key by which unknown strings are distributed, or null.</summary>
    public IReadOnlyList<long>? Salt { get; }

    /// <summary>The strings of places, in a layer that was made with <c>invert</c>.</summary>
    /// <param name="places">Whole numbers of any shape.</param>
    /// <returns>Strings of the same shape; a place without a string becomes <see cref="OovToken"/>.</returns>
    /// <exception cref="LayerException">The layer was made without <c>invert</c>, has no vocabulary yet, or the numbers are not whole.</exception>
    /// <remarks>Keras: <c>layer(x)</c>.</remarks>
    public Tensor<string> Apply(TensorData places)
    {
        ArgumentNullException.ThrowIfNull(places);
        RequireVocabulary();
        if (!Invert)
            throw new LayerException(
                Name,
                "places came; it was made without invert, and makes places of strings. Give it strings, or use invert: true."
            );
        if (places.ElementType.IsFloat())
            throw new LayerException(
                Name,
                $"places of {places.ElementType} came; whole numbers were expected. Convert them."
            );
        var numbers = new long[checked(places.Count * places.RowLength)];
        using (var reader = new ElementReader(places))
            reader.Read(0, numbers.AsSpan());
        return Tensor.Create(
            Array.ConvertAll(numbers, Index.Token),
            Array.ConvertAll(places.Shape.ToArray(), d => (nint)d)
        );
    }

    /// <summary>From a configuration; of what Keras writes beside the arguments it takes no notice.</summary>
    internal static StringLookup Configured(JsonObject config) =>
        (StringLookup)Configuration.Make(typeof(StringLookup), Known(config));

    private protected override string Takes => Invert ? "places were" : "strings were";

    private protected override TokenRows Tokenize(StringData texts)
    {
        int length = (int)texts.Dims[^1];
        string[] all = texts.Values.ToArray();
        int count = length == 0 ? 0 : all.Length / length;
        return new(
            [.. Enumerable.Range(0, count).Select(r => new ArraySegment<string>(all, r * length, length))],
            texts.Dims[..^1]
        );
    }

    private protected override int? FixedLength(StringData texts) => (int)texts.Dims[^1];
}
