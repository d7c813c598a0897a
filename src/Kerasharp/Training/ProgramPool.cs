using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>A program and the runs of it that are not in use. A run has one owner at a time: the pool, or who rented it.</summary>
internal sealed class ProgramPool(StepProgram program) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<StepRun> _idle = [];
    private bool _closed;

    public long[][] OutputDims { get; } = program.Outputs.Select(o => o.Type.Shape.ToArray()).ToArray();

    /// <summary>Whether a run changes states, so that one runs at a time.</summary>
    public bool ChangesStates => program.ChangesStates;

    /// <summary>The inputs that a caller fills before a run.</summary>
    public IReadOnlyList<(string Name, TensorType Type)> Inputs => program.Inputs;

    /// <summary>Rents a run of the pool that a cache has for a key; a pool that other threads push out of the cache meanwhile is made anew.</summary>
    public static (ProgramPool Pool, StepRun Run) Rent(
        StepCache<ProgramPool> pools,
        string key,
        Func<StepProgram> compile
    )
    {
        while (true)
        {
            var pool = pools.Get(key, () => new ProgramPool(compile()));
            if (pool.Rent() is { } run)
                return (pool, run);
        }
    }

    /// <summary>Takes a run back.</summary>
    public void Return(StepRun run)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _idle.Push(run);
                return;
            }
        }
        run.Dispose();
    }

    /// <summary>Frees what is idle. A rented run goes on, on the session that its bindings keep alive, and is freed when it returns.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            while (_idle.TryPop(out var run))
                run.Dispose();
            program.Dispose();
        }
    }

    /// <summary>A run for the caller alone, to be returned; null where the pool has been closed meanwhile.</summary>
    public StepRun? Rent()
    {
        lock (_gate)
        {
            if (_closed)
                return null;
            return _idle.TryPop(out var run) ? run : program.Guard.Make(() => new StepRun(program));
        }
    }
}
