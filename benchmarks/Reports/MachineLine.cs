using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Nodes;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Benchmarks.Reports;

/// <summary>What a table of times needs to say of the machine.</summary>
internal static class MachineLine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    public static void Print() =>
        JsonLine.Print(
            new JsonObject
            {
                ["machine"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Processor()}, {Environment.ProcessorCount} cores, vectors of {VectorBits()} bits"
                ),
                ["software"] =
                    $"{RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; ONNX Runtime {RuntimeInfo.Version}",
                ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            }
        );

    private static string Processor() =>
        File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile)
                .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':', 2)[1]
                .Trim()
                ?? Architecture
            : Architecture;

    private static string Architecture => RuntimeInformation.ProcessArchitecture.ToString();

    private static int VectorBits() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : 128;
}
