#if KERASHARP_DATASETS
namespace Kerasharp.Datasets;

#else
namespace Kerasharp.Onnx.Files;

#endif

/// <summary>
/// Writes a file that is either wholly there or not at all: whoever stops in between, or whose disk is full, keeps the old one.
/// Kerasharp.Datasets, which knows no other project, compiles the same source.
/// </summary>
internal static class AtomicFile
{
    /// <summary>The end of the temporary names, by which what a killed process left behind is known.</summary>
    public const string TemporaryExtension = ".tmp";

    /// <summary>Writes under a temporary name in the same folder, waits until the disk has it, then gives it its name.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="overwrite">Whether an older file of that name is replaced.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="IOException">The file cannot be written; the older one is as it was.</exception>
    public static void Write(string path, Action<Stream> write, bool overwrite = true)
    {
        var target = Path.GetFullPath(path);
        if (Path.GetDirectoryName(target) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException(
                $"The path '{path}' came, whose folder '{folder}' is not there; one that is was expected. Make it first."
            );
        var temporary = $"{target}.{Guid.NewGuid():N}{TemporaryExtension}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite);
        }
        catch (Exception error)
        {
            TryDelete(temporary);
            // What the system says of a full disk names the temporary file, which is gone. Of a file that is longer than the file system
            // takes, .NET says that an argument is out of range.
            if (
                error.GetType() != typeof(IOException)
                && error is not ArgumentOutOfRangeException { ParamName: "value" }
            )
                throw;
            throw new IOException(
                $"The file '{path}' could not be written ({error.Message.TrimEnd('.')}); room and leave to write were expected. What was there before is as it was: make room, or give another path.",
                error
            );
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
