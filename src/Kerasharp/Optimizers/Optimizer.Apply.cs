using System.Text.RegularExpressions;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Training;

namespace Kerasharp.Optimizers;

public abstract partial class Optimizer
{
    private readonly HashSet<Weight> _undecayed = [];
    private Regex? _undecayedNames;

    /// <summary>Keeps weights from decaying. Call it before training begins; a second call replaces the first.</summary>
    /// <param name="varList">The weights.</param>
    /// <param name="varNames">Regular expressions; a weight decays not if one occurs in its name, as <c>bias</c>.</param>
    /// <exception cref="InvalidOperationException">A step has been made already.</exception>
    /// <remarks>Keras: <c>Optimizer.exclude_from_weight_decay</c>.</remarks>
    /// <example><code>optimizer.ExcludeFromWeightDecay(varNames: ["bias", "gamma", "beta"]);</code></example>
    public void ExcludeFromWeightDecay(IEnumerable<Weight>? varList = null, IEnumerable<string>? varNames = null)
    {
        if (IsBuilt)
            throw new InvalidOperationException(
                $"Weights came to be excluded from decay by the optimizer '{Name}', whose steps are made already. Exclude them before Fit, or call Compile again first."
            );
        _undecayed.Clear();
        _undecayed.UnionWith(varList ?? []);
        string pattern = string.Join('|', varNames ?? []);
        _undecayedNames = pattern.Length > 0 ? new Regex(pattern, RegexOptions.CultureInvariant) : null;
    }

    /// <summary>The optimizer, and those that do its work.</summary>
    internal virtual IEnumerable<Optimizer> All => [this];

    /// <summary>What was told by <see cref="ExcludeFromWeightDecay"/>: weights, and a regular expression or null.</summary>
    internal (IReadOnlyCollection<Weight> Weights, string? Names) Undecayed =>
        (_undecayed, _undecayedNames?.ToString());

    /// <summary>Makes what is kept for weights before a step does, for a file to fill it.</summary>
    internal void Build(IReadOnlyList<Weight> weights)
    {
        var step = new StepGraph(Name);
        var gradients = weights
            .Select(
                (w, i) =>
                    new WeightGradient(
                        w,
                        new SymbolicTensor(step.Graph.AddInput($"gradient_{i}", w.ElementType, w.Shape))
                    )
            )
            .ToArray();
        // This step never runs, so the gradients elsewhere may be those here.
        Apply(
            step,
            weights.Any(w => w.ElementType == ElementType.Float64) ? ElementType.Float64 : ElementType.Float32,
            new BatchGradients(
                gradients,
                elsewhere => [.. elsewhere.Select(e => gradients.First(g => g.Weight == e.Weight).Gradient)]
            )
        );
    }

    /// <summary>Writes the update of one weight: its next value by <see cref="OptimizerContext.Assign"/>, and what it carries on.</summary>
    /// <param name="context">Learning rate, count of steps, and what is kept for each weight.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">Its gradient, in its shape.</param>
    protected abstract void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient);

    /// <summary>Writes what concerns all weights together, before the first of them decays or is updated; nothing by default.</summary>
    /// <param name="context">As for the updates.</param>
    /// <param name="batch">The gradients of the batch itself, and those at other weights.</param>
    /// <param name="steps">The gradients that the updates will be given: averaged over batches, transformed and clipped.</param>
    private protected virtual void Begin(
        OptimizerContext context,
        BatchGradients batch,
        IReadOnlyList<WeightGradient> steps
    ) { }

    /// <summary>How much of a weight is taken off at every step, times the learning rate; null for nothing.</summary>
    private protected virtual double? DecayOf(Weight weight) => WeightDecay;

    /// <summary>The loss of which gradients are taken.</summary>
    internal virtual Value ScaleLoss(StepGraph step, Value loss) =>
        LossScaleFactor is { } factor ? Op.Mul(loss, loss.Like(factor)) : loss;

    /// <summary>Writes all updates into a step's graph.</summary>
    /// <param name="step">The step.</param>
    /// <param name="computeType">The element type in which it computes.</param>
    /// <param name="batch">The gradients of the scaled loss.</param>
    /// <param name="gate">A truth value without which nothing changes; none by default.</param>
    internal virtual void Apply(
        StepGraph step,
        ElementType computeType,
        BatchGradients batch,
        SymbolicTensor? gate = null
    )
    {
        using var scope = step.Graph.At(Name);
        IsBuilt = true;
        var call = new CallContext(step, training: true, computeType, randomState: null)
        {
            Types = (computeType, CastsWeights: true),
        };
        var context = new OptimizerContext(this, call, gate);
        batch = batch.Each(g => Ops.Cast(g, computeType));
        if (LossScaleFactor is { } factor)
            batch = batch.Each(g => g / factor);
        var gradients = batch.Here;
        foreach (var transform in Transforms())
            gradients = transform.Apply(context, gradients);
        Begin(context, batch, gradients);
        foreach (var (weight, gradient) in gradients)
        {
            if (DecayOf(weight) is { } decay && Decays(weight))
                context.Decay(weight, decay);
            Update(context, weight, gradient);
        }
        if (UseEma)
            Average(context, gradients);
        var batches = new SymbolicTensor(BatchesIn(step) + 1);
        if (GradientAccumulationSteps is null)
            context.Assign(_iterations, batches);
        else
            context.AssignAlways(_iterations, batches);
    }

    /// <summary>The average over time of a weight; null where none is kept, or not yet.</summary>
    internal Weight? AverageOf(Weight weight) => _slots.GetValueOrDefault((weight, AverageSlot));

    /// <summary>What ends a training: weights become their averages, if there are any.</summary>
    internal virtual void FinalizeVariableValues(IEnumerable<Weight> weights)
    {
        foreach (var weight in weights)
            if (_slots.TryGetValue((weight, AverageSlot), out var average))
                weight.State.Write<byte>(average.State.ReadBytes());
    }

    private const string AverageSlot = "average";

    private IEnumerable<GradientTransform> Transforms()
    {
        if (GradientAccumulationSteps is { } steps)
            yield return new Accumulation(steps);
        foreach (var transform in GradientTransforms)
            yield return transform;
        if (Clipnorm is { } norm)
            yield return new ClippingByNorm(norm);
        if (GlobalClipnorm is { } globalNorm)
            yield return new ClippingByGlobalNorm(globalNorm);
        if (Clipvalue is { } value)
            yield return new ClippingByValue(value);
    }

    private bool Decays(Weight weight) => !_undecayed.Contains(weight) && _undecayedNames?.IsMatch(weight.Name) != true;

    /// <summary>Follows the weights by their averages, at every batch as Keras does; before the first update these are the weights.</summary>
    private void Average(OptimizerContext context, IReadOnlyList<WeightGradient> gradients)
    {
        var momentum = Ops.Where(Ops.Greater(context.Step, 1), context.Constant(EmaMomentum), context.Constant(0));
        var overwrites = EmaOverwriteFrequency is { } every ? context.IsMultiple(context.Iteration, every) : null;
        foreach (var (weight, _) in gradients)
        {
            var slot = context.Slot(weight, AverageSlot);
            var latest = context.Latest(weight);
            var average = momentum * context[slot] + (1 - momentum) * latest;
            context.AssignAlways(slot, average);
            if (overwrites is not null)
                context.AssignAlways(weight, Ops.Where(overwrites, average, latest));
        }
    }
}
