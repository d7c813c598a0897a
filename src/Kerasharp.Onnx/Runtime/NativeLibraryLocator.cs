using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Runtime;

/// <summary>Finds the ONNX Runtime library of the application and loads it, by its full path only.</summary>
internal static class NativeLibraryLocator
{
    /// <summary>Loads the library that <see cref="NativeLibrarySearch"/> finds in this process.</summary>
    /// <param name="path">The full path of the file that was loaded.</param>
    /// <returns>The library's handle, which lives as long as the process.</returns>
    /// <exception cref="NativeLibraryException">No library was found, or the system's loader refused it.</exception>
    internal static nint Load(out string path) => Load(NativeLibrarySearch.Current(), out path);

    /// <summary>Loads the library that <paramref name="search"/> finds.</summary>
    internal static nint Load(NativeLibrarySearch search, out string path)
    {
        path = search.Find();
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new NativeLibraryException(
                $"The ONNX Runtime library {path} was found, but the system could not load it into this "
                    + $"{search.Platform.Name} process: {error.Message.Trim()}{Environment.NewLine}"
                    + "The file may be damaged, built for another system, or miss a library that it needs. "
                    + search.Remedy(),
                error
            );
        }
    }
}
