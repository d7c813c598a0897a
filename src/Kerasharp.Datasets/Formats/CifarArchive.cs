using System.IO.Compression;

namespace Kerasharp.Datasets;

/// <summary>Reads the archives of CIFAR's binary version: a gzipped tar of files of records.</summary>
/// <param name="Layout">The labels of each record.</param>
/// <param name="PerFile">The records of each file of the train part.</param>
/// <param name="Train">The files of the train part, in order.</param>
/// <param name="PerTest">The records of the file of the test part.</param>
/// <param name="Test">The file of the test part.</param>
internal sealed record CifarArchive(CifarLayout Layout, int PerFile, string[] Train, int PerTest, string Test)
{
    // The records, and room for the small files beside them.
    private long Limit => (((long)PerFile * Train.Length) + PerTest) * Layout.RecordLength + (1 << 20);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetFormatException">It is not a whole archive with these files.</exception>
    public DataSplit<byte, byte> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path);
    }

    /// <summary>Reads a stream.</summary>
    public DataSplit<byte, byte> Read(Stream compressed, string name)
    {
        try
        {
            using var unpacked = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
            return ReadTar(unpacked, name);
        }
        catch (InvalidDataException e)
        {
            throw BrokenFile.Error(name, $"bytes that do not unpack ({e.Message})", "a whole gzip file", e);
        }
    }

    private DataSplit<byte, byte> ReadTar(Stream unpacked, string name)
    {
        // Made when the first file of each is there, so that an archive of something else takes no memory.
        CifarImages? train = null;
        CifarImages? test = null;
        HashSet<string> missing = [.. Train, Test];
        var tar = new TarFiles(unpacked, name, Limit);
        while (tar.Next() is { } entry)
        {
            var file = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
            if (!missing.Remove(file))
            {
                if (file == Test || Train.Contains(file))
                    throw BrokenFile.Error(name, $"the file {file} twice", "each file once");
                continue;
            }
            var count = file == Test ? PerTest : PerFile;
            if (entry.Length != (long)count * Layout.RecordLength)
                throw BrokenFile.Error(
                    $"{name}/{entry.Name}",
                    $"{entry.Length} bytes",
                    $"{count} images of {Layout.RecordLength}"
                );
            if (file == Test)
                ReadRecords(tar, test ??= new CifarImages(PerTest), 0, count, $"{name}/{entry.Name}");
            else
                ReadRecords(
                    tar,
                    train ??= new CifarImages(PerFile * Train.Length),
                    Array.IndexOf(Train, file) * PerFile,
                    count,
                    $"{name}/{entry.Name}"
                );
        }
        if (missing.Count > 0)
            throw BrokenFile.Error(
                name,
                "an archive without " + string.Join(", ", missing.Order()),
                "all of its files"
            );
        // Reading on to the end also has gzip's checksum compared.
        Drain(unpacked, name);
        return new(train!.ToTensors(), test!.ToTensors());
    }

    private void ReadRecords(TarFiles tar, CifarImages set, int start, int count, string name)
    {
        var record = new byte[Layout.RecordLength];
        for (var i = 0; i < count; i++)
        {
            tar.Read(record);
            CifarFile.Take(record, Layout, set, start + i, name);
        }
    }

    private void Drain(Stream stream, string name)
    {
        var buffer = new byte[1 << 12];
        for (long total = 0; stream.Read(buffer) is > 0 and var read; )
            if ((total += read) > Limit)
                throw BrokenFile.Error(name, $"more than {Limit} bytes behind the archive's end", "its end");
    }
}
