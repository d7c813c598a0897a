namespace Kerasharp.Onnx.Runtime;

/// <summary>What is known of the ONNX Runtime library that this process has loaded; loads it if need be.</summary>
public static class RuntimeInfo
{
    /// <summary>The library's file.</summary>
    /// <exception cref="NativeLibraryException">No library was found, or it cannot be used.</exception>
    public static string LibraryPath => OrtApi.LibraryPath;

    /// <summary>The library's version, such as 1.30.0.</summary>
    /// <exception cref="NativeLibraryException">No library was found, or it cannot be used.</exception>
    public static string Version => OrtEnvironment.Version;

    /// <summary>How the library was built, in its own words.</summary>
    /// <exception cref="NativeLibraryException">No library was found, or it cannot be used.</exception>
    public static string BuildInfo => OrtEnvironment.BuildInfo;

    /// <summary>The execution providers that the library was built with; libraries of their own may still be missing.</summary>
    /// <exception cref="NativeLibraryException">No library was found, or it cannot be used.</exception>
    public static IReadOnlyList<string> Providers => OrtEnvironment.Providers;
}
