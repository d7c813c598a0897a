namespace Kerasharp.Onnx.Files;

/// <summary>Writes files that belong together: all are there as they shall be, or all as they were.</summary>
internal static class AtomicFiles
{
    /// <summary>Writes each under a temporary name first; none gets its name before all are written.</summary>
    /// <param name="files">Where each shall be, and what writes its content.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is not there.</exception>
    /// <exception cref="IOException">A file cannot be written; older ones are as they were.</exception>
    public static void Write(params IReadOnlyList<(string Path, Action<Stream> Write)> files)
    {
        var former = new Stack<(string Path, string? Copy)>();
        try
        {
            // The last one is moved first, while the others are written and wait.
            Write(files, former);
        }
        catch
        {
            foreach (var (path, copy) in former)
            {
                if (copy is not null)
                    File.Move(copy, path, overwrite: true);
                else if (File.Exists(path))
                    File.Delete(path);
            }
            throw;
        }
        foreach (var (_, copy) in former)
            if (copy is not null)
                File.Delete(copy);
    }

    private static void Write(
        IReadOnlyList<(string Path, Action<Stream> Write)> files,
        Stack<(string Path, string? Copy)> former
    )
    {
        var (path, write) = files[0];
        AtomicFile.Write(
            path,
            stream =>
            {
                write(stream);
                if (files.Count > 1)
                    Write([.. files.Skip(1)], former);
                former.Push((path, Keep(path)));
            }
        );
    }

    /// <summary>A copy of a file that is about to be replaced; null where there is none.</summary>
    private static string? Keep(string path)
    {
        if (!File.Exists(path))
            return null;
        string copy = $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}{AtomicFile.TemporaryExtension}";
        File.Copy(path, copy);
        return copy;
    }
}
