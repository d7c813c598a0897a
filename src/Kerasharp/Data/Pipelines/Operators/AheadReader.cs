using System.Collections;
using System.Runtime.ExceptionServices;

namespace Kerasharp.Data;

/// <summary>Reads elements on a thread of its own into a queue of bounded length. The thread begins with the first question.</summary>
internal sealed class AheadReader<T>(Func<IEnumerator<T>> open, int capacity) : IEnumerator<T>
{
    private readonly object _gate = new();
    private readonly Queue<T> _ready = [];
    private ExceptionDispatchInfo? _failure;
    private Thread? _thread;
    private bool _ended;
    private bool _stopped;

    public T Current { get; private set; } = default!;

    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        if (_thread is null && !_stopped)
        {
            _thread = new Thread(Produce) { IsBackground = true, Name = "Kerasharp prefetch" };
            _thread.Start();
        }
        lock (_gate)
        {
            while (_ready.Count == 0 && !_ended && !_stopped)
                Monitor.Wait(_gate);
            if (_ready.TryDequeue(out var element))
            {
                Current = element;
                Monitor.PulseAll(_gate);
                return true;
            }
        }
        Current = default!;
        _failure?.Throw();
        return false;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            _ready.Clear();
            Monitor.PulseAll(_gate);
        }
        _thread?.Join();
        Current = default!;
    }

    public void Reset() => throw new NotSupportedException("A pass cannot be read twice; open it again.");

    private void Produce()
    {
        try
        {
            using var elements = open();
            while (elements.MoveNext())
                if (!Add(elements.Current))
                    break;
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until there is room; false where nobody wants any more.</summary>
    private bool Add(T element)
    {
        lock (_gate)
        {
            while (_ready.Count >= capacity && !_stopped)
                Monitor.Wait(_gate);
            if (_stopped)
                return false;
            _ready.Enqueue(element);
            Monitor.PulseAll(_gate);
            return true;
        }
    }
}
