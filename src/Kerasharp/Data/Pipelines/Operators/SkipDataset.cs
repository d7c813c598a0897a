namespace Kerasharp.Data;

/// <summary>The elements behind the first ones.</summary>
internal sealed class SkipDataset<T>(Dataset<T> source, long count) : Dataset<T>
{
    public override long? Count => source.Count is { } c ? (c == Infinite ? c : Math.Max(0, c - count)) : null;

    internal override Elements<T>? Access(long pass)
    {
        if (source.Access(pass) is not { } elements)
            return null;
        int left = (int)Math.Max(0, elements.Count - count);
        return elements.Choose([.. Enumerable.Range(elements.Count - left, left)]);
    }

    internal override IEnumerator<T> Read(long pass, long skip) => source.Read(pass, checked(skip + count));
}
