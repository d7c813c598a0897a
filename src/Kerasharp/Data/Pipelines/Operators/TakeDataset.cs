namespace Kerasharp.Data;

/// <summary>The first elements.</summary>
internal sealed class TakeDataset<T>(Dataset<T> source, long count) : Dataset<T>
{
    public override long? Count =>
        count == 0 ? 0
        : source.Count is { } c ? Math.Min(c, count)
        : null;

    internal override Elements<T>? Access(long pass) =>
        source.Access(pass) is { } elements
            ? elements.Choose([.. Enumerable.Range(0, (int)Math.Min(elements.Count, count))])
            : null;

    internal override IEnumerator<T> Read(long pass, long skip)
    {
        if (skip >= count)
            yield break;
        using var elements = source.Read(pass, skip);
        for (long left = count - skip; left > 0 && elements.MoveNext(); left--)
            yield return elements.Current;
    }
}
