using System.Numerics.Tensors;

namespace Kerasharp.Datasets.Tests;

internal static class TestData
{
    public static T[] Flat<T>(Tensor<T> tensor)
    {
        var values = new T[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    public static int[] CountClasses<T>(IEnumerable<T> labels, int classes)
        where T : IConvertible
    {
        var counts = new int[classes];
        foreach (var label in labels)
            counts[label.ToInt32(null)]++;
        return counts;
    }

    /// <summary>Folders as a process would see them with these environment variables and no others.</summary>
    public static DatasetFolders Folders(string? data = null, string? cache = null, string? offline = null) =>
        new(name =>
            name switch
            {
                DatasetFolders.DataVariable => data,
                DatasetFolders.CacheVariable => cache,
                DatasetFolders.OfflineVariable => offline,
                _ => null,
            }
        );

    /// <summary>A store that downloads nothing.</summary>
    public static DatasetStore Store(string? data = null, string? cache = null) =>
        new(Folders(data, cache, offline: "1"), new Downloader());

    /// <summary>Skips the running test, saying why, where the large data sets are not at hand.</summary>
    public static void NeedsData(string folder) =>
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable(DatasetFolders.DataVariable) is { Length: > 0 } data
                && Directory.Exists(Path.Combine(data, folder)),
            $"KERASHARP_DATA does not name a folder with {folder}/"
        );
}
