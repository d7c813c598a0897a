using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>
/// Runs a model for its outputs. Programs are kept by the batch's types and size; each caller at a time has a run of its own, so that
/// many threads may ask at once.
/// </summary>
internal sealed class Predictor(Model model, Device device) : IDisposable
{
    private readonly StepCache<ProgramPool> _programs = new();
    private readonly int _adapters = LowRankAdapter.Made;

    public Device Device => device;

    /// <summary>Whether no weight has been given an adapter since, which programs would not know.</summary>
    public bool IsCurrent => _adapters == LowRankAdapter.Made;

    /// <summary>The outputs for all rows, a flat array for each output, and the shapes of one batch.</summary>
    public (float[] Values, long[] Dims)[] Run(
        TensorDataList x,
        int batchSize,
        CallbackList callbacks,
        Action<int> afterBatch,
        CancellationToken cancellation
    )
    {
        long count = x[0].Count;
        using var sources = new BatchSource(x);
        (float[] Values, long[] Dims)[]? results = null;
        for (long start = 0; start < count; start += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = (int)Math.Min(batchSize, count - start);
            int batch = (int)(start / batchSize);
            callbacks.OnPredictBatchBegin(batch);
            var (pool, run) = Rent(x, rows);
            try
            {
                for (int i = 0; i < x.Count; i++)
                    sources.CopyRange(i, start, rows, run.Input(Lowering.InputName(i)));
                model.Gate.EnterReadLock();
                try
                {
                    run.Run();
                }
                finally
                {
                    model.Gate.ExitReadLock();
                }
                results ??= Array.ConvertAll(
                    pool.OutputDims,
                    dims => (new float[count * Row(dims)], (long[])[count, .. dims[1..]])
                );
                for (int i = 0; i < results.Length; i++)
                {
                    var output = run.Output(Lowering.OutputName(i));
                    output.AsSpan<float>().CopyTo(results[i].Values.AsSpan((int)(start * Row(output.Dims))));
                }
            }
            finally
            {
                pool.Return(run);
            }
            callbacks.OnPredictBatchEnd(batch);
            afterBatch(batch + 1);
        }
        return results!;
    }

    public void Dispose() => _programs.Dispose();

    private static long Row(long[] dims) => dims.Skip(1).Aggregate(1L, (product, d) => product * d);

    private (ProgramPool Pool, StepRun Run) Rent(TensorDataList x, int rows)
    {
        while (true)
        {
            // Between the two, other threads' sizes may push the pool out of the cache; then there is a new one.
            var pool = Pool(x, rows);
            if (pool.Rent() is { } run)
                return (pool, run);
        }
    }

    private ProgramPool Pool(TensorDataList x, int rows)
    {
        string key =
            $"{GraphRevision.Current}|{rows}|{string.Join("|", x.Select(d => $"{d.ElementType}{d.Shape.With(0, 1)}"))}";
        return _programs.Get(key, () => new ProgramPool(Compile(x, rows)));
    }

    private StepProgram Compile(TensorDataList x, int rows)
    {
        var step = new StepGraph(model.Name);
        var context = new CallContext(step, training: false, ElementType.Float32, randomState: null)
        {
            IsForUse = true,
        };
        var outputs = Lowering.Call(model, context, x.Select(d => Lowering.Batched(d.ElementType, d.Shape)).ToArray());
        for (int i = 0; i < outputs.Count; i++)
            step.Graph.AddOutput(Lowering.OutputName(i), Onnx.Operators.Op.Cast(outputs[i].Value, ElementType.Float32));
        // An inference graph changes no state.
        step.DropUpdates();
        step.Bind(new Dictionary<string, long> { [Dim.Batch.Symbol!] = rows });
        return StepProgram.Compile(step, device);
    }

    /// <summary>A program and the runs of it that are not in use. A run has one owner at a time: the pool, or who rented it.</summary>
    private sealed class ProgramPool(StepProgram program) : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Stack<StepRun> _idle = [];
        private bool _closed;

        public long[][] OutputDims { get; } = program.Outputs.Select(o => o.Type.Shape.ToArray()).ToArray();

        /// <summary>A run for the caller alone, to be returned; null where the pool has been closed meanwhile.</summary>
        public StepRun? Rent()
        {
            lock (_gate)
            {
                if (_closed)
                    return null;
                return _idle.TryPop(out var run) ? run : new StepRun(program);
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
    }
}
