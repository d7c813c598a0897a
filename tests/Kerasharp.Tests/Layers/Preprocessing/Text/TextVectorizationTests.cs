using System.Text.Json.Nodes;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp.Tests.Layers;

/// <summary>Numbers are those of Keras's own text_vectorization_test.py, or derived by hand.</summary>
public class TextVectorizationTests
{
    private static readonly string[] Texts = ["foo bar", "bar baz", "baz bada boom"];

    [Fact]
    public void Texts_become_sequences()
    {
        var layer = new TextVectorization(maxTokens: 5000, outputSequenceLength: 4);
        layer.Adapt(Texts);
        Assert.Equal(["", "[UNK]", "baz", "bar", "foo", "boom", "bada"], layer.GetVocabulary());
        var places = layer.Apply(
            new[,]
            {
                { "foo qux bar" },
                { "qux baz" },
            }
        );
        Assert.Equal(Shape.Of(2, 4), places.Shape);
        Assert.Equal([4, 1, 3, 0, 1, 2, 0, 0], places.ToTensor<long>());
        // As long as the longest; longer ones are cut off where a length is given.
        Assert.Equal([4, 1, 3, 1, 2, 0], Places(new(vocabulary: ["baz", "bar", "foo"]), "foo qux bar", "qux baz"));
        Assert.Equal(
            [4, 1, 1, 2],
            Places(new(vocabulary: ["baz", "bar", "foo"], outputSequenceLength: 2), "foo qux bar", "qux baz")
        );
        Assert.Equal(Shape.Of(2, 0), new TextVectorization(vocabulary: ["a"]).Apply(["", " "]).Shape);
    }

