namespace Kerasharp.Data;

/// <summary>The examples of batches, one by one.</summary>
internal sealed class UnbatchDataset(Dataset<Batch> source) : Dataset<Sample>
{
    public override long? Count => source.Count is 0 or Infinite ? source.Count : null;

    internal override IEnumerator<Sample> Read(long pass, long skip)
    {
        using var batches = source.Read(pass, 0);
        while (batches.MoveNext())
        {
            var rows = new RowElements(batches.Current);
            for (int i = (int)Math.Min(skip, rows.Count); i < rows.Count; i++)
                yield return rows[i];
            skip = Math.Max(0, skip - rows.Count);
        }
    }
}
