using Kerasharp.Data;
using Kerasharp.Datasets;

namespace Kerasharp.Tests.Data.Pipelines;

public sealed class CsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_become_samples()
    {
        string path = Write("name;age;height;weight;out\nAnn;30;1.5;1;0\nBob;40;1.75;0.5;1\n\"C;D\";50;2;1;0\n");
        var data = Dataset.FromCsv(path, "out", ["height", 1], "weight", delimiter: ";");
        Assert.Null(data.Count);
        var batch = data.Batch(8).Single();
        Assert.Equal("x: Float32 (3, 2), y: Float32 (3,), sampleWeight: Float32 (3,)", batch.ToString());
        Assert.Equal([1.5f, 30, 1.75f, 40, 2, 50], batch.X[0].ToArray<float>());
        Assert.Equal([0f, 1, 0], batch.Y![0].ToArray<float>());
        Assert.Equal([1f, 0.5f, 1], batch.SampleWeight![0].ToArray<float>());
        Assert.Equal([50], data.Open(0, 2).Rest().Select(s => s.X[0].ToArray<int>()[1]));

        var bare = Dataset.FromCsv(Write("1,2,3\n4,5,6\n"), labelColumn: -1, hasHeader: false);
        Assert.Equal(
            [
                [1f, 2],
                [4, 5],
            ],
            bare.Select(s => s.X[0].ToArray<float>())
        );
        Assert.Equal([3f, 6], bare.Select(s => s.Y![0].ToScalar<float>()));
    }

    [Fact]
    public void What_is_missing_or_wrong_is_told_by_line_and_column()
    {
        var data = Dataset.FromCsv(Write("a,b\n1,2\n3,\n"), labelColumn: "b");
        Assert.Contains(
            "'' in line 3, column 2; expected a finite number",
            Assert.Throws<DatasetFormatException>(() => data.ToArray()).Message
        );
        Assert.Contains(
            "'c' was asked for in",
            Assert.Throws<ArgumentException>(() => Dataset.FromCsv(Write("a,b\n1,2\n"), labelColumn: "c")).Message
        );
        Assert.Contains(
            "0 to 1 was expected",
            Assert.Throws<ArgumentException>(() => Dataset.FromCsv(Write("a,b\n1,2\n"), labelColumn: 2)).Message
        );
        Assert.Contains(
            "No column is left",
            Assert.Throws<ArgumentException>(() => Dataset.FromCsv(Write("a\n1\n"), labelColumn: "a")).Message
        );
        Assert.Throws<FileNotFoundException>(() => Dataset.FromCsv(Path.Combine(_folder.Path, "none.csv")));
    }

    [Fact]
    public void A_number_may_stand_for_what_is_missing_among_the_inputs()
    {
        string path = Write("a,b,c\n1,,5\n2,3,\n");
        var data = Dataset.FromCsv(path, labelColumn: "c", missingValue: -1);
        Assert.Equal([1f, -1], data.Take(1).Single().X[0].ToArray<float>());
        // A target is never made up.
        Assert.Throws<DatasetFormatException>(() => data.ToArray());
    }

    private string Write(string text)
    {
        string path = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
