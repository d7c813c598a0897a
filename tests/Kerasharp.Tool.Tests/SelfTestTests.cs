using System.CommandLine;
using Kerasharp.Tool.SelfTest;

namespace Kerasharp.Tool.Tests;

public sealed class SelfTestTests
{
    [Fact]
    public void Selftest_compares_a_device_with_the_processor()
    {
        string text = Run(0, "--device", "cpu", "--steps", "3", "--workloads", "mlp-tiny");

        Assert.Contains("providers   ", text);
        Assert.Contains("steps       3", text);
        Assert.Contains("losses differ", text);
        string row = Assert.Single(text.Split('\n'), l => l.StartsWith("mlp-tiny ", StringComparison.Ordinal));
        Assert.Matches(
            @"^mlp-tiny +\d\.\d{4} to \d\.\d{4} +\d\.\de[+-]\d\d +\de[+-]\d\d +\d\.\de[+-]\d\d +\de[+-]\d\d ",
            row
        );
        Assert.Contains("cpu trains as the processor does.", text);
    }

    [Fact]
    public void Selftest_says_what_is_wrong_with_its_arguments()
    {
        Assert.Contains("'mlp-giant'", Run(1, "--device", "cpu", "--workloads", "mlp-giant"));
        Assert.Contains("0 steps came", Run(1, "--device", "cpu", "--steps", "0"));
        Assert.Contains("'tpu' came as the name of a device", Run(1, "--device", "tpu"));
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "CoreML may be there.");
        Assert.Contains("The device coreml was asked for", Run(1, "--device", "coreml"));
    }

    [Fact]
    public void Differences_are_parts_of_what_they_differ_from()
    {
        var a = new Trial([2, 1], [3, 4], 0, 0, 0);
        var noisy = new Trial([2, 1.0005], [3, 4], 0, 0, 0);

        var near = new Comparison("mlp", a, a, new Trial([2, 1.0001], [3, 4.0005f], 0, 0, 0));
        Assert.Equal(1e-4, near.Found.Losses, 9);
        Assert.Equal(1e-4, near.Found.Weights, 6);
        Assert.Equal(new Difference(1e-3, 1e-3), near.Allowed);
        Assert.True(near.IsGood);
        Assert.Equal(1.5e-2, new Comparison("mlp", a, noisy, a).Allowed.Losses, 9);

        Assert.False(new Comparison("mlp", a, a, new Trial([2, 1.1], [3, 4], 0, 0, 0)).IsGood);
        Assert.False(new Comparison("mlp", a, a, new Trial([2, 1], [3, 4.1f], 0, 0, 0)).IsGood);
        Assert.False(new Comparison("mlp", a, a, new Trial([2, double.NaN], [3, 4], 0, 0, 0)).IsGood);
        Assert.Contains("differs", new Comparison("mlp", a, a, new Trial([2, 2], [3, 4], 0, 0, 0)).ToString());
    }

    private static string Run(int exitCode, params string[] args)
    {
        var text = new StringWriter();
        int came = KerasharpCommand
            .Create()
            .Parse(["selftest", .. args])
            .Invoke(new InvocationConfiguration { Output = text, Error = text });
        Assert.True(came == exitCode, $"The exit code is {came}; {text}");
        return text.ToString();
    }
}
