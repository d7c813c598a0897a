namespace Kerasharp.Datasets;

/// <summary>The files of a data set are in none of the folders where they are looked for; the message names files and folders.</summary>
public sealed class DatasetNotFoundException : IOException
{
    internal DatasetNotFoundException(string message)
        : base(message) { }
}
