namespace Kerasharp.Datasets.Tests;

public class UcrFileTests
{
    private static LabeledData<float, int> Ucr(string text) => UcrFile.Read(new StringReader(text), "some.txt");

    [Theory]
    [InlineData("   1.0000000e+00  -1.5000000e+00   2.5e-01\n  -1.0000000e+00   3   4\n")]
    [InlineData("1\t-1.5\t0.25\r\n-1\t3\t4\r\n\r\n")]
    [InlineData("1,-1.5,0.25\n-1,3,4")]
    public void Reads_spaces_tabs_and_commas(string text)
    {
        var data = Ucr(text);
        Assert.Equal([2, 2, 1], data.X.Lengths.ToArray());
        Assert.Equal([-1.5f, 0.25f, 3, 4], TestData.Flat(data.X));
        Assert.Equal([1, -1], TestData.Flat(data.Y));
    }

    [Theory]
    [InlineData("", "no series")]
    [InlineData("\n\n", "no series")]
    [InlineData("1\n", "a class without values in line 1")]
    [InlineData("1 2 3\n2 4\n", "a series of 1 values in line 2; expected 2 values")]
    [InlineData("1.5 2 3\n", "the class '1.5' in line 1; expected a whole number")]
    [InlineData("1e300 2 3\n", "the class '1e300'")]
    [InlineData("a 2 3\n", "the class 'a'")]
    [InlineData("1 2 3\n\n2 4 x\n", "'x' in line 3, value 2; expected a finite number")]
    [InlineData("1 2 NaN\n", "'NaN' in line 1, value 2")]
    [InlineData("1 2 1e99\n", "'1e99' in line 1, value 2")]
    public void Refuses_other_files(string text, string part)
    {
        string message = Assert.Throws<DatasetFormatException>(() => Ucr(text)).Message;
        Assert.Contains(part, message);
        Assert.Contains("Take a file of the UCR archive", message);
    }

    [Fact]
    public void Damaged_files_end_in_our_exception() =>
        Damage.Refused(
            "1 2.5 -3e-1\n2 4 5\n1 0 0\n"u8.ToArray(),
            file => UcrFile.Read(new StreamReader(new MemoryStream(file)), "some.txt")
        );
}
