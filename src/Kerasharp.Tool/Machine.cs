using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Tool;

/// <summary>What a bug report needs to say of the machine.</summary>
internal static class Machine
{
    public static void Write(TextWriter output, Device device)
    {
        Line(
            output,
            "kerasharp",
            typeof(Model).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        );
        Line(output, ".net", RuntimeInformation.FrameworkDescription);
        Line(output, "system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}");
        Line(output, "processor", $"{Environment.ProcessorCount} cores, {Vectors()}");
        Line(output, "threads", RuntimeOptions.Threads);
        Line(output, "device", device);
        Line(output, "library", RuntimeInfo.LibraryPath);
        Line(output, "version", RuntimeInfo.Version);
        Line(output, "build", RuntimeInfo.BuildInfo);
        Line(output, "providers", string.Join(", ", RuntimeInfo.Providers));
    }

    public static void Line(TextWriter output, string what, object? text) => output.WriteLine($"{what, -11} {text}");

    private static string Vectors()
    {
        int bits =
            Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : Vector128.IsHardwareAccelerated ? 128
            : 0;
        return $"vectors of {bits} bits, of which Vector<T> takes {Vector<byte>.Count * 8}";
    }
}
