namespace Kerasharp.Datasets;

/// <summary>How far the download of a file is.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Received">The bytes that are here, those of an earlier, broken download among them.</param>
/// <param name="Total">The file's length in bytes; null where neither publisher nor server tells it.</param>
public readonly record struct DownloadProgress(string File, long Received, long? Total);
