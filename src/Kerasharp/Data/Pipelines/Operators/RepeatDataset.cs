namespace Kerasharp.Data;

/// <summary>The elements several times, or without end.</summary>
internal sealed class RepeatDataset<T>(Dataset<T> source, int? times) : Dataset<T>
{
    // Passes of what never ends are kept apart by the upper half of the number: nobody repeats four thousand million times.
    private const int EndlessShift = 32;

    public override long? Count =>
        times == 0 ? 0
        : times is { } t
            ? source.Count is { } c ? (c == Infinite ? c : checked(c * t))
                : null
        : source.Count == 0 ? 0
        : Infinite;

    internal override IEnumerator<T> Read(long pass, long skip)
    {
        long first = times is { } t ? pass * t : pass << EndlessShift;
        long round = 0;
        if (source.Count is > 0 and < Infinite and var length)
            (round, skip) = Math.DivRem(skip, length);
        for (; times is null || round < times; round++)
        {
            bool any = skip > 0;
            using var elements = source.Read(first + round, source.Count is null ? 0 : skip);
            if (source.Count is null)
                for (; skip > 0 && elements.MoveNext(); skip--) { }
            else
                skip = 0;
            for (; elements.MoveNext(); any = true)
                yield return elements.Current;
            // Going on without end over nothing would never come back.
            if (!any)
                break;
        }
    }
}
