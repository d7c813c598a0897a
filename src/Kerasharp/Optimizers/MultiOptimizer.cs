using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Training;

namespace Kerasharp.Optimizers;

/// <summary>Different optimizers for different weights, each with its own rate, clipping and averages.</summary>
/// <remarks>Keras: <c>keras.optimizers.MultiOptimizer</c>; PyTorch's parameter groups serve the same end. A norm over all gradients is one over
/// each optimizer's own.</remarks>
/// <example><code>
/// var map = new OptimizerMap(new Adam()) { ["embedding.*"] = new SGD(0.1) };
/// model.Compile(optimizer: new MultiOptimizer(map), loss: "mse");
/// </code></example>
public sealed class MultiOptimizer : Optimizer
{
    private readonly Func<Weight, Optimizer> _choose;
    private readonly Dictionary<Weight, Optimizer> _chosen = [];
    private readonly Weight _steps;

    /// <summary>Makes one of a map.</summary>
    /// <param name="optimizerMap">Which optimizer changes which weight.</param>
    /// <param name="lossScaleFactor">By what the loss is multiplied for the gradients, in the place of the optimizers' own; 1 by default.</param>
    /// <param name="name">The optimizer's name.</param>
    public MultiOptimizer(OptimizerMap optimizerMap, double? lossScaleFactor = null, string name = "multi_optimizer")
        : this((optimizerMap ?? throw new ArgumentNullException(nameof(optimizerMap))).Of, lossScaleFactor, name) =>
        OptimizerMap = optimizerMap;

    /// <summary>Makes one of a function, which is asked once for each weight; such a one cannot be written to a file.</summary>
    /// <param name="optimizerMap">Gives the optimizer of a weight; may give the same one for several.</param>
    /// <param name="lossScaleFactor">By what the loss is multiplied for the gradients, in the place of the optimizers' own; 1 by default.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <example><code>
    /// var (slow, fast) = (new SGD(0.001), new Adam());
    /// var optimizer = new MultiOptimizer(weight => weight.Path.StartsWith("encoder") ? slow : fast);
    /// </code></example>
    public MultiOptimizer(
        Func<Weight, Optimizer> optimizerMap,
        double? lossScaleFactor = null,
        string name = "multi_optimizer"
    )
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(optimizerMap);
        _choose = optimizerMap;
        LossScaleFactor = AboveZero(lossScaleFactor, nameof(lossScaleFactor));
        _steps = new Weight($"{name}/iteration", ConstantTensor.Scalar(0, ElementType.Int64), trainable: false);
    }

    /// <summary>Which optimizer changes which weight; null where a function says so.</summary>
    public OptimizerMap? OptimizerMap { get; }

    /// <summary>The optimizers, each once; those of a function once a step has been made.</summary>
    public IReadOnlyList<Optimizer> Optimizers =>
        [.. (OptimizerMap?.Optimizers ?? []).Concat(_chosen.Values).Distinct()];

    /// <summary>There is no rate of all weights.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override double LearningRate
    {
        get => throw NoRate();
        set => throw NoRate();
    }

    /// <summary>How many steps have been made.</summary>
    public override long Iterations => _steps.State.ReadScalar<long>();

    /// <summary>The count of steps, then the optimizers' variables.</summary>
    public override IReadOnlyList<Weight> Variables => [_steps, .. Optimizers.SelectMany(o => o.Variables)];

    internal override IEnumerable<Optimizer> All => Optimizers.SelectMany(o => o.All).Prepend(this);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">It was made of a function.</exception>
    public override JsonObject GetConfig() =>
        OptimizerMap is null
            ? throw new NotSupportedException(
                $"The configuration of the MultiOptimizer '{Name}' was asked for, which was made of a function; an OptimizerMap was expected. Make it of one to write it to files."
            )
            : base.GetConfig();

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
        throw new NotSupportedException("A MultiOptimizer has other optimizers update weights.");

    internal override void Apply(
        StepGraph step,
        ElementType computeType,
        BatchGradients batch,
        SymbolicTensor? gate = null
    )
    {
        using var scope = step.Graph.At(Name);
        IsBuilt = true;
        foreach (var group in batch.Here.GroupBy(g => OptimizerOf(g.Weight)))
        {
            // The loss was multiplied for all; a LossScaleOptimizer around has taken its scale off already.
            group.Key.LossScaleFactor = LossScaleFactor;
            group.Key.Apply(step, computeType, batch.Of([.. group]), gate);
        }
        var made = step.Read(_steps.State);
        step.Update(_steps.State, gate is null ? made + 1 : Op.Where(gate.Value, made + 1, made));
    }

    internal override void FinalizeVariableValues(IEnumerable<Weight> weights)
    {
        foreach (var group in weights.Where(_chosen.ContainsKey).GroupBy(OptimizerOf))
            group.Key.FinalizeVariableValues(group);
    }

    internal override void Free()
    {
        base.Free();
        _steps.State.Free();
        foreach (var optimizer in Optimizers)
            optimizer.Free();
        _chosen.Clear();
    }

    /// <summary>The optimizer that changes a weight.</summary>
    internal Optimizer OptimizerOf(Weight weight)
    {
        if (!_chosen.TryGetValue(weight, out var optimizer))
        {
            optimizer =
                _choose(weight)
                ?? throw new ArgumentException(
                    $"No optimizer came for the weight '{weight.Path}' from the function of the MultiOptimizer '{Name}'; one was expected. Have it give one for every weight."
                );
            _chosen.Add(weight, OptimizerMap.Plain(optimizer));
        }
        return optimizer;
    }

    private NotSupportedException NoRate() =>
        new(
            $"The learning rate of the MultiOptimizer '{Name}' was asked for; each of its optimizers has one. Take it from those, as Optimizers[0].LearningRate."
        );
}
