using System.Text.RegularExpressions;

namespace Kerasharp.Tests.Processes;

/// <summary>What people see is the same under every culture.</summary>
public sealed partial class CultureTests
{
    private static readonly Lazy<string[]> Invariant = new(() => Probe.Run(["output", ""]));

    [Theory]
    [InlineData("fr-FR", "culture 1\u202f234,5 i")]
    [InlineData("tr-TR", "culture 1.234,5 ı")]
    public void OutputIsThatOfTheInvariantCulture(string culture, string first)
    {
        string[] lines = Probe.Run(["output", culture]);

        // The process had the culture; else the rest would say nothing.
        Assert.Equal("culture 1,234.5 i", Invariant.Value[0]);
        Assert.Equal(first, lines[0]);
        Assert.Equal(Invariant.Value[1..].Select(WithoutTimes), lines[1..].Select(WithoutTimes));
        Assert.Contains(lines, l => l.Contains("57,800"));
        Assert.Contains(lines, l => l.Contains("val_loss: 2."));
    }

    /// <summary>How long a step took differs from run to run, but is written with digits and a unit alone.</summary>
    private static string WithoutTimes(string line) => Times().Replace(line, "TIME");

    [GeneratedRegex(@"\b[0-9]+s (- )?[0-9]+(s|ms|us)/step")]
    private static partial Regex Times();
}
