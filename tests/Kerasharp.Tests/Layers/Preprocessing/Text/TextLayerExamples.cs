using Kerasharp.Data;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

/// <summary>
/// Layers that run before the model with arguments and what they are given: what the harness asks of them. Together they set every argument
/// to something other than its default; the coverage page counts them.
/// </summary>
internal static class TextLayerExamples
{
    private static readonly string[] Some = ["red", "green", "blue"];
    private static readonly string[,] Colours =
    {
        { "red", "blue" },
        { "pink", "" },
    };

    private static readonly string[] Sentences = ["The cat, the dog.", "A dog - no cat!"];

    /// <summary>A layer and what it makes of something; twins must make the same.</summary>
    public sealed record Example(TextLayer Layer, Func<TextLayer, IEnumerable<double>> Run);

    public static IEnumerable<Example> All =>
        [
            Looked(new StringLookup(vocabulary: Some)),
            Looked(
                new StringLookup(
                    numOovIndices: 3,
                    maskToken: "",
                    oovToken: "?",
                    vocabulary: Some,
                    encoding: "utf-16",
                    salt: [3, 4]
                )
            ),
            Looked(
                new StringLookup(
                    maxTokens: 9,
                    vocabulary: Some,
                    idfWeights: [0.5, 0.25, 2],
                    outputMode: "tf_idf",
                    padToMaxTokens: true
                )
            ),
            Looked(
                new StringLookup(
                    vocabulary: ["?", .. Some],
                    idfWeights: [3, 0.5, 0.25, 2],
                    oovToken: "?",
                    outputMode: "tf_idf"
                )
            ),
            Looked(Adapted(new StringLookup(outputMode: "count"))),
            new(
                new StringLookup(vocabulary: Some, invert: true),
                l => ((StringLookup)l).Apply(new[] { 0, 2, 3 }).Select(t => (double)t.Length)
            ),
            Looked(new TextVectorization(vocabulary: ["dog", "cat"])),
            Looked(
                new TextVectorization(
                    standardize: "lower",
                    split: "character",
                    ngrams: 2,
                    outputSequenceLength: 7,
                    vocabulary: ["t", "h", "th"],
                    encoding: "latin-1"
                )
            ),
            Looked(
                new TextVectorization(
                    maxTokens: 6,
                    standardize: TextStandardizer.None,
                    split: TextSplitter.None,
                    ngrams: [1, 2],
                    outputMode: "tf_idf",
                    padToMaxTokens: true,
                    vocabulary: ["A dog - no cat!"],
                    idfWeights: [1.5]
                )
            ),
            Looked(Adapted(new TextVectorization(outputMode: "tf_idf"))),
            Hashed(new Hashing(numBins: 5)),
            Hashed(new Hashing(numBins: 5, maskValue: "", salt: 7, outputMode: "count")),
            Hashed(new Hashing(numBins: 5, maskValue: 12, salt: [7, 8], outputMode: "one_hot")),
            Crossed(new HashedCrossing(numBins: 5)),
            Crossed(new HashedCrossing(numBins: 5, outputMode: "one_hot")),
        ];

    private static Example Looked(VocabularyLayer layer) =>
        new(
            layer,
            l =>
                Numbers(
                    ((VocabularyLayer)l).Apply(l is TextVectorization ? (StringData)Sentences : (StringData)Colours)
                )
        );

    private static Example Hashed(Hashing layer) => new(layer, l => Numbers(((Hashing)l).Apply(Colours)));

    private static Example Crossed(HashedCrossing layer) =>
        new(layer, l => Numbers(((HashedCrossing)l).Apply(Some, new[] { 1, 2, 3 })));

    private static VocabularyLayer Adapted(VocabularyLayer layer)
    {
        layer.Adapt(["the cat", "red", "the dog"]);
        return layer;
    }

    private static IEnumerable<double> Numbers(TensorData data) => data.ToTensor<double>();
}
