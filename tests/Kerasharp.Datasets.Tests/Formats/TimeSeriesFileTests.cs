namespace Kerasharp.Datasets.Tests;

public class TimeSeriesFileTests
{
    private static TimeSeries Csv(string text, bool hasHeader = true, string delimiter = ",") =>
        TimeSeriesFile.Read(new StringReader(text), "some.csv", hasHeader, delimiter);

    [Fact]
    public void Reads_times_and_numbers()
    {
        var series = Csv("\"Month\",\"a\",b\n\"1949-01\",112,-1.5\n\"1949-02\",118,2e3\n");
        Assert.Equal(2, series.Count);
        Assert.Equal(["1949-01", "1949-02"], series.Times);
        Assert.Equal(["a", "b"], series.Columns);
        Assert.Equal([2, 2], series.Values.Lengths.ToArray());
        Assert.Equal([112, -1.5f, 118, 2000], TestData.Flat(series.Values));
        Assert.Empty(Csv("1;2\n3;4", hasHeader: false, delimiter: ";").Columns);
    }

    [Theory]
    [InlineData("t,a\n", "no row")]
    [InlineData("", "no row")]
    [InlineData("t\n1\n", "one column; expected times")]
    [InlineData("t,a\n1,2\n,3\n", "an empty time in row 2")]
    [InlineData("t,a\n1,?0.2\n", "'?0.2' in line 2, column 2; expected a finite number")]
    [InlineData("t,a\n1,2\n2,1e99\n", "'1e99' in row 2, column 2; expected a number within")]
    [InlineData("t,a\n1,2,3\n", "3 cells in line 2; expected 2")]
    public void Refuses_other_tables(string text, string part)
    {
        string message = Assert.Throws<DatasetFormatException>(() => Csv(text)).Message;
        Assert.Contains(part, message);
        Assert.Contains("Mend the file", message);
    }

    [Fact]
    public void Damaged_files_end_in_our_exception() =>
        Damage.Refused(
            "t,a\n\"1949-01\",112\n\"1949-02\",118\n"u8.ToArray(),
            file => TimeSeriesFile.Read(new StreamReader(new MemoryStream(file)), "some.csv")
        );

    [Fact]
    public void Reads_airline_passengers()
    {
        TestData.NeedsData("timeseries");
        string data = Environment.GetEnvironmentVariable(DatasetFolders.DataVariable)!;
        var series = TimeSeriesFile.Read(Path.Combine(data, "timeseries", "airline-passengers.csv"));
        Assert.Equal((144, "1949-01", "1960-12"), (series.Count, series.Times[0], series.Times[^1]));
        // Box and Jenkins' series G begins with 112 and ends with 432 thousand.
        Assert.Equal((112f, 432f), (series.Values[0, 0], series.Values[143, 0]));
    }
}
