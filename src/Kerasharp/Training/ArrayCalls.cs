using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Training;

/// <summary>
/// Computes a layer on arrays, outside of any model: on the CPU, from any thread. Programs are kept by the arrays' types and sizes.
/// </summary>
internal sealed class ArrayCalls(Layer layer)
{
    private readonly StepCache<ProgramPool> _programs = new();
    private readonly Lock _making = new();

    // Which inputs choose among rows; the same for all programs.
    private volatile IReadOnlyList<(long Rows, string Layer)?>? _choices;

    /// <summary>The layer's outputs.</summary>
    /// <param name="x">Its inputs.</param>
    /// <param name="training">Whether it acts as in training.</param>
    /// <param name="seed">What random numbers come of, together with the step.</param>
    /// <param name="step">Which step of that seed.</param>
    public (float[] Values, long[] Dims)[] Run(TensorDataList x, bool training, long seed, long step)
    {
        string key = $"{GraphRevision.Current}|{training}|{string.Join("|", x)}";
        var (pool, run) = ProgramPool.Rent(_programs, key, () => Compile(x, training));
        try
        {
            for (int i = 0; i < x.Count; i++)
                if (_choices?[i] is var (rows, name))
                    DataChecks.Indices(x.Label("x", i), x[i], rows, name);
            using (var sources = new BatchSource(x))
            {
                for (int i = 0; i < x.Count; i++)
                    if (Has(pool, Lowering.InputName(i)))
                        sources.CopyRange(i, 0, checked((int)x[i].Count), run.Input(Lowering.InputName(i)));
            }
            if (Has(pool, RandomName))
                run.Input(RandomName).CopyFrom<long>([seed, step]);
            run.Run();
            return
            [
                .. pool.OutputDims.Select(
                    (dims, i) => (run.Output(Lowering.OutputName(i)).AsSpan<float>().ToArray(), dims)
                ),
            ];
        }
        finally
        {
            pool.Return(run);
        }
    }

    private const string RandomName = "random";

    private static bool Has(ProgramPool pool, string input) => pool.Inputs.Any(i => i.Name == input);

    private StepProgram Compile(TensorDataList x, bool training)
    {
        // A layer makes its weights at its first call, which only one thread may do.
        lock (_making)
        {
            var graph = new StepGraph(layer.Name);
            var random = new State(RandomName, ElementType.Int64, [2]);
            var context = new CallContext(graph, training, ElementType.Float32, training ? random : null)
            {
                IsForUse = true,
            };
            IReadOnlyList<SymbolicTensor> outputs;
            try
            {
                outputs = layer.Invoke(context, [.. x.Select((data, i) => Input(graph, data, i))]);
            }
            catch
            {
                // What was built for an array that does not fit is to be built anew.
                context.Built.ForEach(l => l.Forget());
                throw;
            }
            _choices = ChosenInputs.Of(context, x.Count);
            for (int i = 0; i < outputs.Count; i++)
                graph.Graph.AddOutput(Lowering.OutputName(i), Op.Cast(outputs[i].Value, ElementType.Float32));
            graph.DropUpdates();
            graph.Bind(new Dictionary<string, long> { [Dim.Batch.Symbol!] = x[0].Count });
            if (training && LowerRandom.Needed(graph.Graph))
                LowerRandom.Run(graph.Graph, graph.Read(random), LowerRandom.FreeSite(graph.Graph));
            graph.Release(random);
            return StepProgram.Compile(graph, Device.Cpu);
        }
    }

    /// <summary>An input of the array's type; what is double becomes single, in which layers compute.</summary>
    private SymbolicTensor Input(StepGraph graph, TensorData data, int i)
    {
        var type = Lowering.Batched(data.ElementType, data.Shape);
        var input = graph.Graph.AddInput(Lowering.InputName(i), type.ElementType, type.Shape);
        return new SymbolicTensor(
            data.ElementType == ElementType.Float64 && layer.ComputeDtype != ElementType.Float64
                ? Op.Cast(input, ElementType.Float32)
                : input
        );
    }
}
