namespace Kerasharp.Datasets.Tests;

public class Cifar10Tests
{
    [Fact]
    public void The_part_holds_the_published_numbers()
    {
        TestData.NeedsData("cifar-10");
        var (train, test) = Cifar10.LoadPart();
        Assert.Equal([4000, 32, 32, 3], train.X.Lengths.ToArray());
        Assert.Equal([1000, 1], test.Y.Lengths.ToArray());
        Assert.Equal([6, 9, 9, 4, 1, 1, 2, 7, 8, 3], TestData.Flat(train.Y)[..10]);
        Assert.Equal([3, 8, 8, 0, 6, 6, 1, 6, 3, 1], TestData.Flat(test.Y)[..10]);
        Assert.Equal(
            [396, 366, 420, 384, 422, 393, 414, 385, 407, 413],
            TestData.CountClasses(TestData.Flat(train.Y), 10)
        );
        // The first pixel of the first image, a frog, as keras.datasets.cifar10 gives it.
        Assert.Equal([59, 62, 63], TestData.Flat(train.X)[..3]);
    }

    [Fact]
    public void Says_what_is_missing_and_what_forbids_the_download()
    {
        using var cache = new TemporaryFolder();
        var store = TestData.Store(cache: cache.Path);
        var error = Assert.Throws<DatasetNotFoundException>(() => Cifar10.Load(store)).Message;
        Assert.Contains("cifar-10-binary.tar.gz", error);
        Assert.EndsWith("Or unset KERASHARP_OFFLINE, which forbids downloads.", error);
        Assert.Throws<DatasetNotFoundException>(() => Cifar100.Load(store));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cifar100.Load(store, (CifarLabels)7));
        Assert.Equal((100, 20), (Cifar100.FineNames.Count, Cifar100.CoarseNames.Count));
        Assert.Equal(
            ("apple", "worm", "vehicles_2"),
            (Cifar100.FineNames[0], Cifar100.FineNames[99], Cifar100.CoarseNames[19])
        );
    }
}
