using System.Globalization;
using Kerasharp.Training;

namespace Kerasharp.Tests.Training;

public class ProgressTextTests
{
    // Right sides: what Python prints for f"{v:.4f}" where abs(v) > 1e-3, else f"{v:.4e}".
    [Theory]
    [InlineData(0.8912, "0.8912")]
    [InlineData(0.53125, "0.5312")]
    [InlineData(0.03125, "0.0312")]
    [InlineData(0.84375, "0.8438")]
    [InlineData(0.71875, "0.7188")]
    [InlineData(3.40625, "3.4062")]
    [InlineData(-0.53125, "-0.5312")]
    [InlineData(0.001, "1.0000e-03")]
    [InlineData(0.0010001, "0.0010")]
    [InlineData(-0.001, "-1.0000e-03")]
    [InlineData(-0.5, "-0.5000")]
    [InlineData(0.0003333333333333333, "3.3333e-04")]
    [InlineData(0.0, "0.0000e+00")]
    [InlineData(2.5e-7, "2.5000e-07")]
    [InlineData(1e-120, "1.0000e-120")]
    [InlineData(1.00005, "1.0001")]
    [InlineData(0.99995, "1.0000")]
    [InlineData(1234567.25, "1234567.2500")]
    [InlineData(1e20, "100000000000000000000.0000")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Values_are_written_as_python_writes_them(double value, string expected) =>
        Assert.Equal(expected, ProgressText.Value(value));

    // Right sides: Keras's Progbar._format_time.
    [Theory]
    [InlineData(0, "0s/step")]
    [InlineData(2.5, "2s/step")]
    [InlineData(3.5, "4s/step")]
    [InlineData(1, "1s/step")]
    [InlineData(0.9996, "1000ms/step")]
    [InlineData(0.0125, "12ms/step")]
    [InlineData(0.001, "1ms/step")]
    [InlineData(0.00099951, "1000us/step")]
    [InlineData(1e-7, "0us/step")]
    public void A_step_is_measured_in_s_ms_or_us(double seconds, string expected) =>
        Assert.Equal(expected, ProgressText.PerStep(seconds));

    [Theory]
    [InlineData(0.9, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(60, "60s")]
    [InlineData(61, "1:01")]
    [InlineData(3600, "60:00")]
    [InlineData(3725, "1:02:05")]
    [InlineData(360000, "100:00:00")]
    [InlineData(-1, "0s")]
    public void The_time_left_is_cut_to_whole_seconds(double seconds, string expected) =>
        Assert.Equal(expected, ProgressText.Eta(seconds));

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("tr-TR")]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    public void The_culture_changes_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal("-1234.5000", ProgressText.Value(-1234.5));
            Assert.Equal("-1.0000e-05", ProgressText.Value(-1e-5));
            Assert.Equal("1:02:05", ProgressText.Eta(3725));
            Assert.Equal("5432s/step", ProgressText.PerStep(5432));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
