using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

public sealed class ProvidersTests
{
    private static readonly string[] WithCuda = ["CUDAExecutionProvider", "CPUExecutionProvider"];

    [Fact]
    public void ListsTheProcessor() => Assert.Contains("CPUExecutionProvider", OrtEnvironment.Providers);

    [Fact]
    public void SaysWhatCudaLacks()
    {
        string folder = Directory.CreateTempSubdirectory("kerasharp-").FullName;
        try
        {
            string library = Path.Combine(folder, "libonnxruntime.so");
            string message = Assert.Throws<NotSupportedException>(() => Providers.CheckCuda(library, WithCuda)).Message;
            Assert.Contains("onnxruntime_providers_shared", message);
            Assert.Contains("onnxruntime_providers_cuda", message);
            Assert.Contains(folder, message);
            Assert.Contains("Microsoft.ML.OnnxRuntime.Gpu", message);

            foreach (
                string file in new[]
                {
                    "libonnxruntime_providers_shared.so",
                    "libonnxruntime_providers_cuda.so",
                    "onnxruntime_providers_shared.dll",
                    "onnxruntime_providers_cuda.dll",
                }
            )
                File.WriteAllText(Path.Combine(folder, file), "");
            Providers.CheckCuda(library, WithCuda);
            Assert.Contains(
                "without it",
                Assert
                    .Throws<NotSupportedException>(() => Providers.CheckCuda(library, ["CPUExecutionProvider"]))
                    .Message
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

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
