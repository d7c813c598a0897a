namespace Kerasharp.Training;

/// <summary>
/// Steps by what they were made for. The least recently used one goes when there are too many: each distinct batch size is a step of its
/// own, and ONNX Runtime keeps memory for each.
/// </summary>
internal sealed class StepCache<T>(int limit = 8) : IDisposable
    where T : class, IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(string Key, T Step)> _recent = [];

    /// <summary>The step of a key, made if it is not there.</summary>
    public T Get(string key, Func<T> make)
    {
        lock (_gate)
        {
            for (var entry = _recent.First; entry is not null; entry = entry.Next)
            {
                if (entry.Value.Key != key)
                    continue;
                _recent.Remove(entry);
                _recent.AddFirst(entry);
                return entry.Value.Step;
            }
            var step = make();
            _recent.AddFirst((key, step));
            if (_recent.Count > limit)
            {
                // Another thread may still be at it; how that ends well is the step's own affair.
                _recent.Last!.Value.Step.Dispose();
                _recent.RemoveLast();
            }
            return step;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (_, step) in _recent)
                step.Dispose();
            _recent.Clear();
        }
    }
}