    [Fact]
    public void Texts_become_rows()
    {
        string[] texts = ["foo bar", "baz foo foo"];
        Assert.Equal(
            [0, 1, 1, 0, 0, 1, 0, 1],
            Rows(new(outputMode: "multi_hot", vocabulary: ["foo", "bar", "baz"]), texts)
        );
        Assert.Equal(
            [0, 1, 1, 0, 0, 2, 0, 1],
            Rows(new(outputMode: "count", vocabulary: ["foo", "bar", "baz"]), texts)
        );
        Assert.Equal(
            [0, 0.3f, 0.5f, 0, 0, 0.6f, 0, 0.2f],
            Rows(new(outputMode: "tf_idf", vocabulary: ["foo", "bar", "baz"], idfWeights: [0.3, 0.5, 0.2]), texts)
        );
        var padded = new TextVectorization(
            8,
            outputMode: "multi_hot",
            padToMaxTokens: true,
            vocabulary: ["foo", "bar"]
        );
        Assert.Equal(Shape.Of(1, 8), padded.Apply(["foo bar"]).Shape);
        // Behind the end of a text its rows are empty.
        var each = new TextVectorization(outputMode: "one_hot", vocabulary: ["foo", "bar"]).Apply(["foo qux", "bar"]);
        Assert.Equal(Shape.Of(2, 2, 3), each.Shape);
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0], each.ToTensor<float>().ToFlat());
    }

    [Fact]
    public void Standardization_is_that_of_Keras()
    {
        const string text = "Hello, World!. This is just a nice test!";
        Assert.Equal(
            [2, 3, 4, 5, 1, 1, 6, 7],
            Places(new(vocabulary: ["hello", "world", "this", "is", "nice", "test"]), text)
        );
        Assert.Equal(
            [2, 1, 5, 6, 1, 1, 7, 1],
            Places(
                new(standardize: "lower", vocabulary: ["hello,", "hello", "world", "this", "is", "nice", "test"]),
                text
            )
        );
        Assert.Equal(
            [2, 3, 4],
            Places(new(standardize: "strip_punctuation", vocabulary: ["Hello", "World", "Test"]), "Hello, World! Test.")
        );
        Assert.Equal(
            [2, 1],
            Places(new(standardize: TextStandardizer.None, vocabulary: ["Hello", "world"]), "Hello hello")
        );
        Assert.Equal(
            [2, 3],
            Places(
                new(standardize: TextStandardizer.From(t => t.Replace('-', ' ')), vocabulary: ["foo", "bar"]),
                "foo-bar"
            )
        );
        // All punctuation of ASCII and no other; small letters of A to Z alone.
        string all = string.Concat(Enumerable.Range(0, 128).Select(i => (char)i)) + "ÉÄ§«";
        Assert.Equal(
            string.Concat(
                all.Where(c => c >= 128 || !char.IsPunctuation(c) && !char.IsSymbol(c))
                    .Select(c => char.IsAscii(c) ? char.ToLowerInvariant(c) : c)
            ),
            ((TextStandardizer)"lower_and_strip_punctuation").Apply(all)
        );
    }

    [Fact]
    public void Splitting_is_that_of_Keras()
    {
        Assert.Equal([2, 3, 4, 1], Places(new(split: "character", vocabulary: ["a", "b", "c", "d", "e"]), "abcf"));
        Assert.Equal(
            [2, 3, 2],
            Places(new(split: "character", vocabulary: ["\U0001F600", "é"]), "\U0001F600é\U0001F600")
        );
        Assert.Equal(
            [3, 2],
            Places(
                new(
                    standardize: TextStandardizer.None,
                    split: TextSplitter.From(t => t.Split('|')),
                    vocabulary: ["a b", "foo"]
                ),
                "foo|a b"
            )
        );
        // Whitespace is ASCII's: a no-break space holds words together.
        Assert.Equal([2, 3, 4], Places(new(vocabulary: ["a", "b", "c\u00A0d"]), " a\t\vb\r\n\fc\u00A0d "));
        var whole = new TextVectorization(split: TextSplitter.None, vocabulary: ["foo", "bar", "baz"]);
        var places = whole.Apply(
            new[,]
            {
                { "foo" },
                { "bar" },
                { "unknown" },
            }
        );
        Assert.Equal(Shape.Of(3, 1), places.Shape);
        Assert.Equal([2, 3, 1], places.ToTensor<long>());
        var longer = new TextVectorization(
            split: TextSplitter.None,
            outputSequenceLength: 4,
            vocabulary: ["baz", "bar", "foo"]
        );
        Assert.Equal(
            Shape.Of(2, 4),
            longer
                .Apply(
                    new[,]
                    {
                        { "foo" },
                        { "baz" },
                    }
                )
                .Shape
        );
        var grams = new TextVectorization(split: TextSplitter.None, ngrams: 2);
        grams.Adapt(
            new[,]
            {
                { "A", "b" },
                { "b", "c" },
            }
        );
        Assert.Equal(["b", "c", "b c", "a b", "a"], grams.Vocabulary);
    }

    [Fact]
    public void Words_stand_together()
    {
        var two = new TextVectorization(ngrams: 2);
        two.Adapt(["foo bar baz"]);
        Assert.Equal(["foo bar", "foo", "baz", "bar baz", "bar"], two.Vocabulary);
        // Single words first, then pairs.
        Assert.Equal([3, 6, 4, 2, 5], two.Apply(["foo bar baz"]).ToTensor<long>());
        var one = new TextVectorization(ngrams: [1, 3]);
        one.Adapt(["foo bar baz"]);
        Assert.Equal(["foo bar baz", "foo", "baz", "bar"], one.Vocabulary);
        // What is too short has none.
        Assert.Equal([1], Places(new(ngrams: [2], vocabulary: ["a b"]), "x y", "x").Where(p => p != 0));
    }

    [Fact]
    public void Documents_are_counted_over_a_stream()
    {
        var layer = new TextVectorization(outputMode: "tf_idf", maxTokens: 3);
        layer.Adapt(Enumerable.Repeat("a a b c", 2000).Append("a"));
        Assert.Equal(["a", "c"], layer.Vocabulary);
        Assert.Equal(Math.Log(1 + 2001 / 2002.0), layer.IdfWeights![0], 1e-6);
        Assert.Equal(Math.Log(1 + 2001 / 2001.0), layer.IdfWeights[1], 1e-6);
    }

    [Fact]
    public void Functions_are_written_by_the_names_under_which_they_are_registered()
    {
        Func<string, string> dashes = text => text.Replace('-', ' ');
        Func<string, string[]> bars = text => text.Split('|');
        var layer = new TextVectorization(
            standardize: dashes,
            split: TextSplitter.From(bars),
            vocabulary: ["a b", "c"]
        );
        Assert.Contains("Register", Assert.Throws<NotSupportedException>(() => layer.GetConfig()).Message);
        CustomObjects.Register("tests.dashes", dashes);
        CustomObjects.Register("tests.bars", bars);
        var twin = (TextVectorization)Layer.Deserialize(JsonNode.Parse(layer.Serialize().ToJsonString())!.AsObject());
        Assert.Equal([3, 2], twin.Apply(["c|a-b"]).ToTensor<long>());
    }

    [Fact]
    public void A_model_learns_from_what_it_gives()
    {
        string[] texts = ["good film", "very good", "bad film", "very bad", "good good", "bad bad"];
        var vectorize = new TextVectorization(outputSequenceLength: 3);
        vectorize.Adapt(texts);
        using var model = new Sequential([
            new Input(3) { ElementType = ElementType.Int64 },
            new Embedding(vectorize.VocabularySize, 4, maskZero: true),
            new GlobalAveragePooling1D(),
            new Dense(1, activation: "sigmoid"),
        ]);
        model.Compile(new Kerasharp.Optimizers.Adam(0.1), "binary_crossentropy");
        model.Fit(vectorize.Apply(texts), new[] { 1f, 1, 0, 0, 1, 0 }, epochs: 40, verbose: 0);
        var said = model.Predict(vectorize.Apply(["a good one", "a bad one"])).ToFlat();
        Assert.True(said[0] > 0.5 && said[1] < 0.5);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refused("'tf_idf'", () => new TextVectorization(idfWeights: [1]));
        Refused("outputSequenceLength", () => new TextVectorization(outputMode: "count", outputSequenceLength: 5));
        Refused("at least 1", () => new TextVectorization(outputSequenceLength: 0));
        Refused("at least 1", () => new TextVectorization(ngrams: 0));
        Refused("without widths", () => new TextVectorization(ngrams: Array.Empty<int>()));
        Refused("upper", () => new TextVectorization(standardize: "upper"));
        Refused("words", () => new TextVectorization(split: "words"));
        Refused(
            "TextSplitter.None",
            () =>
                new TextVectorization(vocabulary: ["a"]).Apply(
                    new[,]
                    {
                        { "a", "b" },
                    }
                )
        );
        Refused("before the model", () => new TextVectorization().Apply(new Input(1)));
        Refused("0 texts", () => new TextVectorization().Adapt(Array.Empty<string>()));
        var none = new TextVectorization(split: TextSplitter.From(_ => null!), vocabulary: ["a"]);
        Assert.Contains("gave null", Assert.Throws<InvalidOperationException>(() => none.Apply(["a"])).Message);
    }

    private static void Refused(string expected, Action act) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(act).Message);

    private static IEnumerable<long> Places(TextVectorization layer, params string[] texts) =>
        layer.Apply(texts).ToTensor<long>();

    private static float[] Rows(TextVectorization layer, string[] texts) =>
        layer.Apply(texts).ToTensor<float>().ToFlat();
}
