using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Training;

namespace Kerasharp.Optimizers;

/// <summary>
/// Has another optimizer train by a loss that is multiplied by a scale which finds itself: it is doubled after so many steps whose
/// gradients were all finite, and halved at a step in which one was not; that step changes no weight.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.LossScaleOptimizer</c>; Micikevicius et al., Mixed Precision Training (2017). Clipping, decay and
/// averages are the inner optimizer's.</remarks>
/// <example><code>model.Compile(optimizer: new LossScaleOptimizer(new Adam(1e-3)), loss: "mse");</code></example>
public sealed class LossScaleOptimizer : Optimizer
{
    private readonly Weight _counter;
    private readonly Weight _scale;

    /// <summary>Makes one.</summary>
    /// <param name="innerOptimizer">The optimizer that changes the weights; its own loss scale is taken away.</param>
    /// <param name="initialScale">The first scale, above 0.</param>
    /// <param name="dynamicGrowthSteps">After how many finite steps the scale is doubled, at least 1.</param>
    /// <param name="name">The optimizer's name.</param>
    public LossScaleOptimizer(
        Optimizer innerOptimizer,
        double initialScale = 32768.0,
        int dynamicGrowthSteps = 2000,
        string name = "loss_scale_optimizer"
    )
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(innerOptimizer);
        if (innerOptimizer is LossScaleOptimizer)
            throw new ArgumentException(
                $"A LossScaleOptimizer '{innerOptimizer.Name}' came as the inner optimizer of another; one that changes weights was expected. Give the optimizer within.",
                nameof(innerOptimizer)
            );
        InnerOptimizer = innerOptimizer;
        InitialScale = AboveZero(initialScale, nameof(initialScale))!.Value;
        DynamicGrowthSteps = Arguments.Positive(dynamicGrowthSteps, nameof(dynamicGrowthSteps));
        InnerOptimizer.LossScaleFactor = null;
        _counter = new Weight($"{name}/step_counter", [], ElementType.Int64, null, 0, trainable: false, null, null);
        _scale = new Weight(
            $"{name}/dynamic_scale",
            [],
            ElementType.Float32,
            new Constant(initialScale),
            0,
            trainable: false,
            null,
            null
        );
    }

    /// <summary>The optimizer that changes the weights.</summary>
    public Optimizer InnerOptimizer { get; }

    /// <summary>The first scale.</summary>
    public double InitialScale { get; }

    /// <summary>After how many finite steps the scale is doubled.</summary>
    public int DynamicGrowthSteps { get; }

    /// <summary>The present scale.</summary>
    public double DynamicScale => _scale.State.ReadScalar<float>();

    /// <summary>The inner optimizer's learning rate.</summary>
    public override double LearningRate
    {
        get => InnerOptimizer.LearningRate;
        set => InnerOptimizer.LearningRate = value;
    }

    /// <summary>How many updates the inner optimizer has made.</summary>
    public override long Iterations => InnerOptimizer.Iterations;

    /// <summary>Count and scale, then the inner optimizer's variables.</summary>
    public override IReadOnlyList<Weight> Variables => [_counter, _scale, .. InnerOptimizer.Variables];

    internal override IEnumerable<Optimizer> All => InnerOptimizer.All.Prepend(this);

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
        throw new NotSupportedException("A LossScaleOptimizer has its inner optimizer update weights.");

    internal override Value ScaleLoss(StepGraph step, Value loss) =>
        Op.Mul(loss, Op.Cast(step.Read(_scale.State), loss.ElementType));

    internal override void Apply(
        StepGraph step,
        ElementType computeType,
        BatchGradients batch,
        SymbolicTensor? gate = null
    )
    {
        if (batch.Here.Count == 0)
            return;
        using var scope = step.Graph.At(Name);
        IsBuilt = true;
        var scale = step.Read(_scale.State);
        var counter = step.Read(_counter.State);
        var finite = batch.Here.Select(g => IsFinite(g.Gradient.Value)).Aggregate((a, b) => Op.And(a, b));
        var factor = new SymbolicTensor(Op.Cast(scale, computeType));
        InnerOptimizer.Apply(step, computeType, batch.Each(g => g / factor), new SymbolicTensor(finite));

        var grows = Op.And(finite, Op.Equal(counter, counter.Like(DynamicGrowthSteps - 1)));
        var counts = Op.And(finite, Op.Not(grows));
        step.Update(_counter.State, Op.Where(counts, counter + 1, counter.Like(0)));
        var next = Op.Where(grows, Op.Mul(scale, scale.Like(2)), Op.Mul(scale, scale.Like(0.5)));
        step.Update(_scale.State, Op.Where(counts, scale, next));
    }

    internal override void FinalizeVariableValues(IEnumerable<Weight> weights) =>
        InnerOptimizer.FinalizeVariableValues(weights);

    internal override void Free()
    {
        base.Free();
        _counter.State.Free();
        _scale.State.Free();
        InnerOptimizer.Free();
    }

    /// <summary>Whether all elements are finite: the difference of each from itself is 0 then, else NaN.</summary>
    private static Value IsFinite(Value x)
    {
        var differences = Op.ReduceSum(Op.Abs(Op.Sub(x, x)));
        return Op.Equal(differences, differences.Like(0));
    }
}
