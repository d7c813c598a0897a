namespace Kerasharp.Data;

/// <summary>What a function makes of each element.</summary>
internal sealed class MapDataset<T, TResult>(
    Dataset<T> source,
    Func<T, long, long, TResult> function,
    int parallelism,
    string operation = "Map"
) : Dataset<TResult>
{
    // Handing a single small sample to another thread costs about as much as working on it.
    private static readonly int LongestBlock = typeof(T) == typeof(Batch) || typeof(TResult) == typeof(Batch) ? 1 : 16;

    public override long? Count => source.Count;

    internal override IEnumerator<TResult> Read(long pass, long skip)
    {
        var elements = source.Read(pass, skip);
        return parallelism == 1
            ? InOrder(elements, pass, skip)
            : new OrderedWork<T, TResult>(
                elements,
                skip,
                parallelism,
                LongestBlock,
                (block, first, stop) => Task.Run(() => Work(block, pass, first, stop))
            );
    }

    private IEnumerator<TResult> InOrder(IEnumerator<T> elements, long pass, long index)
    {
        using (elements)
            for (; elements.MoveNext(); index++)
                yield return Apply(elements.Current, pass, index);
    }

    private WorkedBlock<TResult> Work(T[] block, long pass, long first, CancellationToken stop)
    {
        var results = new List<TResult>(block.Length);
        try
        {
            for (int i = 0; i < block.Length && !stop.IsCancellationRequested; i++)
                results.Add(Apply(block[i], pass, first + i));
            return new(results, null);
        }
        catch (DatasetException e)
        {
            return new(results, e);
        }
    }

    private TResult Apply(T element, long pass, long index)
    {
        try
        {
            return function(element, pass, index);
        }
        catch (Exception e)
        {
            throw DatasetException.Failed(operation, index, element, e);
        }
    }
}
