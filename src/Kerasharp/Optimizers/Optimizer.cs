using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Saving;
using Kerasharp.Training;

namespace Kerasharp.Optimizers;

/// <summary>
/// Changes weights by their gradients. Its numbers (learning rate, moments, count of updates) are states of the training step; the
/// learning rate may be set at any time, also while training. Derive from it and write the rule in <see cref="Update"/> with the functions
/// of <see cref="Ops"/>. A name converts to one: <c>"adam"</c>, <c>"rmsprop"</c>.
/// </summary>
/// <remarks>
/// At every step gradients are divided by the loss's scale, averaged over batches, given to <see cref="GradientTransforms"/> and clipped;
/// then weights decay, the rule moves them, and their average over time follows.
/// </remarks>
[DynamicallyAccessedMembers(Configuration.Members)]
public abstract partial class Optimizer
{
    private readonly Dictionary<(Weight, string), Weight> _slots = [];
    private readonly Dictionary<string, Weight> _shared = [];
    private readonly List<Weight> _variables = [];
    private readonly int _lasting;
    private readonly Weight _iterations;
    private readonly Weight? _learningRate;

    /// <summary>An optimizer.</summary>
    /// <param name="name">Its name, as Keras has it: <c>adam</c>.</param>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule.</param>
    /// <param name="weightDecay">How much of each weight is taken off at every step, times the learning rate; nothing by default.</param>
    /// <param name="clipnorm">The greatest norm of the gradient of a weight, above 0; unlimited by default.</param>
    /// <param name="clipvalue">The greatest size of an element of the gradients, above 0; unlimited by default.</param>
    /// <param name="globalClipnorm">The greatest norm of all gradients together, above 0; unlimited by default.</param>
    /// <param name="useEma">Whether an average of the weights over time is kept, which they become when Fit ends.</param>
    /// <param name="emaMomentum">How much of that average stays at each step, 0 to 1.</param>
    /// <param name="emaOverwriteFrequency">After how many updates the weights become their average while training; never by default.</param>
    /// <param name="lossScaleFactor">By what the loss is multiplied for the gradients, which are divided by it again; 1 by default.</param>
    /// <param name="gradientAccumulationSteps">Over how many batches gradients are averaged for one update, 2 or more; each batch by default.</param>
    protected Optimizer(
        string name,
        LearningRateOrSchedule learningRate,
        double? weightDecay = null,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null
    )
        : this(name)
    {
        WeightDecay = weightDecay is { } decay ? Arguments.NotNegative(decay, nameof(weightDecay)) : null;
        Clipnorm = AboveZero(clipnorm, nameof(clipnorm));
        Clipvalue = AboveZero(clipvalue, nameof(clipvalue));
        GlobalClipnorm = AboveZero(globalClipnorm, nameof(globalClipnorm));
        double?[] clips = [clipnorm, clipvalue, globalClipnorm];
        if (clips.Count(c => c is not null) > 1)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"clipnorm of {clipnorm}, clipvalue of {clipvalue} and globalClipnorm of {globalClipnorm} came; one of them at most was expected. Leave the others out."
                )
            );
        UseEma = useEma;
        EmaMomentum = emaMomentum is >= 0 and <= 1
            ? emaMomentum
            : throw new ArgumentOutOfRangeException(
                nameof(emaMomentum),
                FormattableString.Invariant($"emaMomentum of {emaMomentum} came; 0 to 1 was expected. Keras's is 0.99.")
            );
        EmaOverwriteFrequency = emaOverwriteFrequency is { } every
            ? Arguments.Positive(every, nameof(emaOverwriteFrequency))
            : null;
        LossScaleFactor = AboveZero(lossScaleFactor, nameof(lossScaleFactor));
        GradientAccumulationSteps = gradientAccumulationSteps is null or >= 2
            ? gradientAccumulationSteps
            : throw new ArgumentOutOfRangeException(
                nameof(gradientAccumulationSteps),
                $"gradientAccumulationSteps of {gradientAccumulationSteps} came; 2 or more was expected. Leave it out to update at each batch."
            );
        Schedule = learningRate.Schedule;
        _variables.Add(_iterations);
        if (Schedule is null)
        {
            CheckRate(learningRate.Number);
            _learningRate = new Weight(
                $"{name}/learning_rate",
                ConstantTensor.Scalar(learningRate.Number, ElementType.Float32),
                trainable: false
            );
            _variables.Add(_learningRate);
        }
        _lasting = _variables.Count;
    }

    /// <summary>One that has other optimizers do its work.</summary>
    private protected Optimizer(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        _iterations = new Weight($"{name}/iteration", ConstantTensor.Scalar(0, ElementType.Int64), trainable: false);
    }

    /// <summary>The optimizer's name.</summary>
    public string Name { get; }

    /// <summary>How far the next step goes: what was given or set, or what the schedule has for that step. A change acts from the next step on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0.</exception>
    /// <exception cref="InvalidOperationException">A rate was set though there is a schedule.</exception>
    public virtual double LearningRate
    {
        get => Schedule?.At(_iterations.State.ReadScalar<long>()) ?? _learningRate!.State.ReadScalar<float>();
        set
        {
            CheckRate(value);
            if (_learningRate is null)
                throw new InvalidOperationException(
                    FormattableString.Invariant(
                        $"A learning rate of {value} came for the optimizer '{Name}', which follows a {Schedule!.GetType().Name}. Make the optimizer with a number to set its rate."
                    )
                );
            _learningRate.State.Write<float>([(float)value]);
        }
    }

    /// <summary>The schedule of the learning rate; null where it is a number.</summary>
    public LearningRateSchedule? Schedule { get; }

    /// <summary>How much of each weight is taken off at every step, times the learning rate; null for nothing.</summary>
    public double? WeightDecay { get; }

    /// <summary>The greatest norm of the gradient of a weight, or null.</summary>
    public double? Clipnorm { get; }

    /// <summary>The greatest size of an element of the gradients, or null.</summary>
    public double? Clipvalue { get; }

    /// <summary>The greatest norm of all gradients together, or null.</summary>
    public double? GlobalClipnorm { get; }

    /// <summary>Whether an average of the weights over time is kept.</summary>
    public bool UseEma { get; }

    /// <summary>How much of that average stays at each step.</summary>
    public double EmaMomentum { get; } = 0.99;

    /// <summary>After how many updates the weights become their average, or null.</summary>
    public int? EmaOverwriteFrequency { get; }

    /// <summary>By what the loss is multiplied for the gradients, or null. An optimizer around this one decides it.</summary>
    public double? LossScaleFactor { get; internal set; }

    /// <summary>Over how many batches gradients are averaged for one update, or null.</summary>
    public int? GradientAccumulationSteps { get; }

    /// <summary>How many updates have been made.</summary>
    public virtual long Iterations => _iterations.State.ReadScalar<long>() / (GradientAccumulationSteps ?? 1);

    /// <summary>Everything that the optimizer carries from step to step: count, learning rate, and what its rule keeps for each weight.</summary>
    public virtual IReadOnlyList<Weight> Variables => _variables;

    /// <summary>Whether a step has been made with it, from when on its variables count in summaries.</summary>
    internal bool IsBuilt { get; private protected set; }

    /// <summary>What is done to the gradients, in order, before they are clipped and the rule sees them. Set it before Compile.</summary>
    public IList<GradientTransform> GradientTransforms { get; } = [];

    /// <summary>The optimizer of a name, with Keras's defaults.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static implicit operator Optimizer(string name) => OptimizerNames.Get(name);

    /// <summary>What it was made with, in Keras's form; by default the constructor's parameters, each from the property of its name.</summary>
    public virtual JsonObject GetConfig()
    {
        JsonObject config = [];
        if (Schedule is not null)
            config["learning_rate"] = SerializedObject.Of(Schedule);
        return Configuration.Write(config, this, GetType());
    }

    /// <summary>What the rule keeps for a weight under a name; zeros on first use, or as the initializer fills it.</summary>
    internal Weight Slot(Weight weight, string name, Initializer? initializer = null) =>
        Slot(weight, name, path => weight.Alike(path, initializer));

    /// <summary>The same in another shape than the weight's.</summary>
    internal Weight Slot(Weight weight, string name, long[] shape) =>
        Slot(weight, name, path => Made(path, shape, null, weight.ElementType));

    /// <summary>What is kept under a name for all weights together, on first use zeros or as the initializer fills it.</summary>
    internal Weight Variable(string name, long[] shape, Initializer? initializer = null)
    {
        if (!_shared.TryGetValue(name, out var variable))
        {
            variable = Made($"{Name}/{name}", shape, initializer);
            _shared.Add(name, variable);
            _variables.Add(variable);
        }
        return variable.Shape.Equals(Shape.Of(shape))
            ? variable
            : throw new ArgumentException(
                $"The variable '{name}' of the optimizer '{Name}' was asked for with the shape {Shape.Of(shape)}; it is kept as {variable.Shape}. Give another name."
            );
    }

    /// <summary>How many updates have been made when the step begins.</summary>
    internal Value IterationsIn(StepGraph step)
    {
        var batches = step.Read(_iterations.State);
        return GradientAccumulationSteps is { } every ? Op.Div(batches, batches.Like(every)) : batches;
    }

    /// <summary>The learning rate as a variable; there is none where a schedule has it.</summary>
    private protected Weight RateVariable =>
        _learningRate ?? throw new InvalidOperationException($"The optimizer '{Name}' follows a schedule.");

    /// <summary>How many batches have been seen when the step begins: what schedules go by.</summary>
    internal Value BatchesIn(StepGraph step) => step.Read(_iterations.State);

    internal Value LearningRateIn(StepGraph step) =>
        Schedule is null
            ? step.Read(_learningRate!.State)
            : Schedule.Call(new SymbolicTensor(Op.Cast(BatchesIn(step), ElementType.Float64))).Value;

    /// <summary>Forgets what is kept for weights and the count of updates; the learning rate stays what it was set to.</summary>
    internal virtual void Free()
    {
        foreach (var variable in _variables.Where(v => v != _learningRate))
            variable.State.Free();
        _slots.Clear();
        _shared.Clear();
        _variables.RemoveRange(_lasting, _variables.Count - _lasting);
        IsBuilt = false;
    }

    internal static double Fraction(double value, string name) =>
        value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{name} = {value} came; it must be at least 0 and below 1.")
            );

    /// <summary>A number that keeps quotients finite.</summary>
    private protected static double Small(double value, string name) =>
        value > 0
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"An {name} of {value} came; it must be above 0. Keras's is 1e-7.")
            );

    private protected static double? AboveZero(double? value, string name) =>
        value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant(
                    $"{name} of {value} came; a number above 0 was expected. Leave it out to go without."
                )
            );

    private static Weight Made(
        string path,
        long[] shape,
        Initializer? initializer,
        ElementType type = ElementType.Float32
    ) => new(path, shape, type, initializer, 0, trainable: false, null, null);

    private Weight Slot(Weight weight, string name, Func<string, Weight> make)
    {
        if (!_slots.TryGetValue((weight, name), out var slot))
        {
            slot = make($"{Name}/{weight.Path.Replace('/', '_')}_{name}");
            _slots.Add((weight, name), slot);
            _variables.Add(slot);
        }
        return slot;
    }

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
