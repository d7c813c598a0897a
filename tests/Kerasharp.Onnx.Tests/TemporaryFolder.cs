namespace Kerasharp.Onnx.Tests;

/// <summary>A folder of a test's own, deleted after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kerasharp-").FullName;

    /// <summary>Writes a file, making the folders on the way, and gives its full path.</summary>
    public string Write(string relativePath, ReadOnlySpan<byte> bytes)
    {
        string path = System.IO.Path.GetFullPath(relativePath, Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
