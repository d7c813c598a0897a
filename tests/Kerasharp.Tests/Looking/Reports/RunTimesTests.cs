using Kerasharp.Looking.Reports;

namespace Kerasharp.Tests.Looking.Reports;

public class RunTimesTests
{
    [Theory]
    [InlineData(0.00042, "420 µs")]
    [InlineData(0.0042, "4.2 ms")]
    [InlineData(0.42, "420 ms")]
    [InlineData(4.2, "4.20 s")]
    [InlineData(42, "42.0 s")]
    [InlineData(59.97, "1 min 0 s")]
    [InlineData(312, "5 min 12 s")]
    [InlineData(7500, "2 h 5 min")]
    public void Durations_are_told_in_words(double seconds, string expected) =>
        Assert.Equal(expected, RunTimes.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_first_epoch_stands_apart()
    {
        var history = Histories.Of(4, _ => [("loss", 1), ("val_loss", 1)]);
        history.Examples = 3000;
        history.Steps = 30;
        Assert.Equal(
            [
                ("Total", "6.00 s"),
                ("First epoch", "1.50 s"),
                ("Median of later ones", "1.50 s"),
                ("Range of later ones", "1.50 s to 1.50 s"),
                ("A step", "50 ms"),
                ("Examples per second", "2,000"),
                ("Validation", "counted in each epoch"),
            ],
            RunTimes.Facts(history)
        );
    }

    [Fact]
    public void The_median_of_two_lies_between() =>
        Assert.Equal(TimeSpan.FromSeconds(2), RunTimes.Median([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1)]));
}
