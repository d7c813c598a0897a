using System.CommandLine;
using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Tool;

/// <summary><c>kerasharp info</c>: what a bug report needs to say of the machine.</summary>
internal static class InfoCommand
{
    public static Command Create() =>
        new Command(
            "info",
            "Prints the versions, the ONNX Runtime library that is found, the device and the processor."
        ).Does(
            (_, output) =>
            {
                Line(
                    "kerasharp",
                    typeof(Model)
                        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                        ?.InformationalVersion
                );
                Line(".net", RuntimeInformation.FrameworkDescription);
                Line("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}");
                Line("processor", $"{Environment.ProcessorCount} cores, {Vectors()}");
                Line("threads", RuntimeOptions.Threads);
                Line("device", Device.Default);
                Line("library", RuntimeInfo.LibraryPath);
                Line("version", RuntimeInfo.Version);
                Line("build", RuntimeInfo.BuildInfo);
                Line("providers", string.Join(", ", RuntimeInfo.Providers));
                return 0;

                void Line(string what, object? text) => output.WriteLine($"{what, -11} {text}");
            }
        );

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
