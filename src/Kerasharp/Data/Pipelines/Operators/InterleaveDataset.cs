namespace Kerasharp.Data;

/// <summary>The elements of several data sets by turns.</summary>
internal sealed class InterleaveDataset<T, TResult>(
    Dataset<T> source,
    Func<T, Dataset<TResult>> function,
    int cycleLength,
    int blockLength
) : Dataset<TResult>
{
    public override long? Count => source.Count == 0 ? 0 : null;

    internal override IEnumerator<TResult> Read(long pass, long skip)
    {
        using var elements = source.Read(pass, 0);
        var open = new IEnumerator<TResult>?[cycleLength];
        long index = 0;
        bool ended = false;
        try
        {
            for (int turn = 0; !ended || Array.Exists(open, o => o is not null); turn = (turn + 1) % cycleLength)
            {
                for (int left = blockLength; left > 0; left--)
                {
                    while (open[turn]?.MoveNext() != true)
                    {
                        open[turn]?.Dispose();
                        open[turn] = null;
                        if (ended || (ended = !elements.MoveNext()))
                            break;
                        open[turn] = Make(elements.Current, index++).Read(pass, 0);
                    }
                    if (open[turn] is null)
                        break;
                    if (skip-- <= 0)
                        yield return open[turn]!.Current;
                }
            }
        }
        finally
        {
            foreach (var one in open)
                one?.Dispose();
        }
    }

    private Dataset<TResult> Make(T element, long index)
    {
        try
        {
            return function(element) ?? throw new InvalidOperationException("It gave null, no data set.");
        }
        catch (Exception e)
        {
            throw DatasetException.Failed("Interleave", index, element, e);
        }
    }
}
