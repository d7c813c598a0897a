using Kerasharp.Data;
using Kerasharp.Initializers;
using Kerasharp.Losses;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Optimizers;

namespace Kerasharp.Training;

/// <summary>What Compile decided: optimizer, losses, metrics, device; and the steps made of it so far.</summary>
internal sealed partial class Trainer : IDisposable
{
    private readonly Model _model;
    private readonly IReadOnlyList<Loss?> _losses;
    private readonly double[]? _lossWeights;
    private readonly IReadOnlyList<IReadOnlyList<MetricSpec>> _metricSpecs;
    private readonly IReadOnlyList<IReadOnlyList<MetricSpec>> _weightedSpecs;
    private readonly StepCache<StepHolder> _steps = new();
    private readonly Dictionary<string, StepGraph> _forward = [];
    private readonly Mean _loss = new(LossName);
    private readonly Dictionary<string, Mean> _added = [];
    private readonly State _random;
    private readonly TrainableFlags _trainable;
    private List<TrackedMetric>[]? _metrics;
    private Mean?[] _outputLosses = [];
    private IReadOnlyList<Weight>? _weights;

    public Trainer(
        Model model,
        Optimizer optimizer,
        IReadOnlyList<Loss?> losses,
        double[]? lossWeights,
        IReadOnlyList<IReadOnlyList<MetricSpec>> metrics,
        IReadOnlyList<IReadOnlyList<MetricSpec>> weightedMetrics,
        Device device
    )
    {
        _model = model;
        Optimizer = optimizer;
        _losses = losses;
        _lossWeights = lossWeights;
        _metricSpecs = metrics;
        _weightedSpecs = weightedMetrics;
        Device = device;
        _trainable = new TrainableFlags(model);
        Kept = new HostCopy(this);
        long seed = (long)RandomSeeds.Next();
        ShuffleSeed = RandomSeeds.Next();
        _random = new State("random", ElementType.Int64, [2], bytes => BitConverter.TryWriteBytes(bytes, seed));
    }

    public Optimizer Optimizer { get; }

    /// <summary>Where steps run.</summary>
    public Device Device { get; private set; }

    /// <summary>What lies on the host for the case that the device is lost.</summary>
    public HostCopy Kept { get; }

    /// <summary>The loss of each output; null for one that has none.</summary>
    public IReadOnlyList<Loss?> Losses => _losses;

    /// <summary>A factor for each output's loss; null for ones.</summary>
    public IReadOnlyList<double>? LossWeights => _lossWeights;

    /// <summary>The metrics of each output, as they were asked for.</summary>
    public IReadOnlyList<IReadOnlyList<MetricSpec>> MetricSpecs => _metricSpecs;

    /// <summary>Those of each output that see how much examples count.</summary>
    public IReadOnlyList<IReadOnlyList<MetricSpec>> WeightedSpecs => _weightedSpecs;

    /// <summary>Whether an output has a loss or a metric, which look at targets.</summary>
    public bool NeedsTargets(int output) =>
        _losses[output] is not null || _metricSpecs[output].Count + _weightedSpecs[output].Count > 0;

    /// <summary>Whether an output has a loss or a metric that sees how much examples count.</summary>
    public bool Weighs(int output) => _losses[output] is not null || _weightedSpecs[output].Count > 0;

    /// <summary>What decides the order of each pass over the data.</summary>
    public ulong ShuffleSeed { get; set; }

    /// <summary>How many passes over data the model has been trained on.</summary>
    public long Passes { get; set; }

    /// <summary>The random numbers from here on: those of steps, and the orders of passes.</summary>
    public RandomState RandomState
    {
        get
        {
            long[] state = _random.Read<long>();
            return new RandomState(state[0], state[1], ShuffleSeed, Passes);
        }
        set
        {
            _random.Write<long>([value.Seed, value.Step]);
            (ShuffleSeed, Passes) = (value.ShuffleSeed, value.Passes);
        }
    }

    /// <summary>Where the nodes of the last step that trained run; null before there was one.</summary>
    public Placement? Placement { get; private set; }

    /// <summary>The step for a batch of so many rows.</summary>
    public StepRun Step(bool training, BatchTypes types, int rows)
    {
        var run = _steps
            .Get(
                $"{GraphRevision.Current}|{(training ? "train" : "test")}|{rows}|{types.Key}",
                () => Make(training, types, rows)
            )
            .Run;
        if (training)
            Placement = run.Placement;
        return run;
    }

    /// <summary>Puts rows into the order of a pass: each pass another, all decided by the seed.</summary>
    public void Shuffle(long pass, Span<int> order)
    {
        var random = new RandomSource(ShuffleSeed, stream: 3 + (ulong)pass);
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
        foreach (var metric in AllMetrics())
            results[metric.Label] = metric.Metric.Result();
        return results;
    }

