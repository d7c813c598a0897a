using Kerasharp.Layers;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Tests.Processes;

namespace Kerasharp.Tests.Models;

/// <summary>Compile refuses devices that are not there, and says what is missing; what it says in which case is tested with the diagnosis.</summary>
public sealed class MissingDeviceTests
{
    [Theory]
    [InlineData("cuda:0", "CUDAExecutionProvider", "NVIDIA driver")]
    [InlineData("directml:0", "DmlExecutionProvider", "Microsoft.ML.OnnxRuntime.DirectML")]
    [InlineData("coreml", "CoreMLExecutionProvider", "macOS")]
    public void CompileSaysWhatIsMissing(string name, string provider, string part)
    {
        var device = Device.Parse(name);
        bool mayBeThere =
            name == "cuda:0"
                ? Directory
                    .EnumerateFiles(Path.GetDirectoryName(RuntimeInfo.LibraryPath)!, "*onnxruntime_providers_cuda*")
                    .Any()
                : RuntimeInfo.Providers.Contains(provider);
        Assert.SkipWhen(mayBeThere, $"This library has {provider}.");
        using var model = new Sequential([new Input(2), new Dense(1)]);
        model.Compile("sgd", "mse");

        string message = Assert
            .Throws<NotSupportedException>(() => model.Compile("adam", "mse", device: device))
            .Message;

        Assert.StartsWith($"The device {device} was asked for, but not all that it needs is there.", message);
        Assert.Contains(part, message);
        Assert.Contains("Or use Device.Cpu.", message);
        // The model is as it was.
        Assert.Equal(Device.Cpu, model.Device);
        model.Fit(new float[2, 2], new float[2, 1], verbose: 0);
    }

    [Fact]
    public void WebGpuWithoutADriverIsAnErrorNotACrash()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the driver is a part of the system.");
        Assert.SkipUnless(RuntimeInfo.Providers.Contains("WebGpuExecutionProvider"), "This library has no WebGPU.");

        string[] lines = Probe.Run(
            ["webgpu"],
            environment: new() { ["VK_DRIVER_FILES"] = "/nowhere.json", ["VK_ICD_FILENAMES"] = "/nowhere.json" }
        );

        Assert.StartsWith(
            "NotSupportedException: The device webgpu was asked for, but not all that it needs is there.",
            lines[0]
        );
        Assert.Contains("Vulkan drivers: not found", lines[0]);
        Assert.Contains("No supported adapters", lines[0]);
        Assert.Equal("trained on cpu", lines[^1]);
    }
}
