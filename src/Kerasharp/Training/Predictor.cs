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
                Run(run, pool.ChangesStates);
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

    /// <summary>Many read weights at a time; states of stateful layers are changed by one alone.</summary>
    private void Run(StepRun run, bool changesStates)
    {
        if (changesStates)
            model.Gate.EnterWriteLock();
        else
            model.Gate.EnterReadLock();
        try
        {
            run.Run();
        }
        finally
        {
            if (changesStates)
                model.Gate.ExitWriteLock();
            else
                model.Gate.ExitReadLock();
        }
    }

    private static long Row(long[] dims) => dims.Skip(1).Aggregate(1L, (product, d) => product * d);

    private (ProgramPool Pool, StepRun Run) Rent(TensorDataList x, int rows)
    {
        string key =
            $"{GraphRevision.Current}|{rows}|{string.Join("|", x.Select(d => $"{d.ElementType}{d.Shape.With(0, 1)}"))}";
        return ProgramPool.Rent(_programs, key, () => Compile(x, rows));
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
        // An inference graph changes no state but those that stateful layers carry.
        step.DropUpdates();
        step.Bind(new Dictionary<string, long> { [Dim.Batch.Symbol!] = rows });
        return StepProgram.Compile(step, device);
    }
}
