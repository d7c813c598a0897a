using System.Collections;
using System.Runtime.ExceptionServices;

namespace Kerasharp.Data;

/// <summary>
/// Works on several elements at a time and gives the results in the elements' order. Only as many are under way as may be, so memory is
/// bounded.
/// </summary>
/// <param name="source">The elements; disposed with this.</param>
/// <param name="first">The number of the first.</param>
/// <param name="parallelism">How many blocks are worked on at a time.</param>
/// <param name="longestBlock">
/// How many elements make a block at most. Blocks begin with one element and grow, so that the first results come soon.
/// </param>
/// <param name="start">Starts the work on a block; its token ends it where nobody wants the results any more.</param>
internal sealed class OrderedWork<T, TResult>(
    IEnumerator<T> source,
    long first,
    int parallelism,
    int longestBlock,
    Func<T[], long, CancellationToken, Task<WorkedBlock<TResult>>> start
) : IEnumerator<TResult>
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Task<WorkedBlock<TResult>>> _underWay = [];
    private WorkedBlock<TResult>? _block;
    private ExceptionDispatchInfo? _sourceFailure;
    private long _next = first;
    private int _blockLength = 1;
    private int _started;
    private int _place;
    private bool _ended;

    public TResult Current { get; private set; } = default!;

    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        while (true)
        {
            if (_block is not null && _place < _block.Results.Count)
            {
                Current = _block.Results[_place++];
                return true;
            }
            if (_block?.Failure is { } failure)
            {
                _ended = true;
                ExceptionDispatchInfo.Throw(failure);
            }
            StartMore();
            if (!_underWay.TryDequeue(out var oldest))
            {
                _sourceFailure?.Throw();
                return false;
            }
            _block = oldest.GetAwaiter().GetResult();
            _place = 0;
            StartMore();
        }
    }

    public void Dispose()
    {
        _ended = true;
        _stop.Cancel();
        // Functions may use what the caller disposes next, so none is left behind.
        Task.WhenAll(_underWay).Wait();
        _underWay.Clear();
        source.Dispose();
    }

    public void Reset() => throw new NotSupportedException("A pass cannot be read twice; open it again.");

    private void StartMore()
    {
        while (!_ended && _block?.Failure is null && _underWay.Count < parallelism)
        {
            var block = NextBlock();
            if (block.Length == 0)
                break;
            _underWay.Enqueue(start(block, _next, _stop.Token));
            _next += block.Length;
            if (++_started % parallelism == 0)
                _blockLength = Math.Min(longestBlock, _blockLength * 2);
        }
    }

    private T[] NextBlock()
    {
        var block = new List<T>(_blockLength);
        try
        {
            while (block.Count < _blockLength)
            {
                if (!source.MoveNext())
                {
                    _ended = true;
                    break;
                }
                block.Add(source.Current);
            }
        }
        catch (Exception e)
        {
            // Thrown where the element would have come: the elements before it are given first.
            _sourceFailure = ExceptionDispatchInfo.Capture(e);
            _ended = true;
        }
        return [.. block];
    }
}
