using System.Text.Json;

namespace Kerasharp.Tests.References;

/// <summary>The golden files beside this class, which the scripts in tests/references make.</summary>
internal static class ReferenceFiles
{
    private static readonly string Folder = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>A file's text, its lines ended by a line feed.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n");

    /// <summary>A JSON file's root element.</summary>
    public static JsonElement Json(string name) => JsonDocument.Parse(Text(name)).RootElement;

    /// <summary>The files of a folder beside this class, by a pattern, in order.</summary>
    public static IEnumerable<string> Names(string folder, string pattern) =>
        Directory
            .EnumerateFiles(Path.Combine(Folder, folder), pattern)
            .Select(file => Path.GetRelativePath(Folder, file))
            .Order(StringComparer.Ordinal);

    private static string Find(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            var references = Path.Combine(folder.FullName, "tests", "Kerasharp.Tests", "References");
            if (Directory.Exists(references))
                return references;
        }
        throw new DirectoryNotFoundException(
            $"The folder tests/Kerasharp.Tests/References was sought above {AppContext.BaseDirectory}; run the tests inside the repository."
        );
    }
}
