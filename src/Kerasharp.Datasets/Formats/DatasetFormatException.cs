namespace Kerasharp.Datasets;

/// <summary>A file of a data set is damaged, cut short, or another file than its name says.</summary>
public sealed class DatasetFormatException : IOException
{
    internal DatasetFormatException(string message, Exception? inner = null)
        : base(message, inner) { }
}
