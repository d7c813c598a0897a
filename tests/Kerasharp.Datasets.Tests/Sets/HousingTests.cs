namespace Kerasharp.Datasets.Tests;

public class HousingTests
{
    [Fact]
    public void Boston_gives_kerass_rows_in_kerass_order()
    {
        TestData.NeedsData("tabular");
        var (train, test) = BostonHousing.Load(
            TestData.Store(Environment.GetEnvironmentVariable(DatasetFolders.DataVariable))
        );
        Assert.Equal((404, 102), (train.Count, test.Count));
        // As published notebooks print keras.datasets.boston_housing.load_data().
        Assert.Equal(
            [1.23247f, 0, 8.14f, 0, 0.538f, 6.142f, 91.7f, 3.9769f, 4, 307, 21, 396.9f, 18.72f],
            TestData.Flat(train.X)[..13]
        );
        Assert.Equal([15.2f, 42.3f, 50, 21.1f, 17.7f, 18.5f, 11.3f, 15.6f], TestData.Flat(train.Y)[..8]);
        Assert.Equal(
            22.5328,
            TestData.Flat(train.Y).Concat(TestData.Flat(test.Y)).Average(price => (double)price),
            1e-4
        );
    }

    [Fact]
    public void Boston_reads_the_file_of_keras()
    {
        using var data = new TemporaryFolder();
        double[] x = [.. Enumerable.Range(0, 506 * 13).Select(i => i * 0.5)];
        double[] y = [.. Enumerable.Range(0, 506).Select(i => (double)i)];
        data.Write(
            "boston-housing/boston_housing.npz",
            NpzFileTests.Zip(
                ("x.npy", PickleBytes.Npy("<f8", "506, 13", x)),
                ("y.npy", PickleBytes.Npy("<f8", "506,", y))
            )
        );
        var (train, test) = BostonHousing.Load(TestData.Store(data.Path), testSplit: 0.25, seed: 113);
        Assert.Equal((379, 127), (train.Count, test.Count));
        Assert.Equal([22f, 202, 368, 335, 461, 323, 382, 143], TestData.Flat(train.Y)[..8]);
        Assert.Equal(22 * 13 * 0.5f, train.X[0, 0]);
        Assert.Equal(0, BostonHousing.Load(TestData.Store(data.Path), testSplit: 0).Test.Count);
    }

    [Theory]
    [InlineData(-0.1, 113)]
    [InlineData(1, 113)]
    [InlineData(double.NaN, 113)]
    [InlineData(0.2, -1)]
    public void Refuses_splits_and_seeds_before_any_file_is_looked_for(double testSplit, int seed)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BostonHousing.Load(testSplit, seed));
        Assert.Throws<ArgumentOutOfRangeException>(() => CaliforniaHousing.Load(HousingVersion.Large, testSplit, seed));
    }

    [Fact]
    public void California_is_large_or_small()
    {
        using var data = new TemporaryFolder();
        float[] x = [.. Enumerable.Range(0, 20640 * 8).Select(i => (float)i)];
        float[] y = [.. Enumerable.Range(0, 20640).Select(i => (float)i)];
        data.Write(
            "california-housing/california_housing.npz",
            NpzFileTests.Zip(
                ("x.npy", PickleBytes.Npy("<f4", "20640, 8", x)),
                ("y.npy", PickleBytes.Npy("<f4", "20640,", y))
            )
        );
        var large = CaliforniaHousing.Load(TestData.Store(data.Path));
        Assert.Equal((16512, 4128), (large.Train.Count, large.Test.Count));
        var small = CaliforniaHousing.Load(TestData.Store(data.Path), HousingVersion.Small);
        Assert.Equal((480, 120), (small.Train.Count, small.Test.Count));
        Assert.All(TestData.Flat(small.Train.Y), target => Assert.InRange(target, 0, 599));
        Assert.Equal(8 * small.Train.Y[5], small.Train.X[5, 0]);
    }

    [Fact]
    public void Refuses_another_shape_and_numbers_that_are_none()
    {
        using var data = new TemporaryFolder();
        float[] y = [.. Enumerable.Repeat(float.NaN, 506)];
        Write(new float[505 * 13], "505, 13");
        Assert.Contains("(505, 13); expected (506, 13)", Error());
        Write(new float[506 * 13], "506, 13");
        Assert.Contains("infinite or none", Error());

        void Write(float[] x, string shape) =>
            data.Write(
                "boston-housing/boston_housing.npz",
                NpzFileTests.Zip(
                    ("x.npy", PickleBytes.Npy("<f4", shape, x)),
                    ("y.npy", PickleBytes.Npy("<f4", "506,", y))
                )
            );

        string Error() =>
            Assert.Throws<DatasetFormatException>(() => BostonHousing.Load(TestData.Store(data.Path))).Message;
    }
}
