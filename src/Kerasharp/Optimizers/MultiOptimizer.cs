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
    private readonly Weight _steps;

    /// <summary>Makes one.</summary>
    /// <param name="optimizerMap">Which optimizer changes which weight.</param>
    /// <param name="lossScaleFactor">By what the loss is multiplied for the gradients, in the place of the optimizers' own; 1 by default.</param>
    /// <param name="name">The optimizer's name.</param>
    public MultiOptimizer(OptimizerMap optimizerMap, double? lossScaleFactor = null, string name = "multi_optimizer")
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(optimizerMap);
        OptimizerMap = optimizerMap;
        LossScaleFactor = AboveZero(lossScaleFactor, nameof(lossScaleFactor));
        _steps = new Weight($"{name}/iteration", ConstantTensor.Scalar(0, ElementType.Int64), trainable: false);
    }

    /// <summary>Which optimizer changes which weight.</summary>
    public OptimizerMap OptimizerMap { get; }

    /// <summary>The optimizers, each once.</summary>
    public IReadOnlyList<Optimizer> Optimizers => [.. OptimizerMap.Optimizers];

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
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
        throw new NotSupportedException("A MultiOptimizer has other optimizers update weights.");

    internal override void Apply(
        StepGraph step,
        ElementType computeType,
        IReadOnlyList<WeightGradient> gradients,
        SymbolicTensor? gate = null
    )
    {
        using var scope = step.Graph.At(Name);
        IsBuilt = true;
        foreach (var group in gradients.GroupBy(g => OptimizerMap[g.Weight.Path]))
        {
            // The loss was multiplied for all; a LossScaleOptimizer around has taken its scale off already.
            group.Key.LossScaleFactor = LossScaleFactor;
            group.Key.Apply(step, computeType, [.. group], gate);
        }
        var made = step.Read(_steps.State);
        step.Update(_steps.State, gate is null ? made + 1 : Op.Where(gate.Value, made + 1, made));
    }

    internal override void FinalizeVariableValues(IEnumerable<Weight> weights)
    {
        foreach (var group in weights.GroupBy(w => OptimizerMap[w.Path]))
            group.Key.FinalizeVariableValues(group);
    }

    internal override void Free()
    {
        base.Free();
        _steps.State.Free();
        foreach (var optimizer in Optimizers)
            optimizer.Free();
    }

    private NotSupportedException NoRate() =>
        new(
            $"The learning rate of the MultiOptimizer '{Name}' was asked for; each of its optimizers has one. Take it from those, as Optimizers[0].LearningRate."
        );
}
