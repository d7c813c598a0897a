using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

public sealed class ProvidersTests
{
    [Fact]
    public void ListsTheProcessor() => Assert.Contains("CPUExecutionProvider", OrtEnvironment.Providers);

    [Fact]
    public void RefusesCudaWhereItsLibraryIsMissing()
    {
        string folder = Path.GetDirectoryName(OrtApi.LibraryPath)!;
        Assert.SkipWhen(
            Directory.EnumerateFiles(folder, "*onnxruntime_providers_cuda*").Any(),
            "This library has CUDA."
        );

        string message = Assert
            .Throws<NotSupportedException>(() =>
                new Session(Models.Add(1), new SessionSettings { Device = Device.Cuda() })
            )
            .Message;

        Assert.Contains("Microsoft.ML.OnnxRuntime.Gpu", message);
        Assert.Contains("NVIDIA driver", message);
    }

    [Fact]
    public void RefusesUnknownProviders()
    {
        string message = Assert
            .Throws<NotSupportedException>(() =>
                new Session(Models.Add(1), new SessionSettings { Device = Device.Provider("Abacus") })
            )
            .Message;

        Assert.Contains("Abacus", message);
        Assert.Contains("CPUExecutionProvider", message);
    }

    [Fact]
    public void RefusesUnknownCudaOptions()
    {
        var options = new Dictionary<string, string> { ["use_tf16"] = "1" };

        string message = Assert
            .Throws<ArgumentException>(() =>
                new Session(Models.Add(1), new SessionSettings { Device = Device.Cuda(0, options) })
            )
            .Message;

        Assert.Contains("use_tf16", message);
        Assert.Contains("use_tf32", message);
    }
}
