using System.Runtime.CompilerServices;

namespace Kerasharp.Packages.Tests;

/// <summary>Where the sources of this test lie.</summary>
internal static class Repository
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
