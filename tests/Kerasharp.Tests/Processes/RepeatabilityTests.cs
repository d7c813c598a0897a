namespace Kerasharp.Tests.Processes;

/// <summary>The same seed gives the same training bit for bit, in any process; another seed gives another.</summary>
public sealed class RepeatabilityTests
{
    [Fact]
    public void SameSeedGivesTheSameBitsInTwoProcessesAndTwiceInOne()
    {
        string[] twice = Probe.Run(["losses", "1", "--twice"]);
        string[] again = Probe.Run(["losses", "1"]);

        int middle = Array.IndexOf(twice, "again");
        Assert.Equal(6, middle);
        Assert.Equal(twice[..middle], again);
        Assert.Equal(twice[..middle], twice[(middle + 1)..]);
    }

    [Fact]
    public void AnotherSeedGivesOtherBits()
    {
        string[] one = Probe.Run(["losses", "1"]);
        string[] two = Probe.Run(["losses", "2"]);

        Assert.Equal(one.Length, two.Length);
        Assert.All(one.Zip(two), lines => Assert.NotEqual(lines.First, lines.Second));
    }
}
