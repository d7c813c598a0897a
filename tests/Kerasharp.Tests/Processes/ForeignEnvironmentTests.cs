using System.Globalization;

namespace Kerasharp.Tests.Processes;

/// <summary>ONNX Runtime's environment is one for the process; another part of the application may have made it first.</summary>
public sealed class ForeignEnvironmentTests
{
    [Fact]
    public void AModelTrainsInAProcessWithAPlainEnvironment()
    {
        string[] lines = Probe.Run(["plain-env"]);

        Assert.Equal("shares threads: False", lines[0]);
        double first = Number(lines[1], "first loss: ");
        double last = Number(lines[2], "last loss: ");
        Assert.True(last < 0.9 * first, $"The loss went from {first} to {last}.");
    }

    private static double Number(string line, string name)
    {
        Assert.StartsWith(name, line);
        return double.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }
}
