using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Training;

namespace Kerasharp.Optimizers;

/// <summary>
/// Changes weights by their gradients. Its numbers (learning rate, moments, count of updates) are states of the training step; the
/// learning rate may be set at any time, also while training. Derive from it and write the rule in <see cref="Update"/> with the functions
/// of <see cref="Ops"/>. A name converts to one: <c>"adam"</c>, <c>"sgd"</c>.
/// </summary>
public abstract class Optimizer
{
    private readonly Dictionary<(Weight, string), Weight> _slots = [];
    private readonly Dictionary<string, Weight> _shared = [];
    private readonly List<Weight> _variables = [];
    private readonly Weight _iterations;
    private readonly Weight _learningRate;

    /// <summary>An optimizer.</summary>
    /// <param name="name">Its name, as Keras has it: <c>adam</c>.</param>
    /// <param name="learningRate">How far each step goes, above 0.</param>
    protected Optimizer(string name, double learningRate)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        CheckRate(learningRate);
        _iterations = new Weight($"{name}/iteration", ConstantTensor.Scalar(0, ElementType.Int64), trainable: false);
        _learningRate = new Weight(
            $"{name}/learning_rate",
            ConstantTensor.Scalar(learningRate, ElementType.Float32),
            trainable: false
        );
        _variables.AddRange([_iterations, _learningRate]);
    }

    /// <summary>The optimizer's name.</summary>
    public string Name { get; }

    /// <summary>How far each step goes. A change acts from the next step on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0.</exception>
    public double LearningRate
    {
        get => _learningRate.State.ReadScalar<float>();
        set
        {
            CheckRate(value);
            _learningRate.State.Write<float>([(float)value]);
        }
    }

    /// <summary>How many updates have been made.</summary>
    public long Iterations => _iterations.State.ReadScalar<long>();

    /// <summary>Everything that the optimizer carries from step to step: count, learning rate, and what its rule keeps for each weight.</summary>
    public IReadOnlyList<Weight> Variables => _variables;

    /// <summary>Whether a step has been made with it, from when on its variables count in summaries.</summary>
    internal bool IsBuilt { get; private set; }

    /// <summary>What is done to the gradients, in order, before the rule sees them. Set it before Compile.</summary>
    public IList<GradientTransform> GradientTransforms { get; } = [];

    /// <summary>The optimizer of a name, with Keras's defaults.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static implicit operator Optimizer(string name) =>
        name.ToLowerInvariant() switch
        {
            "adam" => new Adam(),
            "sgd" => new SGD(),
            _ => throw Unknown.Name("optimizer", name, ["adam", "sgd"]),
        };

    /// <summary>Writes the update of one weight: its next value by <see cref="OptimizerContext.Assign"/>, and what it carries on.</summary>
    /// <param name="context">Learning rate, count of steps, and what is kept for each weight.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">Its gradient, in its shape.</param>
    protected abstract void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient);

    /// <summary>Writes all updates into a step's graph.</summary>
    internal void Apply(StepGraph step, ElementType computeType, IReadOnlyList<WeightGradient> gradients)
    {
        using var scope = step.Graph.At(Name);
        IsBuilt = true;
        var context = new OptimizerContext(this, new CallContext(step, training: true, computeType, randomState: null));
        foreach (var transform in GradientTransforms)
            gradients = transform.Apply(context, gradients);
        foreach (var (weight, gradient) in gradients)
            Update(context, weight, gradient);
        context.Assign(_iterations, new SymbolicTensor(step.Read(_iterations.State) + 1));
    }

    /// <summary>What the rule keeps for a weight under a name, made of zeros on first use.</summary>
    internal Weight Slot(Weight weight, string name)
    {
        if (!_slots.TryGetValue((weight, name), out var slot))
        {
            slot = weight.Alike($"{Name}/{weight.Path.Replace('/', '_')}_{name}");
            _slots.Add((weight, name), slot);
            _variables.Add(slot);
        }
        return slot;
    }

    /// <summary>What is kept under a name for all weights together, made of zeros on first use.</summary>
    internal Weight Variable(string name, long[] shape)
    {
        if (!_shared.TryGetValue(name, out var variable))
        {
            variable = new Weight($"{Name}/{name}", shape, ElementType.Float32, null, 0, trainable: false, null, null);
            _shared.Add(name, variable);
            _variables.Add(variable);
        }
        return variable.Shape.Equals(Shape.Of(shape))
            ? variable
            : throw new ArgumentException(
                $"The variable '{name}' of the optimizer '{Name}' was asked for with the shape {Shape.Of(shape)}; it is kept as {variable.Shape}. Give another name."
            );
    }

    internal Value IterationsIn(StepGraph step) => step.Read(_iterations.State);

    internal Value LearningRateIn(StepGraph step) => step.Read(_learningRate.State);

    /// <summary>Forgets what is kept for weights and the count of updates; the learning rate stays what it was set to.</summary>
    internal void Free()
    {
        foreach (var variable in _variables.Where(v => v != _learningRate))
            variable.State.Free();
        _slots.Clear();
        _shared.Clear();
        _variables.RemoveRange(2, _variables.Count - 2);
        IsBuilt = false;
    }

    internal static double Fraction(double value, string name) =>
        value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{name} = {value} came; it must be at least 0 and below 1.")
            );

    private static void CheckRate(double rate)
    {
        if (!(rate > 0) || double.IsInfinity(rate))
            throw new ArgumentOutOfRangeException(
                "learningRate",
                FormattableString.Invariant(
                    $"A learning rate of {rate} came; it must be above 0. Common are 0.1 to 0.0001."
                )
            );
    }
}
