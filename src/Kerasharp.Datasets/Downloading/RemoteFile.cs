namespace Kerasharp.Datasets;

/// <summary>A file of a data set as its publishers offer it.</summary>
/// <param name="Name">The file's name in the cache folder.</param>
/// <param name="Length">Its length in bytes; null where it is not published.</param>
/// <param name="Checksum">Its SHA-256 or, where the publisher states no better one, its MD5; hexadecimal.</param>
/// <param name="Addresses">Where it lies, in the order of preference; all offer the same bytes.</param>
internal sealed record RemoteFile(string Name, long? Length, string Checksum, params string[] Addresses)
{
    private const long LimitWithoutLength = 16 << 20;

    /// <summary>Where Keras keeps its copies.</summary>
    public const string KerasFolder = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/";

    /// <summary>More bytes than this are not read from any server.</summary>
    public long Limit => Length ?? LimitWithoutLength;
}
