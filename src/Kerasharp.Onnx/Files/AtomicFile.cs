namespace Kerasharp.Onnx.Files;

/// <summary>Writes a file that is either wholly there or not at all: whoever stops in between keeps the old one.</summary>
internal static class AtomicFile
{
    /// <summary>Writes under a temporary name in the same folder, waits until the disk has it, then gives it its name.</summary>
    /// <param name="path">Where the file shall be; an older one of that name is replaced.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    // What went wrong first is what the caller must hear of.
    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }
}
