using System.Text.Json.Nodes;
using Kerasharp.Data;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// Texts as numbers that a model can take: each is standardized, split into words, and the words are looked up in a vocabulary, which is
/// given or learned from texts by <see cref="VocabularyLayer.Adapt(IEnumerable{string})"/>.
/// </summary>
/// <remarks>
/// <para>In the mode <c>int</c> a text becomes the places of its words, filled up with 0 to <c>outputSequenceLength</c> or to the longest of
/// the texts; place 0 is that of nothing, 1 that of unknown words. In the other modes a text becomes a row as long as the vocabulary, which
/// begins with the unknown words: ones, counts, or counts times inverse document frequencies.</para>
/// <para>Input: texts of shape (batch) or (batch, 1), before the model; with <c>split: TextSplitter.None</c> the last axis holds the words.
/// Output: (batch, words) of int64, or (batch, tokens) of float32.</para>
/// <para>Keras: <c>keras.layers.TextVectorization</c>.</para>
/// </remarks>
/// <example><code>
/// var vectorize = new TextVectorization(maxTokens: 5000, outputSequenceLength: 4);
/// vectorize.Adapt(["foo bar", "bar baz", "baz bada boom"]);
/// TensorData x = vectorize.Apply(["foo qux bar", "qux baz"]);   // [[4, 1, 3, 0], [1, 2, 0, 0]]
/// </code></example>
public sealed class TextVectorization : VocabularyLayer
{
    /// <summary>A layer of a vocabulary, or one that learns it.</summary>
    /// <param name="maxTokens">How many places there are at most, those of nothing and of unknown words included; at least 2. No limit by
    /// default.</param>
    /// <param name="standardize">What becomes of a text first; <c>lower_and_strip_punctuation</c> by default, <see cref="TextStandardizer.None"/>
    /// for nothing.</param>
    /// <param name="split">How a text becomes words; <c>whitespace</c> by default, <see cref="TextSplitter.None"/> where it is one already.</param>
    /// <param name="ngrams">How many words stand together as a token: up to a number, or one of several numbers; single words by default.</param>
    /// <param name="outputMode"><c>int</c>, <c>one_hot</c>, <c>multi_hot</c>, <c>count</c> or <c>tf_idf</c>.</param>
    /// <param name="outputSequenceLength">In the mode <c>int</c>: how many places each text has; those of longer ones are cut off. As many as the
    /// longest of the texts has by default.</param>
    /// <param name="padToMaxTokens">Whether rows are as long as <paramref name="maxTokens"/> however many words there are.</param>
    /// <param name="vocabulary">The words, each once, or the path of a text file with one in each line; "" and "[UNK]" may stand before them.
    /// Learned if not given.</param>
    /// <param name="idfWeights">For the mode <c>tf_idf</c>, and given with the vocabulary: a weight for each of its words.</param>
    /// <param name="encoding">The encoding of the vocabulary's file, by Python's name.</param>
    /// <param name="name">The layer's name; <c>text_vectorization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or does not go with another.</exception>
    /// <exception cref="FileNotFoundException">There is no file of that name.</exception>
    public TextVectorization(
        int? maxTokens = null,
        TextStandardizer? standardize = null,
        TextSplitter? split = null,
        NGrams? ngrams = null,
        string outputMode = "int",
        int? outputSequenceLength = null,
        bool padToMaxTokens = false,
        VocabularyOrFile? vocabulary = null,
        double[]? idfWeights = null,
        string encoding = "utf-8",
        string? name = null
    )
        : base(
            new TokenIndex<string>(maxTokens, 1, true, "", "[UNK]", false, outputMode, padToMaxTokens),
            vocabulary,
            idfWeights,
            encoding,
            null,
            name
        )
    {
        Standardize = standardize ?? "lower_and_strip_punctuation";
        Split = split ?? "whitespace";
        Ngrams = ngrams;
        if (outputSequenceLength is { } length)
            Arguments.Positive(length, nameof(outputSequenceLength));
        if (outputSequenceLength is not null && OutputMode != "int")
            throw new ArgumentException(
                $"outputSequenceLength came in the output mode '{OutputMode}'; only 'int' has sequences. Use it, or leave the length out."
            );
        OutputSequenceLength = outputSequenceLength;
    }

    /// <summary>What becomes of a text first.</summary>
    public TextStandardizer Standardize { get; }

    /// <summary>How a text becomes words.</summary>
    public TextSplitter Split { get; }

    /// <summary>How many words stand together as a token; null for one.</summary>
    public NGrams? Ngrams { get; }

    /// <summary>How many places each text has; null for as many as the longest has.</summary>
    public int? OutputSequenceLength { get; }

    /// <summary>From a configuration; of what Keras writes beside the arguments it takes no notice.</summary>
    internal static TextVectorization Configured(JsonObject config) =>
        (TextVectorization)Configuration.Make(typeof(TextVectorization), Known(config));

    private protected override int? SequenceLength => OutputSequenceLength;

    private protected override TokenRows Tokenize(StringData texts)
    {
        if (Split.IsNone)
        {
            int length = (int)texts.Dims[^1];
            string[] words = [.. texts.Select(Standardize.Apply)];
            int count = length == 0 ? 0 : words.Length / length;
            return new(
                [.. Enumerable.Range(0, count).Select(r => Grams(words.AsMemory(r * length, length).ToArray()))],
                texts.Dims[..^1]
            );
        }
        if (texts.Dims.Length > 1 && texts.Dims[^1] != 1)
            throw this.Misfit(
                texts.Shape,
                "texts of shape (batch) or (batch, 1) were expected, which are split into words",
                "Join the words of a text, or use split: TextSplitter.None."
            );
        return new(
            [.. texts.Select(t => Grams(Split.Apply(Standardize.Apply(t))))],
            texts.Dims.Length > 1 ? texts.Dims[..^1] : texts.Dims
        );
    }

    private ArraySegment<string> Grams(string[] words) => Ngrams is null ? words : Ngrams.Of(words);
}
