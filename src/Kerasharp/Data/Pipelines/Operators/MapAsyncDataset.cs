namespace Kerasharp.Data;

/// <summary>What an asynchronous function makes of each element.</summary>
internal sealed class MapAsyncDataset<T, TResult>(Dataset<T> source, Func<T, Task<TResult>> function, int parallelism)
    : Dataset<TResult>
{
    public override long? Count => source.Count;

    internal override IEnumerator<TResult> Read(long pass, long skip) =>
        new OrderedWork<T, TResult>(
            source.Read(pass, skip),
            skip,
            parallelism,
            1,
            (block, index, _) => Task.Run(() => Work(block[0], index))
        );

    private async Task<WorkedBlock<TResult>> Work(T element, long index)
    {
        try
        {
            return new([await function(element).ConfigureAwait(false)], null);
        }
        catch (Exception e)
        {
            return new([], DatasetException.Failed("MapAsync", index, element, e));
        }
    }
}
