using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

/// <summary>Bins are those of Keras's own hashed_crossing_test.py, which TensorFlow computes.</summary>
public class HashedCrossingTests
{
    private static readonly string[] Letters = ["A", "B", "A", "B", "A"];
    private static readonly int[] Numbers = [101, 101, 101, 102, 102];

    [Fact]
    public void Bins_are_those_of_Keras()
    {
        Assert.Equal([1, 4, 1, 1, 3], new HashedCrossing(numBins: 5).Apply(Letters, Numbers).ToTensor<long>());
        Assert.Equal([1], new HashedCrossing(numBins: 10).Apply(new[] { "A" }, new[] { 101 }).ToTensor<long>());
        var rows = new HashedCrossing(numBins: 5, outputMode: "one_hot").Apply(Letters, Numbers);
        Assert.Equal(Shape.Of(5, 5), rows.Shape);
        float[] expected = new float[25];
        foreach (int mark in (int[])[1, 9, 11, 16, 23])
            expected[mark] = 1;
        Assert.Equal(expected, rows.ToTensor<float>().ToFlat());
    }

    [Fact]
    public void A_last_axis_of_1_stays_or_becomes_the_row()
    {
        var names = new[,]
        {
            { "A" },
            { "B" },
        };
        var numbers = new[,]
        {
            { 101 },
            { 102 },
        };
        Assert.Equal(Shape.Of(2, 1), new HashedCrossing(5).Apply(names, numbers).Shape);
        Assert.Equal(Shape.Of(2, 5), new HashedCrossing(5, "one_hot").Apply(names, numbers).Shape);
        Assert.Equal([1, 1], new HashedCrossing(5).Apply(names, numbers).ToTensor<long>());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refused("two at least", () => new HashedCrossing(5).Apply(Letters));
        Refused("the first is (5,)", () => new HashedCrossing(5).Apply(Letters, new[] { 1, 2 }));
        Refused("(batch, 1)", () => new HashedCrossing(5).Apply(new int[2, 3], new int[2, 3]));
        Refused(
            "Discretization",
            () => new HashedCrossing(5).Apply(Letters, (Kerasharp.Data.TensorData)new[] { 0.5, 1, 2, 3, 4 })
        );
        Refused("before the model", () => new HashedCrossing(5).Apply([new Input(1), new Input(1)]));
        Assert.ThrowsAny<ArgumentException>(() => new HashedCrossing(0));
        Assert.ThrowsAny<ArgumentException>(() => new HashedCrossing(5, "count"));
    }

    private static void Refused(string expected, Action act) =>
        Assert.Contains(expected, Assert.Throws<LayerException>(act).Message);
}
