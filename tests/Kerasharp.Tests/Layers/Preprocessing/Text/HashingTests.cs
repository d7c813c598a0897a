using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

/// <summary>Bins are those of Keras's own hashing_test.py, which TensorFlow computes.</summary>
public class HashingTests
{
    private static readonly string[] Letters = ["A", "B", "C", "D", "E"];
    private static readonly string[] Names = ["omar", "stringer", "marlo", "wire", "skywalker"];

    [Fact]
    public void Strings_have_the_bins_of_Keras()
    {
        Assert.Equal([1, 0, 1, 1, 2], Bins(new Hashing(numBins: 3), Letters));
        Assert.Equal([1, 1, 0, 2, 2], Bins(new Hashing(numBins: 3, maskValue: ""), new[] { "A", "B", "", "C", "D" }));
        Assert.Equal([0, 0, 1, 0, 0], Bins(new Hashing(numBins: 2), Names));
        Assert.Equal([1, 1, 2, 1, 1], Bins(new Hashing(numBins: 3, maskValue: ""), Names));
        Assert.Equal([0, 1, 2, 1, 1], Bins(new Hashing(numBins: 3, maskValue: "omar"), Names));
        Assert.Equal([0, 0, 0, 0, 0], Bins(new Hashing(numBins: 1), Letters));
    }

    [Fact]
    public void A_salt_gives_others()
    {
        Assert.Equal([1, 2, 1, 0, 2], Bins(new Hashing(numBins: 3, salt: [133, 137]), Letters));
        Assert.Equal([0, 0, 2, 1, 0], Bins(new Hashing(numBins: 3, salt: 133), Letters));
        Assert.Equal([0, 1, 0, 1, 0], Bins(new Hashing(numBins: 2, salt: [133, 137]), Names));
        Assert.Equal([1, 0, 1, 0, 1], Bins(new Hashing(numBins: 2, salt: [211, 137]), Names));
    }

    [Fact]
    public void Numbers_are_hashed_as_their_digits()
    {
        Assert.Equal([1, 0, 1, 0, 2], Bins(new Hashing(numBins: 3), new[] { 0, 1, 2, 3, 4 }));
        Assert.Equal([1, 1, 2, 0, 1], Bins(new Hashing(numBins: 3, salt: [133, 137]), new[] { 0, 1, 2, 3, 4 }));
        Assert.Equal(
            [1, 1, 1, 1, 1, 1],
            Bins(
                new Hashing(numBins: 2),
                new[,]
                {
                    { 1L, 2 },
                    { 2, 3 },
                    { 3, 4 },
                }
            )
        );
        TensorData fractions = new[] { 0.5, 1.5, 2.9, 3, 4 };
        Assert.Equal([1, 0, 1, 0, 2], Bins(new Hashing(numBins: 3), fractions));
        Assert.Equal([0, 2], Bins(new Hashing(numBins: 3, maskValue: -1), new[] { -1, 4 }).Select(b => b > 0 ? 2L : 0));
    }

    [Fact]
    public void Rows_are_those_of_Keras()
    {
        var each = new Hashing(numBins: 3, outputMode: "one_hot").Apply(new[] { 0, 1, 2, 3, 4 });
        Assert.Equal(Shape.Of(5, 3), each.Shape);
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1], each.ToTensor<float>().ToFlat());
        var any = new Hashing(numBins: 3, outputMode: "multi_hot").Apply(
            new[,]
            {
                { 0, 1, 2, 3, 4 },
            }
        );
        Assert.Equal([1, 1, 1], any.ToTensor<float>().ToFlat());
        var one = new Hashing(numBins: 3, outputMode: "count").Apply(new[] { 0, 1, 2, 3, 4 });
        Assert.Equal(Shape.Of(3), one.Shape);
        Assert.Equal([2, 2, 1], one.ToTensor<float>().ToFlat());
        var batch = new Hashing(numBins: 3, outputMode: "count").Apply(
            new[,]
            {
                { 0, 1, 2, 3, 4 },
            }
        );
        Assert.Equal(Shape.Of(1, 3), batch.Shape);
        Assert.Equal([2, 2, 1], batch.ToTensor<float>().ToFlat());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("at least 1", Assert.ThrowsAny<ArgumentException>(() => new Hashing(numBins: 0)).Message);
        Assert.Contains(
            "3 numbers",
            Assert.ThrowsAny<ArgumentException>(() => new Hashing(2, salt: [1, 2, 3])).Message
        );
        Assert.ThrowsAny<ArgumentException>(() => new Hashing(2, outputMode: "tf_idf"));
        var inside = Assert.Throws<LayerException>(() => new Hashing(2).Apply(new Input(1)));
        Assert.Contains("before the model", inside.Message);
    }

    private static IEnumerable<long> Bins(Hashing layer, CategoryData values)
    {
        var bins = layer.Apply(values);
        Assert.Equal(values.Shape, bins.Shape);
        Assert.Equal(ElementType.Int64, bins.ElementType);
        return bins.ToTensor<long>();
    }
}
