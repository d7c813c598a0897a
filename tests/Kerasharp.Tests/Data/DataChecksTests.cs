using Kerasharp.Data;

namespace Kerasharp.Tests.Data;

public class DataChecksTests
{
    [Fact]
    public void TheNumberOfExamplesIsThatOfAllArrays()
    {
        Assert.Equal(3, DataChecks.Examples(new float[3, 2], new int[3], new float[3]));
        Assert.Equal(
            "2 examples came in y (2,), but 3 in x (3, 2); every array must have the same number of examples, its first dimension. "
                + "Cut or complete one of them.",
            Assert.Throws<ArgumentException>(() => DataChecks.Examples(new float[3, 2], new int[2])).Message
        );
        Assert.StartsWith(
            "4 examples came in x[1] (4, 1), but 3 in x[0] (3, 2)",
            Assert.Throws<ArgumentException>(() => DataChecks.Examples([new float[3, 2], new float[4, 1]])).Message
        );
        Assert.StartsWith(
            "2 examples came in sampleWeight (2,), but 3 in x (3, 2)",
            Assert
                .Throws<ArgumentException>(() => DataChecks.Examples(new float[3, 2], new int[3], new float[2]))
                .Message
        );
    }

    [Fact]
    public void AnEmptySetIsRefused() =>
        Assert.Equal(
            "No examples came: x has the shape (0, 2); at least one example was expected. Check how the data were loaded or split.",
            Assert.Throws<ArgumentException>(() => DataChecks.Examples(new float[0, 2], Array.Empty<int>())).Message
        );

    [Fact]
    public void NaNIsNamedWithItsFirstPlace()
    {
        var x = new float[5, 4, 3];
        x[2, 1, 0] = float.NaN;
        x[3, 0, 0] = float.NaN;
        Assert.Equal(
            "x holds NaN at (2, 1, 0) of its shape (5, 4, 3); numbers were expected. Replace it or leave that example out.",
            Assert.Throws<ArgumentException>(() => DataChecks.NoNaN("x", x)).Message
        );
        Assert.StartsWith(
            "y[1] holds NaN at (0,)",
            Assert.Throws<ArgumentException>(() => DataChecks.NoNaN("y", [new float[1], new[] { double.NaN }])).Message
        );
    }
}
