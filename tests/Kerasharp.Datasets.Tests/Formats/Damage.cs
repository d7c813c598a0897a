using Kerasharp.Tests.Shared;

namespace Kerasharp.Datasets.Tests;

/// <summary>Damaged files for readers of data sets, which have one exception for what they refuse.</summary>
internal static class Damage
{
    /// <summary>How many for each format.</summary>
    public static int Count => DamagedFiles.Count;

    /// <summary>Lets a reader have damaged files; what it does not take must end in our exception.</summary>
    /// <param name="file">A file that it takes.</param>
    /// <param name="read">The reader.</param>
    /// <returns>How many were refused.</returns>
    public static int Refused(byte[] file, Action<byte[]> read) =>
        DamagedFiles.Refused(file, Count, read, error => error is DatasetFormatException);
}
