namespace Kerasharp.Tests;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("kerasharp-test-").FullName;

    public string this[string file] => Path.Combine(path, file);

    public IEnumerable<string> Files => Directory.EnumerateFiles(path).Select(file => Path.GetFileName(file));

    public void Dispose() => Directory.Delete(path, recursive: true);
}
