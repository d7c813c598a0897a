namespace Kerasharp.Datasets;

/// <summary>A file of a data set could not be downloaded; the message has each address that was tried and what came from it.</summary>
public sealed class DatasetDownloadException : IOException
{
    internal DatasetDownloadException(string message, Exception? inner = null)
        : base(message, inner) { }
}
