namespace Kerasharp.Data;

/// <summary>The elements of two data sets in pairs.</summary>
internal sealed class ZipDataset<T, TOther>(Dataset<T> source, Dataset<TOther> other)
    : Dataset<(T First, TOther Second)>
{
    public override long? Count =>
        source.Count is { } a && other.Count is { } b ? Math.Min(a, b)
        : source.Count == 0 || other.Count == 0 ? 0
        : null;

    internal override IEnumerator<(T First, TOther Second)> Read(long pass, long skip)
    {
        using var first = source.Read(pass, skip);
        using var second = other.Read(pass, skip);
        while (first.MoveNext() && second.MoveNext())
            yield return (first.Current, second.Current);
    }
}
