namespace Kerasharp.Data;

/// <summary>The elements of one data set and then those of another.</summary>
internal sealed class ConcatenateDataset<T>(Dataset<T> source, Dataset<T> other) : Dataset<T>
{
    public override long? Count =>
        source.Count is { } a && other.Count is { } b
            ? (a == Infinite || b == Infinite ? Infinite : checked(a + b))
            : null;

    internal override IEnumerator<T> Read(long pass, long skip)
    {
        if (source.Count is { } length)
        {
            if (skip < length)
            {
                using var elements = source.Read(pass, skip);
                while (elements.MoveNext())
                    yield return elements.Current;
            }
            skip = Math.Max(0, skip - length);
        }
        else
        {
            using var elements = source.Read(pass, 0);
            while (elements.MoveNext())
                if (skip-- <= 0)
                    yield return elements.Current;
            skip = Math.Max(0, skip);
        }
        using var others = other.Read(pass, skip);
        while (others.MoveNext())
            yield return others.Current;
    }
}
