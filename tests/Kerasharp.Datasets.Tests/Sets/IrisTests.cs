namespace Kerasharp.Datasets.Tests;

public class IrisTests
{
    [Fact]
    public void Holds_the_published_numbers()
    {
        var (x, y) = Iris.ReadTable();
        Assert.Equal(600, x.Length);
        Assert.Equal([50, 50, 50], TestData.CountClasses(y, 3));
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f], x[..4]);
        // Means over the 150 flowers, as scikit-learn's description of the set states them.
        double[] means = [5.8433, 3.0573, 3.7580, 1.1993];
        for (var column = 0; column < 4; column++)
            Assert.Equal(means[column], Enumerable.Range(0, 150).Average(row => x[(4 * row) + column]), 1e-4);
    }

    [Fact]
    public void Load_splits_all_flowers_and_each_keeps_its_species()
    {
        var (train, test) = Iris.Load();
        Assert.Equal([120, 4], train.X.Lengths.ToArray());
        Assert.Equal([120], train.Y.Lengths.ToArray());
        Assert.Equal([30, 4], test.X.Lengths.ToArray());

        var (x, y) = Iris.ReadTable();
        Assert.Equal(
            Rows(x, y).Order(),
            Rows(TestData.Flat(train.X), TestData.Flat(train.Y))
                .Concat(Rows(TestData.Flat(test.X), TestData.Flat(test.Y)))
                .Order()
        );

        static IEnumerable<(float, float, float, float, int)> Rows(float[] x, int[] y) =>
            y.Select((label, i) => (x[4 * i], x[(4 * i) + 1], x[(4 * i) + 2], x[(4 * i) + 3], label));
    }

    [Fact]
    public void Names_every_class_and_column()
    {
        Assert.Equal(3, Iris.ClassNames.Count);
        Assert.Equal(4, Iris.FeatureNames.Count);
    }
}
