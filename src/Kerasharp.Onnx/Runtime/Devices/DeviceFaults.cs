using System.Globalization;
using System.Text.RegularExpressions;

namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// Recognises by ONNX Runtime's messages that a device ran out of memory or was lost: it has no codes for either. The one place that knows
/// these texts.
/// </summary>
internal static partial class DeviceFaults
{
    private static readonly string[] MemoryTexts =
    [
        "Failed to allocate memory for requested buffer of size",
        "Failed to find a free memory block despite calling Extend",
        "is smaller than requested bytes of",
        "out of memory",
        "OUT_OF_DEVICE_MEMORY",
        "OUT_OF_HOST_MEMORY",
        "bad_alloc",
        "bad allocation",
        "CUBLAS_STATUS_ALLOC_FAILED",
        "CUDNN_STATUS_ALLOC_FAILED",
        "DEVICE_ALLOCATION_FAILED",
        // E_OUTOFMEMORY
        "8007000E",
    ];

    private static readonly string[] LostTexts =
    [
        "device lost",
        "device was lost",
        "device is lost",
        "DEVICE_LOST",
        "DeviceLost",
        // Direct3D: removed, hung, reset, an error of the driver.
        "887A0005",
        "887A0006",
        "887A0007",
        "887A0020",
        // A map that ended because its device did.
        "wgpu::MapAsyncStatus value: 4",
        "The GPU will not respond",
    ];

    // No device, an uncorrectable error of memory, illegal accesses and failed launches: after these a context of CUDA does nothing more.
    private static readonly int[] LostNumbers =
    [
        46,
        214,
        219,
        220,
        700,
        702,
        709,
        710,
        714,
        715,
        716,
        717,
        718,
        719,
        999,
    ];

    // What WebGPU reports beside the runs, which go on.
    private const string WebGpuError = "WebGPU device error(";
    private const string WebGpuLost = "WebGPU device lost (";

    private static volatile string? s_reported;

    /// <summary>What an exception says of the device.</summary>
    public static DeviceFault Of(Exception error)
    {
        if (error is OutOfMemoryException || error.InnerException is OutOfMemoryException)
            return DeviceFault.OutOfMemory;
        // Exceptions of our own kernels have nothing to do with a device.
        return error is OnnxRuntimeException { InnerException: null } ? Of(error.Message) : DeviceFault.None;
    }

    /// <summary>What a message says of the device.</summary>
    public static DeviceFault Of(string message)
    {
        if (LostTexts.Any(t => message.Contains(t, StringComparison.OrdinalIgnoreCase)))
            return DeviceFault.Lost;
        if (
            CudaFailure().Match(message) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out int number)
        )
        {
            return number == 2 ? DeviceFault.OutOfMemory
                : LostNumbers.Contains(number) ? DeviceFault.Lost
                : DeviceFault.None;
        }
        return MemoryTexts.Any(t => message.Contains(t, StringComparison.OrdinalIgnoreCase))
            ? DeviceFault.OutOfMemory
            : DeviceFault.None;
    }

    /// <summary>Hears what ONNX Runtime logs: WebGPU's errors come to light there alone, and what it computes from then on is worthless.</summary>
    public static void Hear(string message)
    {
        if (
            message.Contains(WebGpuError, StringComparison.Ordinal)
            || (
                message.Contains(WebGpuLost, StringComparison.Ordinal)
                && !message.Contains("destroyed", StringComparison.OrdinalIgnoreCase)
            )
        )
            s_reported ??= message;
    }

    /// <summary>Throws what was heard since the last time, if anything.</summary>
    /// <exception cref="OnnxRuntimeException">The device reported an error.</exception>
    public static void ThrowHeard()
    {
        if (s_reported is null)
            return;
        string message = s_reported;
        s_reported = null;
        throw new OnnxRuntimeException(OnnxRuntimeError.ProviderFailure, message);
    }

    [GeneratedRegex(@"CUDA (?:failure|error) (\d+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex CudaFailure();
}
