using Kerasharp.Data;
using Kerasharp.Initializers;
using Kerasharp.Losses;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;

namespace Kerasharp.Training;

/// <summary>What Compile decided: optimizer, losses, metrics, device; and the steps made of it so far.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly Model _model;
    private readonly IReadOnlyList<Loss?> _losses;
    private readonly double[]? _lossWeights;
    private readonly IReadOnlyList<IReadOnlyList<MetricSpec>> _metricSpecs;
    private readonly StepCache<StepHolder> _steps = new();
    private readonly Dictionary<string, StepGraph> _forward = [];
    private readonly Mean _loss = new("loss");
    private readonly Dictionary<string, Mean> _added = [];
    private readonly State _random;
    private ulong _shuffleSeed;
    private readonly TrainableFlags _trainable;
    private List<Metric>[]? _metrics;
    private Mean?[] _outputLosses = [];
    private IReadOnlyList<Weight>? _weights;
    private long _epochsShuffled;

    public Trainer(
        Model model,
        Optimizer optimizer,
        IReadOnlyList<Loss?> losses,
        double[]? lossWeights,
        IReadOnlyList<IReadOnlyList<MetricSpec>> metrics,
        Device device
    )
    {
        _model = model;
        Optimizer = optimizer;
        _losses = losses;
        _lossWeights = lossWeights;
        _metricSpecs = metrics;
        Device = device;
        _trainable = new TrainableFlags(model);
        long seed = (long)RandomSeeds.Next();
        _shuffleSeed = RandomSeeds.Next();
        _random = new State("random", ElementType.Int64, [2], bytes => BitConverter.TryWriteBytes(bytes, seed));
    }

    public Optimizer Optimizer { get; }

    public Device Device { get; }

    /// <summary>The loss of each output; null for one that has none.</summary>
    public IReadOnlyList<Loss?> Losses => _losses;

    /// <summary>A factor for each output's loss; null for ones.</summary>
    public IReadOnlyList<double>? LossWeights => _lossWeights;

    /// <summary>The metrics of each output, as they were asked for.</summary>
    public IReadOnlyList<IReadOnlyList<MetricSpec>> MetricSpecs => _metricSpecs;

    /// <summary>Whether an output has a loss or a metric, which look at targets.</summary>
    public bool NeedsTargets(int output) => _losses[output] is not null || _metricSpecs[output].Count > 0;

    /// <summary>The random numbers from here on: those of steps, and the orders of epochs.</summary>
    public RandomState RandomState
    {
        get
        {
            long[] state = _random.Read<long>();
            return new RandomState(state[0], state[1], _shuffleSeed, _epochsShuffled);
        }
        set
        {
            _random.Write<long>([value.Seed, value.Step]);
            (_shuffleSeed, _epochsShuffled) = (value.ShuffleSeed, value.EpochsShuffled);
        }
    }

    /// <summary>The step for a batch of so many rows.</summary>
    public StepRun Step(bool training, BatchTypes types, int rows) =>
        _steps
            .Get(
                $"{GraphRevision.Current}|{(training ? "train" : "test")}|{rows}|{types.Key}",
                () => Make(training, types, rows)
            )
            .Run;

    /// <summary>The order of an epoch's rows: each epoch another, all decided by the seed.</summary>
    public void Shuffle(Span<int> order)
    {
        var random = new RandomSource(_shuffleSeed, stream: 3 + (ulong)_epochsShuffled++);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = (int)(random.NextUInt64() % (ulong)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    /// <summary>Loss and metrics since the last reset, in the order in which Keras shows them.</summary>
    public SortedDictionary<string, double> Results()
    {
        var results = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var tracker in Trackers())
            results[tracker.Name] = tracker.Result();
        for (int i = 0; i < (_metrics?.Length ?? 0); i++)
            foreach (var metric in _metrics![i])
                results[MetricName(i, metric)] = metric.Result();
        return results;
    }

    public void ResetResults()
    {
        foreach (var metric in Trackers().Concat((_metrics ?? []).SelectMany(m => m)))
            metric.ResetState();
    }

    /// <summary>Refuses to go on with steps that do not know weights which the model has been given since, as by EnableLora.</summary>
    public void CheckWeights()
    {
        if (_weights is null || _model.Weights.Except(_weights).ToArray() is not { Length: > 0 } added)
            return;
        throw new InvalidOperationException(
            $"The model '{_model.Name}' was given weights after it was compiled: {string.Join(", ", added.Select(w => w.Path))}. Its steps do not know them; call Compile again."
        );
    }

    /// <summary>Makes all steps anew when they are next needed.</summary>
    public void ForgetSteps()
    {
        _steps.Dispose();
        _forward.Clear();
        _metrics = null;
        _weights = null;
    }

    public void Dispose()
    {
        _steps.Dispose();
        Optimizer.Free();
        _random.Free();
        foreach (var variable in Trackers().Concat((_metrics ?? []).SelectMany(m => m)).SelectMany(m => m.Weights))
            variable.State.Free();
    }

    /// <summary>The means of losses and of what layers add, each batch counted by its examples.</summary>
    private IEnumerable<Mean> Trackers() => _outputLosses.OfType<Mean>().Concat(_added.Values).Prepend(_loss);

    private string MetricName(int output, Metric metric) =>
        _losses.Count > 1 ? $"{_model.OutputNames[output]}_{metric.Name}" : metric.Name;

    private StepHolder Make(bool training, BatchTypes types, int rows)
    {
        string key = $"{GraphRevision.Current}|{training}|{types.Key}";
        if (!_forward.TryGetValue(key, out var forward))
        {
            bool isFirst = _metrics is null;
            try
            {
                _forward.Add(key, forward = Forward(training, types));
            }
            catch when (isFirst)
            {
                // What "accuracy" means is not to be decided by data that do not fit.
                _metrics = null;
                throw;
            }
        }
        var numbers = new Dictionary<string, long> { [Dim.Batch.Symbol!] = rows };
        StepGraph step;
        if (training)
        {
            using var asCompiled = _trainable.Restore();
            var objective = new TrainingStep.Objective("loss", _model.TrainableWeights, Optimizer);
            step = TrainingStep.Make(forward, numbers, [objective], _random, ElementType.Float32);
        }
        else
        {
            step = forward.Bound(numbers);
        }
        step.Graph.RemoveOutput("loss");
        return new StepHolder(StepProgram.Compile(step, Device));
    }

    /// <summary>The model, its loss and its metrics as one graph with a symbolic batch.</summary>
    private StepGraph Forward(bool training, BatchTypes types)
    {
        using var asCompiled = _trainable.Restore();
        var step = new StepGraph(_model.Name);
        var context = new CallContext(step, training, ElementType.Float32, training ? _random : null)
        {
            IsForUse = true,
        };
        var outputs = Lowering.Call(_model, context, types.Inputs);
        _weights ??= _model.Weights;
        if (outputs.Count != _losses.Count)
            throw new ArgumentException(
                $"The model '{_model.Name}' has {outputs.Count} outputs and was compiled with {_losses.Count} losses; give one for each."
            );
        if (!training)
            step.DropUpdates();
        ResolveMetrics(types, outputs);
        var batch = Mean.Examples(outputs[0]);
        SymbolicTensor? total = null;
        foreach (var (i, type, weighted) in types.Outputs)
        {
            var target = new SymbolicTensor(step.Graph.AddInput(Lowering.TargetName(i), type.ElementType, type.Shape));
            if (_losses[i] is { } output)
            {
                var weight = weighted
                    ? new SymbolicTensor(
                        step.Graph.AddInput(Lowering.SampleWeightName(i), ElementType.Float32, new Shape(Dim.Batch))
                    )
                    : null;
                using var scope = step.Graph.Within(output.Name);
                var loss = output.Compute(target, outputs[i], weight, context.GetMask(outputs[i]));
                _outputLosses[i]?.Update(context, loss, batch);
                if (_lossWeights is not null)
                    loss *= _lossWeights[i];
                total = total is null ? loss : total + loss;
            }
            foreach (var metric in _metrics![i])
            {
                using var metricScope = step.Graph.At(metric.Name);
                metric.UpdateState(context, target, outputs[i], null);
            }
        }
        foreach (var added in context.Losses)
            total = total! + added;
        foreach (var (name, value) in context.Metrics)
        {
            if (!_added.TryGetValue(name, out var tracker))
                _added.Add(name, tracker = new Mean(name));
            tracker.Update(context, value, batch);
        }
        _loss.Update(context, total!, batch);
        step.Graph.AddOutput("loss", total!.Value);
        return step;
    }

    private void ResolveMetrics(BatchTypes types, IReadOnlyList<SymbolicTensor> outputs)
    {
        if (_metrics is not null)
            return;
        var metrics = new List<Metric>[outputs.Count];
        Array.Fill(metrics, []);
        foreach (var (i, type, _) in types.Outputs)
            metrics[i] = [.. _metricSpecs[i].Select(spec => spec.Resolve(type.Shape, outputs[i].Shape))];
        _metrics = metrics;
        // As in Keras, parts are shown where the sum has several.
        bool several = _losses.Count(l => l is not null) > 1;
        _outputLosses =
        [
            .. _losses.Select((l, i) => several && l is not null ? new Mean($"{_model.OutputNames[i]}_loss") : null),
        ];
    }

    /// <summary>A program and the one run that training uses.</summary>
    private sealed class StepHolder(StepProgram program) : IDisposable
    {
        public StepRun Run { get; } = new(program);

        public void Dispose()
        {
            Run.Dispose();
            program.Dispose();
        }
    }
}