    public void ResetResults()
    {
        foreach (var metric in Gathering())
            metric.ResetState();
    }

    /// <summary>All that the training step carries on, by unique names. Some of it is there only once the step is.</summary>
    public IReadOnlyList<(string Name, State State)> States()
    {
        var states = _model
            .Weights.Select(w => ("weights/" + w.Path, w.State))
            .Concat(_model.Carried.Select(w => ("carried/" + w.Path, w.State)))
            .Concat(Optimizer.Variables.Select(v => ("optimizer/" + v.Path, v.State)))
            .Append(("random", _random))
            .Concat(Gathering().SelectMany(m => m.Weights).Select(v => ("metrics/" + v.Path, v.State)));
        var taken = new Dictionary<string, int>();
        var named = new List<(string, State)>();
        foreach (var (name, state) in states)
        {
            int count = taken[name] = taken.GetValueOrDefault(name) + 1;
            named.Add((count == 1 ? name : FormattableString.Invariant($"{name}:{count}"), state));
        }
        return named;
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
        foreach (var variable in Gathering().SelectMany(m => m.Weights))
            variable.State.Free();
    }

    /// <summary>The means of losses and of what layers add, each batch counted by its examples.</summary>
    private IEnumerable<Mean> Trackers() => _outputLosses.OfType<Mean>().Concat(_added.Values).Prepend(_loss);

    private IEnumerable<TrackedMetric> AllMetrics() => (_metrics ?? []).SelectMany(m => m);

    /// <summary>Everything that gathers over an epoch.</summary>
    private IEnumerable<Metric> Gathering() => Trackers().Concat(AllMetrics().Select(m => m.Metric));

    private StepHolder Make(bool training, BatchTypes types, int rows, string? profile = null)
    {
        var forward = Written(training, types);
        var numbers = new Dictionary<string, long> { [Dim.Batch.Symbol!] = rows };
        StepGraph step;
        if (training)
        {
            step = Trained(forward, numbers);
        }
        else
        {
            step = forward.Bound(numbers);
        }
        step.Graph.RemoveOutput(LossName);
        return new StepHolder(StepProgram.Compile(step, Device, profile));
    }

    /// <summary>The step that trains, as it is before a device's passes.</summary>
    internal StepGraph Trained(StepGraph forward, IReadOnlyDictionary<string, long> numbers)
    {
        using var asCompiled = _trainable.Restore();
        var objective = new TrainingStep.Objective(LossName, _model.TrainableWeights, Optimizer);
        return TrainingStep.Make(forward, numbers, [objective], _random, UpdateType());
    }

    /// <summary>Refuses float64 on a device on which it would be float32.</summary>
    private void CheckDoubles()
    {
        if (Device.Features.Stored(ElementType.Float64) == ElementType.Float64)
            return;
        if (_model.Weights.FirstOrDefault(w => w.ElementType == ElementType.Float64) is { } weight)
            throw new NotSupportedException(
                $"The model '{_model.Name}' was compiled for the device '{Device}', which has no float64, and its weight '{weight.Path}' is of it; float32 was expected there. Compile for another device, or give the layer Dtype = \"float32\"."
            );
    }

    /// <summary>In which type updates are computed: float64 where weights have it.</summary>
    private ElementType UpdateType() =>
        _model.Weights.Any(w => w.ElementType == ElementType.Float64) ? ElementType.Float64 : ElementType.Float32;

    /// <summary>Goes on with another device; what was decided and all that is carried on stays.</summary>
    public void MoveTo(Device device)
    {
        if (device == Device)
            return;
        _steps.Dispose();
        Device = device;
        foreach (var (_, state) in States())
            state.MoveTo(device);
    }

    /// <summary>Sets all back to what is left after a device was lost, and tells it.</summary>
    public DeviceLostException Recovered(OnnxRuntimeException lost, FitRun? run)
    {
        _steps.Dispose();
        Kept.Restore();
        DeviceMemory.Forget(Device);
        DeviceCheck.Forget(Device);
        // Where the next batch goes ahead, the last step that was begun is the one that failed, or the one before.
        int ahead = Device.Features.UploadsAhead ? 1 : 0;
        int finished = Math.Max(0, (run?.Batch ?? 0) - ahead);
        string reached = run is null
            ? ""
            : FormattableString.Invariant($" in epoch {run.Epoch + 1}, after {finished} finished steps of it");
        string left = Kept.Epochs is { } epochs
            ? FormattableString.Invariant(
                $"The model is as it was after {epochs} epochs, which is the last that lay on the host. Call model.MoveTo(Device.Cpu) or another device, and Fit with initialEpoch: {epochs}."
            )
            : "Nothing of the training lay on the host, so that the model is as it was made: load weights from a file, and go on with another device by model.MoveTo.";
        return new DeviceLostException(
            $"The device {Device} was lost{reached}. It was expected to answer to the end. {left} The report: {(lost.InnerException ?? lost).Message.Trim()}",
            Device,
            lost.InnerException ?? lost
        )
        {
            Epoch = run?.Epoch,
            Step = run is null ? null : finished,
            EpochsKept = Kept.Epochs,
        };
    }

