namespace Kerasharp.Data;

/// <summary>The elements of a sequence that can only be read from its start.</summary>
internal sealed class EnumerableDataset<T>(Func<long, IEnumerable<T>> make, long? count = null) : Dataset<T>
{
    public override long? Count => count;

    internal override IEnumerator<T> Read(long pass, long skip)
    {
        using var elements = make(pass).GetEnumerator();
        if (!ReadOver(elements, skip))
            yield break;
        while (elements.MoveNext())
            yield return elements.Current;
    }
}
