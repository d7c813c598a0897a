using System.Runtime.CompilerServices;

namespace Kerasharp.Docs.Tests;

/// <summary>The repository's files, which these tests hold against what they should be.</summary>
internal static class Repository
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    /// <summary>Holds a file against the text that it should have, or writes it where KERASHARP_UPDATE is 1.</summary>
    public static void Compare(string path, string text)
    {
        if (Environment.GetEnvironmentVariable("KERASHARP_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        string written = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (written == text)
            return;
        string[] old = written.Split('\n');
        string[] now = text.Split('\n');
        string gone = string.Join('\n', old.Except(now).Take(20).Select(l => "- " + l));
        string come = string.Join('\n', now.Except(old).Take(20).Select(l => "+ " + l));
        Assert.Fail(
            $"{Path.GetRelativePath(Root, path)} is not what it should be. If the change is meant, run these tests with KERASHARP_UPDATE=1.\n{gone}\n{come}"
        );
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
