namespace Kerasharp.Data;

/// <summary>Samples together as batches. Rows of arrays go into a batch directly; no samples are made of them.</summary>
/// <param name="source">The samples.</param>
/// <param name="size">How many make a batch.</param>
/// <param name="dropRemainder">Whether fewer at the end are left out.</param>
/// <param name="padding">What fills up shorter arrays; null where all must be of one shape.</param>
internal sealed class BatchDataset(Dataset<Sample> source, int size, bool dropRemainder, double? padding = null)
    : Dataset<Batch>
{
    private readonly ChunkDataset<Sample> _chunks = new(source, size, dropRemainder);

    public override long? Count => _chunks.Count;

    internal override IEnumerator<Batch> Read(long pass, long skip) =>
        source.Access(pass) is RowElements rows ? ReadRows(rows, skip) : ReadSamples(pass, skip);

    private IEnumerator<Batch> ReadRows(RowElements rows, long skip)
    {
        using var reader = new RowReader(rows);
        for (long start = skip * size; start < rows.Count; start += size)
        {
            int count = (int)Math.Min(size, rows.Count - start);
            if (count < size && dropRemainder)
                yield break;
            yield return reader.Read((int)start, count);
        }
    }

    private IEnumerator<Batch> ReadSamples(long pass, long skip)
    {
        using var chunks = _chunks.Read(pass, skip);
        for (long first = skip * size; chunks.MoveNext(); first += size)
            yield return SampleStack.Of(chunks.Current, first, padding);
    }
}
