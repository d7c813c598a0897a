using System.IO.Compression;

namespace Kerasharp.Tests.Saving;

/// <summary>The parts of a zip archive, to be changed by tests and packed again.</summary>
internal static class SavedFile
{
    public static Dictionary<string, byte[]> Unpack(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        return archive.Entries.ToDictionary(
            e => e.FullName,
            e =>
            {
                using var bytes = new MemoryStream();
                using var stream = e.Open();
                stream.CopyTo(bytes);
                return bytes.ToArray();
            }
        );
    }

    public static byte[] Pack(
        IEnumerable<KeyValuePair<string, byte[]>> parts,
        CompressionLevel level = CompressionLevel.NoCompression
    )
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in parts)
            {
                using var stream = archive.CreateEntry(name, level).Open();
                stream.Write(content);
            }
        return bytes.ToArray();
    }
}
