namespace Kerasharp.Data;

/// <summary>The elements of an asynchronous sequence.</summary>
internal sealed class AsyncEnumerableDataset<T>(Func<IAsyncEnumerable<T>> make) : Dataset<T>
{
    public override long? Count => null;

    internal override IEnumerator<T> Read(long pass, long skip)
    {
        using var cancellation = new CancellationTokenSource();
        var elements = make().GetAsyncEnumerator(cancellation.Token);
        try
        {
            while (Wait(() => elements.MoveNextAsync()))
                if (skip-- <= 0)
                    yield return elements.Current;
        }
        finally
        {
            cancellation.Cancel();
            Wait(async () =>
            {
                await elements.DisposeAsync().ConfigureAwait(false);
                return true;
            });
        }
    }

    // On a thread of the pool, where what is awaited cannot wait for the thread that waits here.
    private static bool Wait(Func<ValueTask<bool>> action) =>
        Task.Run(async () => await action().ConfigureAwait(false)).GetAwaiter().GetResult();
}
