namespace Kerasharp.Training.Feeds;

/// <summary>Batches of arrays, which stay where the user has them: in order, or for each pass in another order.</summary>
internal sealed class ArrayFeed : BatchFeed
{
    private readonly FitData _data;
    private readonly FitDataSource _source;
    private readonly int _batchSize;
    private readonly Shuffle? _shuffle;
    private readonly int[] _order = [];
    private long _start;

    /// <param name="data">The arrays.</param>
    /// <param name="batchSize">How many examples make a batch; the last one takes the rest.</param>
    /// <param name="shuffle">Decides the order of a pass; null to go through the arrays as they are.</param>
    public ArrayFeed(FitData data, int batchSize, Shuffle? shuffle = null)
    {
        _data = data;
        _source = new FitDataSource(data);
        _batchSize = batchSize;
        _shuffle = shuffle;
        Batches = checked((int)((data.Count + batchSize - 1) / batchSize));
        Rows = (int)Math.Min(batchSize, data.Count);
        if (shuffle is not null)
            _order = new int[checked((int)data.Count)];
    }

    /// <summary>Puts the numbers of rows into the order of a pass.</summary>
    public delegate void Shuffle(long pass, Span<int> order);

    public override int? Batches { get; }

    public override BatchTypes Types => _data.Types;

    public override int Rows { get; protected set; }

    public override void Begin(long pass, int skip)
    {
        if (_shuffle is not null)
        {
            // From the same order each time: a pass's order is not to depend on those before.
            for (int i = 0; i < _order.Length; i++)
                _order[i] = i;
            _shuffle(pass, _order);
        }
        _start = ((long)skip - 1) * _batchSize;
    }

    public override bool Next()
    {
        _start += _batchSize;
        if (_start >= _data.Count)
            return false;
        Rows = (int)Math.Min(_batchSize, _data.Count - _start);
        return true;
    }

    public override void Fill(StepRun step)
    {
        if (_shuffle is null)
            _source.Fill(step, _start, Rows);
        else
            _source.Fill(step, _order.AsSpan((int)_start, Rows));
    }

    public override void Dispose() => _source.Dispose();
}
