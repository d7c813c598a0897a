namespace Kerasharp.Datasets;

/// <summary>Reads <c>.npy</c> files whose elements are Python lists of whole numbers, as Keras's text sets are kept.</summary>
internal static class NpyLists
{
    // Many times what Keras's largest text set takes.
    private const long GreatestLength = 1 << 29;

    /// <summary>Reads a stream.</summary>
    /// <exception cref="DatasetFormatException">It holds anything but lists of whole numbers.</exception>
    public static int[][] Read(Stream stream, string name)
    {
        if (stream.Length > GreatestLength)
            throw BrokenFile.Error(name, $"{stream.Length} bytes", $"at most {GreatestLength}");
        var count = NpyFile.ReadObjectHeader(stream, name);
        // Grows with what really comes, whatever length the archive states.
        using var pickle = new MemoryStream();
        stream.CopyTo(pickle);
        var lists = new PickledLists(pickle.GetBuffer().AsMemory(0, (int)pickle.Length), name).Read();
        if (lists.Length != count)
            throw BrokenFile.Error(name, $"{lists.Length} lists", $"{count}, as its header says");
        return lists;
    }
}
