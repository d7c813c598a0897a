namespace Kerasharp.Datasets.Tests;

public class CsvAndWordsTests
{
    private static CsvTable Csv(string text, bool hasHeader = true) =>
        CsvFile.Read(new StringReader(text), "some.csv", hasHeader);

    [Fact]
    public void Reads_numbers_quotes_and_names()
    {
        var table = Csv("\"a, b\",c\r\n1,\"-2.5e3\"\r\n3,4\r\n");
        Assert.Equal(["a, b", "c"], table.Columns);
        Assert.Equal([2, 2], table.Values.Lengths.ToArray());
        Assert.Equal([1, -2500, 3, 4], TestData.Flat(table.Values));
        Assert.Equal([2, 1], Csv("1\n3", hasHeader: false).Values.Lengths.ToArray());
    }

    [Theory]
    [InlineData("a,b\n1\n", "1 cells in line 2; expected 2")]
    [InlineData("a,b\n1,x\n", "'x' in line 2, column 2; expected a finite number")]
    [InlineData("a,b\n1,NaN\n", "finite number")]
    [InlineData("a,b\n1,\n", "finite number")]
    [InlineData("a,b\n", "no row")]
    [InlineData("", "no row")]
    public void Refuses_other_tables(string text, string part) =>
        Assert.Contains(part, Assert.Throws<DatasetFormatException>(() => Csv(text)).Message);

    [Fact]
    public void Damaged_tables_end_in_our_exception() =>
        Damage.Refused(
            "a,b\n1,\"2\"\n3,4\n"u8.ToArray(),
            file => CsvFile.Read(new StreamReader(new MemoryStream(file)), "some.csv")
        );

    [Fact]
    public void Reads_words_and_refuses_other_json()
    {
        var words = WordIndexFile.Read("{\"the\": 1, \"caf\\u00e9\": 2}"u8, "some.json");
        Assert.Equal((2, 1, 2), (words.Count, words["the"], words["café"]));
        foreach (
            var json in new[]
            {
                "",
                "[]",
                "{\"a\":1",
                "{\"a\":\"b\"}",
                "{\"a\":1.5}",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{\"\\ud800\":1}",
                "{\"a\":{}}",
            }
        )
            Assert.Throws<DatasetFormatException>(() =>
                WordIndexFile.Read(System.Text.Encoding.UTF8.GetBytes(json), "some.json")
            );
        Damage.Refused("{\"the\": 1, \"of\": 22}"u8.ToArray(), file => WordIndexFile.Read(file, "some.json"));
    }
}
