namespace Kerasharp.Data;

/// <summary>The elements for which a predicate is true.</summary>
internal sealed class FilterDataset<T>(Dataset<T> source, Func<T, bool> predicate) : Dataset<T>
{
    public override long? Count => source.Count == 0 ? 0 : null;

    internal override IEnumerator<T> Read(long pass, long skip)
    {
        using var elements = source.Read(pass, 0);
        for (long index = 0; elements.MoveNext(); index++)
        {
            if (Keeps(elements.Current, index) && skip-- <= 0)
                yield return elements.Current;
        }
    }

    private bool Keeps(T element, long index)
    {
        try
        {
            return predicate(element);
        }
        catch (Exception e)
        {
            throw DatasetException.Failed("Filter", index, element, e);
        }
    }
}
