using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Kerasharp.Onnx.Runtime;

/// <summary>The NVIDIA driver of a machine, as it tells itself.</summary>
/// <param name="Version">Its version, such as 550.54.15; null where it does not tell.</param>
/// <param name="Cuda">The newest CUDA that it can run, as 1000 times the major and 10 times the minor number: 12040 for 12.4.</param>
/// <param name="Gpus">The names of the GPUs that it sees.</param>
internal sealed partial record NvidiaDriver(string? Version, int Cuda, IReadOnlyList<string> Gpus)
{
    private const int NameLength = 256;

    public override string ToString() =>
        FormattableString.Invariant(
            $"NVIDIA driver {(Version is null ? "" : Version + " ")}for CUDA up to {Cuda / 1000}.{Cuda % 1000 / 10}"
        );

    /// <summary>The version in the first line of /proc/driver/nvidia/version.</summary>
    internal static string? ParseVersion(string text) =>
        Number().Match(text) is { Success: true } match ? match.Value : null;

    /// <summary>Asks the driver; null where there is none.</summary>
    public static unsafe NvidiaDriver? Read()
    {
        string name = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(name, out nint library))
            return null;
        int cuda = 0;
        var gpus = new List<string>();
        if (NativeLibrary.TryGetExport(library, "cuDriverGetVersion", out nint getVersion))
            ((delegate* unmanaged<int*, int>)getVersion)(&cuda);
        int count = 0;
        if (
            NativeLibrary.TryGetExport(library, "cuInit", out nint init)
            && NativeLibrary.TryGetExport(library, "cuDeviceGetCount", out nint getCount)
            && NativeLibrary.TryGetExport(library, "cuDeviceGetName", out nint getName)
            && ((delegate* unmanaged<uint, int>)init)(0) == 0
            && ((delegate* unmanaged<int*, int>)getCount)(&count) == 0
        )
        {
            byte* text = stackalloc byte[NameLength];
            for (int i = 0; i < count; i++)
                gpus.Add(
                    ((delegate* unmanaged<byte*, int, int, int>)getName)(text, NameLength, i) == 0
                        ? Marshal.PtrToStringUTF8((nint)text) ?? "?"
                        : "?"
                );
        }
        return new NvidiaDriver(KernelModule(), cuda, gpus);
    }

    private static string? KernelModule()
    {
        try
        {
            return ParseVersion(File.ReadAllText("/proc/driver/nvidia/version", Encoding.UTF8));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\b\d{3,}\.\d+(\.\d+)?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
