namespace Kerasharp.Datasets.Tests;

public class UcrArchiveTests
{
    [Theory]
    [InlineData("GunPoint", 50, 150, 150, 2)]
    [InlineData("ECG200", 100, 100, 96, 2)]
    [InlineData("Plane", 105, 105, 144, 7)]
    public void Sets_are_as_the_archive_lists_them(string name, int train, int test, int steps, int classes)
    {
        TestData.NeedsData(Path.Combine("timeseries", name));
        var set = UcrArchive.Load(name);
        Assert.Equal((train, test), (set.Train.Count, set.Test.Count));
        foreach (var part in (LabeledData<float, int>[])[set.Train, set.Test])
        {
            Assert.Equal([part.Count, steps, 1], part.X.Lengths.ToArray());
            Assert.Equal(Enumerable.Range(0, classes), TestData.Flat(part.Y).Distinct().Order());
            // Series of the archive have mean 0 and deviation 1.
            Assert.Equal(0, TestData.Flat(part.X).Average(v => (double)v), 1e-3);
            Assert.Equal(1, TestData.Flat(part.X).Average(v => (double)v * v), 0.02);
        }
    }

    [Theory]
    [InlineData(".txt")]
    [InlineData(".tsv")]
    public void Classes_are_numbered_in_their_order(string ending)
    {
        using var data = new TemporaryFolder();
        Write(data, $"Some_TRAIN{ending}", "3\t1\t2\n-1\t3\t4\n");
        Write(data, $"Some_TEST{ending}", "-1\t5\t6\n");
        var (train, test) = UcrArchive.Load(TestData.Folders(data.Path), "Some");
        Assert.Equal([1, 0], TestData.Flat(train.Y));
        Assert.Equal([0], TestData.Flat(test.Y));
        Assert.Equal([5f, 6], TestData.Flat(test.X));
    }

    [Theory]
    [InlineData("1 2\n", "series of 1 values; expected 2")]
    [InlineData("1 2 3\n7 2 3\n", "the class 7 of series 2; expected one of 1, 2")]
    public void Refuses_parts_that_do_not_belong_together(string test, string part)
    {
        using var data = new TemporaryFolder();
        Write(data, "Some_TRAIN.txt", "1 2 3\n2 2 3\n");
        Write(data, "Some_TEST.txt", test);
        var folders = TestData.Folders(data.Path);
        string message = Assert.Throws<DatasetFormatException>(() => UcrArchive.Load(folders, "Some")).Message;
        Assert.Contains("Some_TEST.txt", message);
        Assert.Contains(part, message);
    }

    [Fact]
    public void Says_where_missing_sets_were_looked_for()
    {
        using var data = new TemporaryFolder();
        var folders = TestData.Folders(data.Path, cache: data.Path);
        string message = Assert.Throws<DatasetNotFoundException>(() => UcrArchive.Load(folders, "Some")).Message;
        Assert.Contains("Some_TRAIN.txt, Some_TEST.txt", message);
        Assert.Contains(Path.Combine(data.Path, "timeseries", "Some"), message);
        Assert.Throws<ArgumentException>(() => UcrArchive.Load(folders, "../Some"));
        Assert.Throws<ArgumentException>(() => UcrArchive.Load(folders, " "));
    }

    private static void Write(TemporaryFolder data, string name, string text) =>
        data.Write($"timeseries/Some/{name}", System.Text.Encoding.UTF8.GetBytes(text));
}
