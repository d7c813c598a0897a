using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Tests.Devices;

/// <summary>The WebGPU of this machine, tried once; a software driver of Vulkan does, too.</summary>
internal static class WebGpu
{
    private static readonly Lazy<string?> Missing = new(Try);

    /// <summary>The device; the test is skipped with the reason where none starts.</summary>
    public static Device OrSkip()
    {
        Assert.SkipWhen(Missing.Value is not null, $"No WebGPU starts here: {Missing.Value}");
        return Device.WebGpu();
    }

    private static string? Try()
    {
        try
        {
            using var zero = DeviceTensor.Allocate(Device.WebGpu(), ElementType.Float32, [1], zeroed: true);
            return null;
        }
        catch (Exception error) when (error is NotSupportedException or OnnxRuntimeException or DllNotFoundException)
        {
            return error.Message.ReplaceLineEndings(" ");
        }
    }
}
