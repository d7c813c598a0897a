namespace Kerasharp.Data;

/// <summary>The elements of the first pass, kept as they are read.</summary>
/// <remarks>
/// All readers share one reading of the source. It is closed when the last reader leaves, and opened behind what is kept when one needs
/// more.
/// </remarks>
internal sealed class CacheDataset<T>(Dataset<T> source) : Dataset<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _kept = [];
    private IEnumerator<T>? _reading;
    private int _readers;
    private bool _complete;

    public override long? Count => _complete ? _kept.Count : source.Count;

    internal override Elements<T>? Access(long pass) => source.Access(0);

    internal override IEnumerator<T> Read(long pass, long skip) => Access(0)?.From(skip) ?? Share(skip);

    private IEnumerator<T> Share(long skip)
    {
        Enter();
        try
        {
            for (long i = skip; TryGet(i, out var element); i++)
                yield return element;
        }
        finally
        {
            Leave();
        }
    }

    private bool TryGet(long index, out T element)
    {
        lock (_gate)
        {
            while (!_complete && _kept.Count <= index)
            {
                _reading ??= source.Read(0, _kept.Count);
                if (!_reading.MoveNext())
                {
                    _complete = true;
                    Close();
                    break;
                }
                _kept.Add(_reading.Current);
            }
            bool found = index < _kept.Count;
            element = found ? _kept[(int)index] : default!;
            return found;
        }
    }

    private void Enter()
    {
        lock (_gate)
            _readers++;
    }

    private void Leave()
    {
        lock (_gate)
            if (--_readers == 0)
                Close();
    }

    private void Close()
    {
        _reading?.Dispose();
        _reading = null;
    }
}
