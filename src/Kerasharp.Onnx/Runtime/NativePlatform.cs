using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Runtime;

/// <summary>An operating system family, as far as native libraries differ.</summary>
internal enum NativeSystem
{
    Linux,
    MacOS,
    Windows,
}

/// <summary>The platform that a native library must fit: its file names and its folders in packages.</summary>
/// <param name="System">The operating system.</param>
/// <param name="Architecture">The architecture of the process, not of the machine: x64 runs emulated on arm64.</param>
/// <param name="RuntimeIdentifier">.NET's own name of the platform, which may carry a distribution: linux-musl-x64.</param>
internal sealed record NativePlatform(NativeSystem System, Architecture Architecture, string RuntimeIdentifier)
{
    /// <summary>The platform of this process.</summary>
    internal static NativePlatform Current { get; } =
        new(
            OperatingSystem.IsWindows() ? NativeSystem.Windows
                : OperatingSystem.IsMacOS() ? NativeSystem.MacOS
                : NativeSystem.Linux,
            RuntimeInformation.ProcessArchitecture,
            RuntimeInformation.RuntimeIdentifier
        );

    /// <summary>.NET's short name of the platform, such as linux-x64.</summary>
    internal string Name => $"{Prefix}-{NameOf(Architecture)}";

    /// <summary>Names of folders under runtimes/ whose libraries may fit, the closest first.</summary>
    internal IReadOnlyList<string> RuntimeIdentifiers => [.. new[] { RuntimeIdentifier, Name, Prefix }.Distinct()];

    /// <summary>The library's plain file name.</summary>
    internal string FileName =>
        System switch
        {
            NativeSystem.Windows => "onnxruntime.dll",
            NativeSystem.MacOS => "libonnxruntime.dylib",
            _ => "libonnxruntime.so",
        };

    /// <summary>A pattern for file names that carry a version, or null where there are none.</summary>
    internal string? VersionedFileNames =>
        System switch
        {
            NativeSystem.Windows => null,
            NativeSystem.MacOS => "libonnxruntime.*.dylib",
            _ => "libonnxruntime.so.*",
        };

    private string Prefix =>
        System switch
        {
            NativeSystem.Windows => "win",
            NativeSystem.MacOS => "osx",
            _ => "linux",
        };

    /// <summary>.NET's short name of an architecture, such as x64.</summary>
    internal static string NameOf(Architecture architecture) => architecture.ToString().ToLowerInvariant();

    /// <summary>
    /// The library's file in <paramref name="folder"/>, or null. The plain name comes first, then the shortest versioned
    /// name (a link to the exact version, where several lie together).
    /// </summary>
    internal string? FindIn(string folder)
    {
        string plain = Path.Combine(folder, FileName);
        if (File.Exists(plain))
        {
            return plain;
        }
        if (VersionedFileNames is null || !Directory.Exists(folder))
        {
            return null;
        }
        return Directory
            .EnumerateFiles(folder, VersionedFileNames)
            .Where(file => IsVersion(Path.GetFileName(file)))
            .OrderBy(file => file.Length)
            .ThenByDescending(file => file, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>Whether what stands for the pattern's star is a version: debug symbols also match the star.</summary>
    private bool IsVersion(string fileName)
    {
        int star = VersionedFileNames!.IndexOf('*');
        ReadOnlySpan<char> version = fileName.AsSpan(star, fileName.Length - VersionedFileNames.Length + 1);
        return !version.IsEmpty && version.IndexOfAnyExcept("0123456789.") < 0;
    }
}
