using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Runtime;

/// <summary>Finds and loads the ONNX Runtime library.</summary>
internal static class NativeLibraryLocator
{
    /// <summary>Loads the library that KERASHARP_ORT names.</summary>
    internal static nint Load(out string path)
    {
        path = Environment.GetEnvironmentVariable("KERASHARP_ORT") ?? "";
        return path.Length > 0
            ? NativeLibrary.Load(path)
            : throw new DllNotFoundException(
                "No ONNX Runtime library was named. One was expected. Set KERASHARP_ORT to its file."
            );
    }
}
