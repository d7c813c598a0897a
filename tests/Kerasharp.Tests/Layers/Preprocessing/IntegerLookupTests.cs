using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

public class IntegerLookupTests
{
    private static readonly int[,] Data =
    {
        { 12, 1138, 42 },
        { 42, 1000, 36 },
    };

    [Fact]
    public void The_most_frequent_come_first_and_of_equals_the_greater()
    {
        Assert.Equal([-1, 42, 1138, 1000, 36, 12], Adapted(new IntegerLookup()).GetVocabulary());
        Assert.Equal([42, 1138, 1000, 36, 12], Adapted(new IntegerLookup()).GetVocabulary(includeSpecialTokens: false));
        Assert.Equal([42, 1138], Adapted(new IntegerLookup(maxTokens: 3)).Vocabulary);
        var masked = Adapted(new IntegerLookup(maskToken: 42, numOovIndices: 2, oovToken: 36));
        Assert.Equal([42, 36, 36, 1138, 1000, 12], masked.GetVocabulary());
        Assert.Equal(6, masked.VocabularySize);
    }

    [Fact]
    public void Frequencies_are_inverse()
    {
        var layer = Adapted(new IntegerLookup(outputMode: "tf_idf"));
        Assert.Equal(Math.Log(1 + 2 / 3.0), layer.IdfWeights![0], 1e-6);
        Assert.Equal(Math.Log(1 + 2 / 2.0), layer.IdfWeights[1], 1e-6);
    }

    [Fact]
    public void A_model_that_ran_goes_on_with_what_is_learned_later()
    {
        var layer = new IntegerLookup();
        using var model = new Sequential([new Input(3) { ElementType = ElementType.Int32 }, layer]);
        Assert.Contains("Adapt(data)", Assert.Throws<LayerException>(() => model.Predict(Data)).Message);
        layer.Adapt(Data);
        Assert.Equal([5f, 2, 1, 1, 3, 4], model.Predict(Data).ToFlat());
        layer.SetVocabulary([1000, 12]);
        Assert.Equal([2f, 0, 0, 0, 1, 0], model.Predict(Data).ToFlat());
    }

    [Fact]
    public void Keras_writes_its_size_beside_the_vocabulary()
    {
        var config = new IntegerLookup(vocabulary: [5, 6]).GetConfig();
        config["vocabulary_size"] = 3;
        Assert.Equal([5, 6], Layer.FromConfig<IntegerLookup>(config).Vocabulary);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refused("more than once", () => new IntegerLookup(vocabulary: [1, 2, 1]));
        Refused("token of the mask", () => new IntegerLookup(maskToken: 2, vocabulary: [1, 2]));
        Refused("at most 3", () => new IntegerLookup(maxTokens: 3, vocabulary: [1, 2, 3]));
        Refused("empty", () => new IntegerLookup(vocabulary: []));
        Refused("2 or more", () => new IntegerLookup(maxTokens: 1));
        Refused("'tf_idf'", () => new IntegerLookup(idfWeights: [1]));
        Refused("without idfWeights", () => new IntegerLookup(outputMode: "tf_idf", vocabulary: [1]));
        Refused("1 idfWeights", () => new IntegerLookup(outputMode: "tf_idf", vocabulary: [1, 2], idfWeights: [1]));
        Refused("invert", () => new IntegerLookup(invert: true, outputMode: "count"));
        Refused("maxTokens", () => new IntegerLookup(padToMaxTokens: true));
        Refused("salt", () => new IntegerLookup(salt: [1]));
        Assert.Throws<NotSupportedException>(() => new IntegerLookup(numOovIndices: 2, oovMethod: "farmhash"));
        Assert.Throws<InvalidOperationException>(() => new IntegerLookup(vocabulary: [1]).Adapt(Data));
        Refused("whole numbers", () => new IntegerLookup().Adapt(new float[] { 1 }));
        Refused("no tokens are left", () => new IntegerLookup().Adapt(new[] { -1 }));
        Refused(
            "before it has a vocabulary",
            () => new IntegerLookup(outputMode: "multi_hot").Apply(new Input(3) { ElementType = ElementType.Int32 })
        );
        var built = Adapted(new IntegerLookup(outputMode: "multi_hot"));
        built.Apply(new Input(3) { ElementType = ElementType.Int32 });
        Refused("rows of one of 5", () => built.SetVocabulary([1]));
    }

    private static void Refused(string expected, Action act) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(act).Message);

    private static IntegerLookup Adapted(IntegerLookup layer)
    {
        layer.Adapt(Data);
        return layer;
    }
}