    /// <summary>The model, its loss and its metrics, written once for arrays of these types.</summary>
    internal StepGraph Written(bool training, BatchTypes types)
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
        return forward;
    }

    /// <summary>The model, its loss and its metrics as one graph with a symbolic batch.</summary>
    private StepGraph Forward(bool training, BatchTypes types)
    {
        using var asCompiled = _trainable.Restore();
        CheckDoubles();
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
        foreach (var (i, type, weightType) in types.Outputs)
        {
            var target = new SymbolicTensor(step.Graph.AddInput(Lowering.TargetName(i), type.ElementType, type.Shape));
            var weight = weightType is not { } given
                ? null
                : new SymbolicTensor(step.Graph.AddInput(Lowering.SampleWeightName(i), given.ElementType, given.Shape));
            if (_losses[i] is { } output)
            {
                using var scope = step.Graph.Within(output.Name);
                var loss = output.Compute(target, outputs[i], weight, context.GetMask(outputs[i]));
                _outputLosses[i]?.Update(context, loss, batch);
                if (_lossWeights is not null)
                    loss *= _lossWeights[i];
                total = total is null ? loss : total + loss;
            }
            foreach (var (metric, _, isWeighted) in _metrics![i])
            {
                using var metricScope = step.Graph.At(metric.Name);
                metric.UpdateState(context, target, outputs[i], isWeighted ? weight : null);
            }
        }
        foreach (var added in context.Losses)
            total = total! + Ops.Wide(added);
        foreach (var (name, value) in context.Metrics)
        {
            if (!_added.TryGetValue(name, out var tracker))
                _added.Add(name, tracker = new Mean(name));
            tracker.Update(context, value, batch);
        }
        _loss.Update(context, total!, batch);
        step.Graph.AddOutput(LossName, total!.Value);
        return step;
    }

    private void ResolveMetrics(BatchTypes types, IReadOnlyList<SymbolicTensor> outputs)
    {
        if (_metrics is not null)
            return;
        var metrics = new List<TrackedMetric>[outputs.Count];
        for (int i = 0; i < metrics.Length; i++)
            metrics[i] = [];
        // As in Keras, those that see weights come last, and are called so where their name is taken.
        var taken = new HashSet<string>();
        foreach (bool isWeighted in new[] { false, true })
        foreach (var (i, type, _) in types.Outputs)
        foreach (var spec in (isWeighted ? _weightedSpecs : _metricSpecs)[i])
        {
            var metric = spec.Resolve(type.Shape, outputs[i].Shape);
            metrics[i].Add(new TrackedMetric(metric, Label(i, metric.Name, isWeighted, taken), isWeighted));
        }
        _metrics = metrics;
        // As in Keras, parts are shown where the sum has several.
        bool several = _losses.Count(l => l is not null) > 1;
        _outputLosses =
        [
            .. _losses.Select((l, i) => several && l is not null ? new Mean($"{_model.OutputNames[i]}_loss") : null),
        ];
    }

    /// <summary>Under which name a metric is shown.</summary>
    private string Label(int output, string metric, bool isWeighted, HashSet<string> taken)
    {
        string prefix = _losses.Count > 1 ? $"{_model.OutputNames[output]}_" : "";
        string name = prefix + metric;
        if (isWeighted && taken.Contains(name))
            name = $"{prefix}weighted_{metric}";
        string label = name;
        for (int i = 1; !taken.Add(label); i++)
            label = FormattableString.Invariant($"{name}_{i}");
        return label;
    }

    /// <summary>A metric, the name under which it is shown, and whether it sees how much examples count.</summary>
    private sealed record TrackedMetric(Metric Metric, string Label, bool IsWeighted);

    /// <summary>A program and the one run that training uses.</summary>
    private sealed class StepHolder(StepProgram program) : IDisposable
    {
        public StepRun Run { get; } = program.Guard.Make(() => new StepRun(program));

        public void Dispose()
        {
            Run.Dispose();
            program.Dispose();
        }
    }
}
