using System.Text;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

/// <summary>Numbers are those of the examples in Keras's documentation and of its string_lookup_test.py.</summary>
public class StringLookupTests
{
    private static readonly string[] Four = ["a", "b", "c", "d"];

    private static readonly string[,] Data =
    {
        { "a", "c", "d" },
        { "d", "z", "b" },
    };

    private static readonly string[,] Longer =
    {
        { "a", "c", "d", "d" },
        { "d", "z", "b", "z" },
    };

    [Fact]
    public void Strings_become_places()
    {
        var places = new StringLookup(vocabulary: Four).Apply(Data);
        Assert.Equal(ElementType.Int64, places.ElementType);
        Assert.Equal(Shape.Of(2, 3), places.Shape);
        Assert.Equal([1, 3, 4, 4, 0, 2], places.ToTensor<long>());
        var deep = new StringLookup(vocabulary: Four).Apply(
            new[,,]
            {
                {
                    { "a" },
                    { "b" },
                },
            }
        );
        Assert.Equal(Shape.Of(1, 2, 1), deep.Shape);
    }

    [Fact]
    public void Unknown_strings_are_distributed_by_their_hash()
    {
        var several = new StringLookup(vocabulary: Four, numOovIndices: 2);
        Assert.Equal(
            [2, 4, 5, 0, 1, 3],
            several
                .Apply(
                    new[,]
                    {
                        { "a", "c", "d" },
                        { "m", "z", "b" },
                    }
                )
                .ToTensor<long>()
        );
        StringData unknown = ["x", "y", "z", "w", "v", "u"];
        var salted = new StringLookup(vocabulary: Four, numOovIndices: 4, salt: [137, 42]);
        var plain = new StringLookup(vocabulary: Four, numOovIndices: 4);
        Assert.NotEqual(plain.Apply(unknown).ToTensor<long>(), salted.Apply(unknown).ToTensor<long>());
        // The same buckets as Hashing's, since the hash is the same.
        Assert.Equal(
            new Hashing(numBins: 4, salt: [137, 42]).Apply(unknown).ToTensor<long>(),
            salted.Apply(unknown).ToTensor<long>()
        );
    }

    [Fact]
    public void The_most_frequent_come_first_and_of_equals_the_greater()
    {
        var layer = new StringLookup();
        layer.Adapt(Data);
        Assert.Equal(["[UNK]", "d", "z", "c", "b", "a"], layer.GetVocabulary());
        Assert.Equal([5, 3, 1, 1, 2, 4], layer.Apply(Data).ToTensor<long>());
        Assert.Equal(["d", "z", "c", "b", "a"], layer.GetVocabulary(includeSpecialTokens: false));

        var few = new StringLookup(maxTokens: 4, maskToken: "z", oovToken: "b");
        few.Adapt(Data);
        Assert.Equal(["z", "b", "d", "c"], few.GetVocabulary());
        Assert.Equal(4, few.VocabularySize);
        Assert.Equal([0, 1, 2], few.Apply(["z", "b", "d"]).ToTensor<long>());

        // In UTF-8, an emoji stands behind U+FF5E; in UTF-16 it would stand before it.
        var far = new StringLookup();
        far.Adapt(["\uFF5E", "\U0001F600", "é", "e"]);
        Assert.Equal(["\U0001F600", "\uFF5E", "é", "e"], far.Vocabulary);
    }

    [Fact]
    public void Rows_are_those_of_Keras()
    {
        float[] each = Rows("one_hot", ["a", "b", "c", "d", "z"], out var shape);
        Assert.Equal(Shape.Of(5, 5), shape);
        Assert.Equal([1f, 7, 13, 19, 20], each.Index().Where(e => e.Item == 1).Select(e => (float)e.Index));
        Assert.Equal([0, 1, 0, 1, 1, 1, 0, 1, 0, 1], Rows("multi_hot", Longer, out _));
        Assert.Equal([0, 1, 0, 1, 2, 2, 0, 1, 0, 1], Rows("count", Longer, out _));
        Assert.Equal(
            [0, 1, 1],
            new StringLookup(vocabulary: ["a", "b"], outputMode: "multi_hot")
                .Apply(["a", "b"])
                .ToTensor<float>()
                .ToFlat()
        );
        Rows(
            "one_hot",
            new[,,]
            {
                {
                    { "a", "b" },
                    { "c", "d" },
                },
            },
            out shape
        );
        Assert.Equal(Shape.Of(1, 2, 2, 5), shape);
        // With further axes the second is that of the elements.
        Rows(
            "count",
            new[,,]
            {
                {
                    { "a", "b" },
                    { "c", "d" },
                    { "a", "b" },
                },
            },
            out shape
        );
        Assert.Equal(Shape.Of(1, 2, 5), shape);
    }

    [Fact]
    public void Frequencies_weigh_counts()
    {
        var layer = new StringLookup(outputMode: "tf_idf");
        layer.SetVocabulary(Four, idfWeights: [0.25, 0.75, 0.6, 0.4]);
        Assert.Equal([0, 0.25f, 0, 0.6f, 0.8f, 1, 0, 0.75f, 0, 0.4f], layer.Apply(Longer).ToTensor<float>().ToFlat());
        layer.SetVocabulary(["[UNK]", .. Four], idfWeights: [0.9, 0.25, 0.75, 0.6, 0.4]);
        Assert.Equal(
            [0, 0.25f, 0, 0.6f, 0.8f, 1.8f, 0, 0.75f, 0, 0.4f],
            layer.Apply(Longer).ToTensor<float>().ToFlat()
        );

        var learned = new StringLookup(outputMode: "tf_idf", maxTokens: 8, padToMaxTokens: true);
        learned.Adapt(Longer);
        Assert.Equal(["d", "z", "c", "b", "a"], learned.Vocabulary);
        Assert.Equal(Math.Log(1 + 2 / 3.0), learned.IdfWeights![0], 1e-6);
        Assert.Equal(Math.Log(1 + 2 / 2.0), learned.IdfWeights[1], 1e-6);
        Assert.Equal(Shape.Of(2, 8), learned.Apply(Longer).Shape);
    }

