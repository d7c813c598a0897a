namespace Kerasharp.Tests.Shared;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kerasharp-test-").FullName;

    /// <summary>The full path of a file in the folder.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>The names of the files in the folder.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Path).Select(file => System.IO.Path.GetFileName(file));

    /// <summary>Writes a file, making the folders on the way, and gives its full path.</summary>
    public string Write(string relativePath, ReadOnlySpan<byte> content)
    {
        string path = System.IO.Path.GetFullPath(relativePath, Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
