using Kerasharp.Callbacks;

namespace Kerasharp.Tests.Callbacks;

/// <summary>Texts that Python 3.11 makes.</summary>
public class PythonFormatTests
{
    [Theory]
    [InlineData(0.1, "", "0.1")]
    [InlineData(1e-05, "", "1e-05")]
    [InlineData(1e+16, "", "1e+16")]
    [InlineData(1000000000000000.0, "", "1000000000000000.0")]
    [InlineData(123456.789, "", "123456.789")]
    [InlineData(2.0, "", "2.0")]
    [InlineData(-0.001, "", "-0.001")]
    [InlineData(0.0001, "", "0.0001")]
    [InlineData(0.125, ".2f", "0.12")]
    [InlineData(0.375, ".2f", "0.38")]
    [InlineData(2.5, ".0f", "2")]
    [InlineData(3.5, ".0f", "4")]
    [InlineData(0.03125, ".4f", "0.0312")]
    [InlineData(1.005, ".2f", "1.00")]
    [InlineData(12.3456, ".2f", "12.35")]
    [InlineData(12.3456, "8.2f", "   12.35")]
    [InlineData(12.3456, "<8.2f", "12.35   ")]
    [InlineData(12.3456, "*^9.1f", "**12.3***")]
    [InlineData(12.3456, "08.2f", "00012.35")]
    [InlineData(-12.3456, "08.2f", "-0012.35")]
    [InlineData(12.3456, "+.1f", "+12.3")]
    [InlineData(1234567.0, ",.1f", "1,234,567.0")]
    [InlineData(0.1234, ".1%", "12.3%")]
    [InlineData(1.2345e-05, ".2e", "1.23e-05")]
    [InlineData(12345.678, ".3E", "1.235E+04")]
    [InlineData(1.234e-05, "g", "1.234e-05")]
    [InlineData(123456789.0, "g", "1.23457e+08")]
    [InlineData(100.0, "g", "100")]
    [InlineData(0.5, ".3", "0.5")]
    [InlineData(1234.5, ".2", "1.2e+03")]
    [InlineData(5.0, ".3", "5.0")]
    [InlineData(double.NaN, ".2f", "nan")]
    [InlineData(double.PositiveInfinity, "06.1f", "000inf")]
    [InlineData(7.0, "5", "  7.0")]
    public void NumbersAreWrittenAsPythonWritesThem(double value, string specification, string expected) =>
        Assert.Equal(expected, PythonFormat.Format(value, specification));

    [Theory]
    [InlineData(3, "", "3")]
    [InlineData(3, "02d", "03")]
    [InlineData(3, "d", "3")]
    [InlineData(3, "5d", "    3")]
    [InlineData(3, "<3d", "3  ")]
    [InlineData(1234567, ",d", "1,234,567")]
    [InlineData(3, ".1f", "3.0")]
    [InlineData(-3, "03d", "-03")]
    [InlineData(12, "+d", "+12")]
    public void WholeNumbersAreWrittenAsPythonWritesThem(long value, string specification, string expected) =>
        Assert.Equal(expected, PythonFormat.Format(value, specification));

    [Theory]
    [InlineData("weights")]
    [InlineData("02x")]
    [InlineData(".f")]
    [InlineData("d")]
    public void OtherFormsAreRefused(string specification) =>
        Assert.Throws<FormatException>(() => PythonFormat.Format(0.5, specification));

    [Fact]
    public void PlacesAreFilled()
    {
        var logs = new Logs { ["val_loss"] = 0.256, ["a_b"] = 3 };
        Assert.Equal("03-0.26{x}3.0", new PathTemplate("{epoch:02d}-{val_loss:.2f}{{x}}{a_b}").Fill(3, null, logs));
        Assert.Equal(
            "The file name '{batch}' asks for 'batch', which is not there; 'epoch' or one of 'val_loss', 'a_b' was expected. Use one of these.",
            Assert.Throws<ArgumentException>(() => new PathTemplate("{batch}").Fill(3, null, logs)).Message
        );
        Assert.Equal("7", new PathTemplate("{batch}").Fill(3, 7, logs));
        Assert.All(
            (string[])["a}", "{a", "{}", "{:02d}", "{loss:02d}", "{epoch:q}"],
            text => Assert.Throws<ArgumentException>(() => new PathTemplate(text))
        );
    }
}