    [Fact]
    public void The_mask_has_place_0_or_leaves_no_mark()
    {
        Assert.Equal(
            [0, 2, 1],
            new StringLookup(maskToken: "", vocabulary: ["a"]).Apply(["", "a", "b"]).ToTensor<long>()
        );
        var rows = new StringLookup(maskToken: "", vocabulary: ["a"], outputMode: "count");
        Assert.Equal([1, 1], rows.Apply(["", "a", "b", ""]).ToTensor<float>().ToFlat());
    }

    [Fact]
    public void A_file_holds_a_vocabulary()
    {
        string path = Path.Combine(Path.GetTempPath(), $"kerasharp-{Guid.NewGuid():N}.txt");
        try
        {
            File.WriteAllText(path, "ä\nb\nc\n", Encoding.Latin1);
            var layer = new StringLookup(vocabulary: path, oovToken: "[OOV]", maskToken: "[MASK]", encoding: "latin-1");
            Assert.Equal(["[MASK]", "[OOV]", "ä", "b", "c"], layer.GetVocabulary());
        }
        finally
        {
            File.Delete(path);
        }
        Assert.Contains(
            "no file",
            Assert.Throws<FileNotFoundException>(() => new StringLookup(vocabulary: path)).Message
        );
    }

    [Fact]
    public void Places_become_strings_again()
    {
        var random = new Random(7);
        string[] vocabulary = [.. Enumerable.Range(0, 300).Select(i => $"{random.Next()}é{i}")];
        var there = new StringLookup(vocabulary: vocabulary, maskToken: "", numOovIndices: 3);
        var back = new StringLookup(vocabulary: vocabulary, maskToken: "", numOovIndices: 3, invert: true);
        string[] drawn = [.. random.GetItems(vocabulary, 500), ""];
        Assert.Equal(drawn, back.Apply(there.Apply(drawn)));
        Assert.Equal(["[UNK]", "[UNK]", "[UNK]"], back.Apply(there.Apply(["no", "nor", "none"])));
        Assert.Equal(["[UNK]", "[UNK]", "", vocabulary[299]], back.Apply(new[] { -1, 304, 0, 303 }));
    }

    [Fact]
    public void Texts_are_read_as_they_come()
    {
        int read = 0;
        var layer = new StringLookup(maxTokens: 3);
        layer.Adapt(
            Enumerable
                .Range(0, 5000)
                .Select(i =>
                {
                    read++;
                    return i % 3 == 0 ? "often" : $"{i}";
                })
        );
        Assert.Equal(5000, read);
        Assert.Equal(["often", "998"], layer.Vocabulary);
    }

    [Fact]
    public void Keras_writes_more_than_the_arguments()
    {
        var config = new StringLookup(vocabulary: Four).GetConfig();
        config["vocabulary_size"] = 5;
        config["oov_method"] = "floormod";
        config["sparse"] = false;
        Assert.Equal(Four, Layer.FromConfig<StringLookup>(config).Vocabulary);
        // No configuration makes us read a file.
        config["vocabulary"] = "secret.txt";
        Assert.Contains(
            "vocabulary",
            Assert.ThrowsAny<ArgumentException>(() => Layer.FromConfig<StringLookup>(config)).Message
        );
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refused("'a' more than once", () => new StringLookup(vocabulary: ["a", "b", "a"]));
        Refused("token of the mask", () => new StringLookup(maskToken: "b", vocabulary: ["a", "b"]));
        Refused("begin with '[UNK]'", () => new StringLookup(vocabulary: ["a", "[UNK]"], invert: true));
        Refused("numOovIndices of 1", () => new StringLookup(salt: 3));
        Refused("'klingon'", () => new StringLookup(encoding: "klingon"));
        Refused("without a vocabulary", () => new StringLookup(outputMode: "tf_idf", idfWeights: [1]));
        Refused("'z' came", () => new StringLookup(vocabulary: ["a"], numOovIndices: 0).Apply(["a", "z"]));
        Refused("Call Adapt(texts)", () => new StringLookup().Apply(["a"]));
        Refused("with invert", () => new StringLookup(vocabulary: ["a"], invert: true).Apply(["a"]));
        Refused("without invert", () => new StringLookup(vocabulary: ["a"]).Apply(new[] { 1 }));
        Refused("whole numbers", () => new StringLookup(vocabulary: ["a"], invert: true).Apply(new[] { 0.5f }));
        Refused("string 1 of 2", () => new StringLookup().Adapt(new[] { "a", null! }));
        Refused("no tokens are left", () => new StringLookup().Adapt(["[UNK]"]));
        Refused(
            "behind rows of 1",
            () =>
                new StringLookup().Adapt(
                    (string[][])
                        [
                            ["a"],
                            ["a", "b"],
                        ]
                )
        );
        Refused(
            "before the model",
            () => new Sequential([new Input(1), new StringLookup(vocabulary: ["a"])]).Predict(new float[1, 1])
        );
        Assert.Throws<InvalidOperationException>(() => new StringLookup(vocabulary: ["a"]).Adapt(["b"]));
    }

    private static void Refused(string expected, Action act) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(act).Message);

    private static float[] Rows(string mode, StringData data, out Shape shape)
    {
        var rows = new StringLookup(vocabulary: Four, outputMode: mode).Apply(data);
        shape = rows.Shape;
        return rows.ToTensor<float>().ToFlat();
    }
}
