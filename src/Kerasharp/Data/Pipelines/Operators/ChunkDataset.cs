namespace Kerasharp.Data;

/// <summary>So many elements together.</summary>
internal sealed class ChunkDataset<T>(Dataset<T> source, int size, bool dropRemainder) : Dataset<T[]>
{
    public override long? Count => Chunks(source.Count, size, dropRemainder);

    /// <summary>How many groups so many elements make.</summary>
    public static long? Chunks(long? count, int size, bool dropRemainder) =>
        count is null or Infinite ? count
        : dropRemainder ? count / size
        : (count / size) + (count % size > 0 ? 1 : 0);

    internal override IEnumerator<T[]> Read(long pass, long skip)
    {
        using var elements = source.Read(pass, checked(skip * size));
        var chunk = new List<T>(Math.Min(size, 1024));
        while (elements.MoveNext())
        {
            chunk.Add(elements.Current);
            if (chunk.Count < size)
                continue;
            yield return [.. chunk];
            chunk.Clear();
        }
        if (chunk.Count > 0 && !dropRemainder)
            yield return [.. chunk];
    }
}
