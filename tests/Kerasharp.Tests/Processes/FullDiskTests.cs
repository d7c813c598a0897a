using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Processes;

/// <summary>Where there is no room for a file, the former one stays, whole, and nothing else.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public void EveryWriterLeavesTheFormerFile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there a process can be kept from writing long files.");
        Assert.SkipUnless(File.Exists("/bin/bash"), "The limit is set by bash, which is not here.");
        using var folder = new TemporaryFolder();

        string[] lines = Probe.RunOnAFullDisk(32, ["full-disk", folder.Path]);

        Assert.Equal(
            [
                "m.kerasharp refused",
                "w.safetensors refused",
                "w.npz refused",
                "m.onnx refused",
                "p.png refused",
                "units 4 4",
                "files m.kerasharp m.onnx p.png w.npz w.safetensors",
            ],
            lines
        );
    }
}
