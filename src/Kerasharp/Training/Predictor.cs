using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Saving;

namespace Kerasharp.Training;

/// <summary>
/// Runs a model for its outputs. Programs are kept by the batch's types and size; each caller at a time has a run of its own, so that
/// many threads may ask at once.
/// </summary>
internal sealed class Predictor(Model model, Device device) : IDisposable
{
    // Of larger models a copy would be felt; their products are bound by reading the weights in any case.
    private const long MostConstants = 256L << 20;

    private readonly StepCache<PredictPrograms> _programs = new();
    private readonly ConstantsBudget _constants = new(MostConstants);
    private readonly int _adapters = LowRankAdapter.Made;

    // Most calls are like the one before.
    private volatile PredictPrograms? _last;

    public Device Device => device;

    /// <summary>Whether no weight has been given an adapter since, which programs would not know.</summary>
    public bool IsCurrent => _adapters == LowRankAdapter.Made;

    /// <summary>For tests: whether batches like the last one are computed with the weights as constants.</summary>
    internal bool IsFrozen => _last is { IsFrozen: true };

    /// <summary>The outputs for all rows, a flat array for each output, and the shapes of one batch.</summary>
    public (float[] Values, long[] Dims)[] Run(
        TensorDataList x,
        int batchSize,
        CallbackList? callbacks,
        Action<int>? afterBatch,
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
            callbacks?.OnPredictBatchBegin(batch);
            // Another thread may push programs out of the cache.
            while (!TryRun(x, sources, start, rows, ref results)) { }
            callbacks?.OnPredictBatchEnd(batch);
            afterBatch?.Invoke(batch + 1);
        }
        return results!;
    }

    public void Dispose() => _programs.Dispose();

    /// <summary>Many read weights at a time; states of stateful layers are changed by one alone.</summary>
    private bool TryRun(
        TensorDataList x,
        BatchSource sources,
        long start,
        int rows,
        ref (float[] Values, long[] Dims)[]? results
    )
    {
        var programs = Programs(x, rows);
        if (programs.ChangesStates)
            model.Gate.EnterWriteLock();
        else
            model.Gate.EnterReadLock();
        try
        {
            if (programs.Rent() is not var (pool, run))
                return false;
            try
            {
                for (int i = 0; i < x.Count; i++)
                    sources.CopyRange(i, start, rows, run.Input(Lowering.InputName(i)));
                run.Run();
                results ??= Array.ConvertAll(
                    pool.OutputDims,
                    dims => (new float[x[0].Count * Row(dims)], (long[])[x[0].Count, .. dims[1..]])
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
            return true;
        }
        finally
        {
            if (programs.ChangesStates)
                model.Gate.ExitWriteLock();
            else
                model.Gate.ExitReadLock();
        }
    }

    private static long Row(ReadOnlySpan<long> dims)
    {
        long product = 1;
        for (int i = 1; i < dims.Length; i++)
            product *= dims[i];
        return product;
    }

    private PredictPrograms Programs(TensorDataList x, int rows)
    {
        if (_last is { IsClosed: false } last && last.Kind.Fits(x, rows))
            return last;
        var kind = new BatchKind(x, rows);
        var types = x.Select(d => Lowering.Batched(d.ElementType, d.Shape)).ToArray();
        return _last = _programs.Get(
            kind.ToString(),
            () => new PredictPrograms(kind, Compile(types, rows), () => Frozen(types, rows), _constants)
        );
    }

    private StepProgram Compile(TensorType[] types, int rows)
    {
        var step = new StepGraph(model.Name);
        var context = new CallContext(step, training: false, ElementType.Float32, randomState: null)
        {
            IsForUse = true,
        };
        var outputs = Lowering.Call(model, context, types);
        for (int i = 0; i < outputs.Count; i++)
            step.Graph.AddOutput(Lowering.OutputName(i), Op.Cast(outputs[i].Value, ElementType.Float32));
        // An inference graph changes no state but those that stateful layers carry.
        step.DropUpdates();
        step.Bind(Numbers(rows));
        return StepProgram.Compile(step, device);
    }

    /// <summary>The program of the graph that an export would hold; null where it computes in 16 bits, which the processor rounds elsewhere.</summary>
    private StepProgram? Frozen(TensorType[] types, int rows)
    {
        var graph = ModelExport.ForInference(
            model,
            types,
            [.. types.Select((_, i) => Lowering.InputName(i))],
            [.. model.OutputNames.Select((_, i) => Lowering.OutputName(i))]
        );
        if (WidenElements.HasNarrow(graph))
            return null;
        foreach (var output in graph.Outputs)
            output.Value = Op.Cast(output.Value, ElementType.Float32);
        return StepProgram.Open(graph, GraphCopy.Bind(graph, Numbers(rows)), device, Lowering.InputName(0));
    }

    private static Dictionary<string, long> Numbers(int rows) => new() { [Dim.Batch.Symbol!] = rows };
}
