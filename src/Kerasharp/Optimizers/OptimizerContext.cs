using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Optimizers;

/// <summary>What an optimizer's rule needs while it writes its part of a step.</summary>
public sealed class OptimizerContext
{
    private readonly Optimizer _optimizer;
    private readonly CallContext _context;
    private readonly Dictionary<Weight, (SymbolicTensor Weight, SymbolicTensor Rate, double Decay)> _decayed = [];
    private readonly SymbolicTensor? _gate;
    private SymbolicTensor? _condition;

    internal OptimizerContext(Optimizer optimizer, CallContext context, SymbolicTensor? gate)
    {
        _optimizer = optimizer;
        _context = context;
        _gate = _condition = gate;
    }

    /// <summary>The learning rate, a single number.</summary>
    public SymbolicTensor LearningRate =>
        _optimizer.Schedule is null
            ? new(Op.Cast(_optimizer.LearningRateIn(_context.Step), _context.ComputeType))
            : _context.Once(
                this,
                "learning_rate",
                () => new(Op.Cast(_optimizer.LearningRateIn(_context.Step), _context.ComputeType))
            );

    /// <summary>The number of this update, from 1, as a single floating-point number.</summary>
    public SymbolicTensor Step =>
        _context.Once(
            this,
            "step",
            () => new(Op.Cast(_optimizer.IterationsIn(_context.Step) + 1, _context.ComputeType))
        );

    /// <summary>A weight, or what is kept for one, as the step finds it; a weight that decays is given as decay leaves it.</summary>
    public SymbolicTensor this[Weight weight] =>
        weight is not null && _decayed.TryGetValue(weight, out var decayed) ? decayed.Weight : _context[weight!];

    /// <summary>The number of this update, from 1, as a whole number.</summary>
    internal SymbolicTensor Iteration => new(_optimizer.IterationsIn(_context.Step) + 1);

    /// <summary>The number of this batch, from 1, as a whole number.</summary>
    internal SymbolicTensor Batch => new(_optimizer.BatchesIn(_context.Step) + 1);

    /// <summary>What is kept for a weight under a name, of its shape.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="name">The name.</param>
    /// <param name="initializer">How it is filled at first; with zeros by default.</param>
    public Weight Slot(Weight weight, string name, Initializer? initializer = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _optimizer.Slot(weight, name, initializer);
    }

    /// <summary>What is kept for a weight in another shape than its own, at first zero.</summary>
    internal Weight Slot(Weight weight, string name, long[] shape) => _optimizer.Slot(weight, name, shape);

    /// <summary>What is kept under a name for all weights together, as a count of batches; at first zero.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">Its dimensions; none for a single number.</param>
    /// <exception cref="ArgumentException">It is kept in another shape already.</exception>
    public Weight Variable(string name, params long[] shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        return _optimizer.Variable(name, shape);
    }

    /// <summary>A single number that is kept for all weights together, and what it is at first.</summary>
    internal Weight Variable(string name, double initial) => _optimizer.Variable(name, [], new Constant(initial));

    /// <summary>Sets what a weight, or what is kept for one, becomes. It stays as it is while a condition of <see cref="OnlyWhen"/> fails.</summary>
    public void Assign(Weight weight, SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(value);
        _context.AddUpdate(weight, _condition is null ? value : Unless(_condition, weight, value));
    }

    /// <summary>Sets what is kept, whether a condition of <see cref="OnlyWhen"/> holds or not.</summary>
    public void AssignAlways(Weight weight, SymbolicTensor value) =>
        _context.AddUpdate(weight, _gate is null ? value : Unless(_gate, weight, value));

    /// <summary>Holds back every <see cref="Assign"/> from now on in steps in which a single truth value is false.</summary>
    public void OnlyWhen(SymbolicTensor condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        _condition = _condition is null ? condition : Ops.LogicalAnd(_condition, condition);
    }

    /// <summary>A number of the compute type.</summary>
    public SymbolicTensor Constant(double number) => _context.Constant(number);

    /// <summary>A weight as this step has left it so far.</summary>
    internal SymbolicTensor Latest(Weight weight) => _context.Latest(weight);

    /// <summary>Whether a whole number is a multiple of another.</summary>
    internal SymbolicTensor IsMultiple(SymbolicTensor number, long of) =>
        new(Op.Equal(Op.Mod(number.Value, number.Value.Like(of)), number.Value.Like(0)));

    /// <summary>1 - beta^t with the number t of this update, in double precision: of 1 - 0.999^t float32 has four digits left in the first steps.</summary>
    internal SymbolicTensor OneMinusPower(double beta)
    {
        var step = Ops.Cast(Step, ElementType.Float64);
        return 1 - Ops.Power(Ops.Constant(beta, step), step);
    }

    /// <summary>A number that was computed in double precision, in the compute type.</summary>
    internal SymbolicTensor Computed(SymbolicTensor number) => Ops.Cast(number, _context.ComputeType);

    /// <summary>Has a weight decay before its update.</summary>
    internal void Decay(Weight weight, double decay)
    {
        var rate = _context.Once(this, FormattableString.Invariant($"decay {decay:R}"), () => LearningRate * decay);
        var value = _context[weight];
        _decayed[weight] = (value - value * rate, rate, decay);
    }

    /// <summary>Updates a weight and its slots by a rule that is also a kernel; all in the order in which they lie in memory.</summary>
    /// <param name="rule">The rule's operator.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="slots">Under which names the rule's slots are kept, in its order.</param>
    /// <param name="parameters">Makes the rule's parameters, single numbers, once for all weights.</param>
    internal void UpdateByRule(
        string rule,
        Weight weight,
        SymbolicTensor gradient,
        string[] slots,
        Func<SymbolicTensor[]> parameters
    ) => UpdateByRule(rule, weight, gradient, [.. slots.Select(name => Slot(weight, name))], parameters);

    /// <summary>The same with slots that are there already.</summary>
    internal void UpdateByRule(
        string rule,
        Weight weight,
        SymbolicTensor gradient,
        Weight[] slots,
        Func<SymbolicTensor[]> parameters
    )
    {
        var step = _context.Step;
        // Elements of 16 bits are updated in float32.
        var type = WidenElements.IsNarrow(weight.ElementType) ? ElementType.Float32 : weight.ElementType;
        string suffix = type == ElementType.Float32 ? "" : $" {type}";
        var vector = _context.Once(this, rule + suffix, () => Vector(parameters(), type));
        if (_decayed.TryGetValue(weight, out var decayed))
        {
            var plain = vector.Value;
            rule = UpdateRules.Decayed(rule);
            vector = _context.Once(
                this,
                FormattableString.Invariant($"{rule} {decayed.Decay:R}{suffix}"),
                () => new SymbolicTensor(Op.Concat([plain, Vector([decayed.Rate], type).Value], 0))
            );
        }
        Weight[] updated = [weight, .. slots];
        var stored = updated.Select(w => Op.Cast(step.Current(w.State), type)).ToArray();
        var change = Op.Cast(weight.ToStored(gradient.Value), type);
        var results = Op.Update(rule, stored[0], change, stored[1..], vector.Value);
        for (int i = 0; i < updated.Length; i++)
        {
            var next = _condition is null ? results[i] : Op.Where(_condition.Value, results[i], stored[i]);
            step.Update(updated[i].State, Op.Cast(next, updated[i].ElementType));
        }
    }

    /// <summary>What a weight becomes where a truth value holds; else it stays as it is.</summary>
    private SymbolicTensor Unless(SymbolicTensor holds, Weight weight, SymbolicTensor value) =>
        Ops.Where(holds, Ops.Cast(value, weight.ElementType), _context.AsKept(weight));

    private static SymbolicTensor Vector(SymbolicTensor[] numbers, ElementType type)
    {
        var parts = numbers.Select(p => Op.Unsqueeze(Op.Cast(p.Value, type), [0])).ToArray();
        return new SymbolicTensor(Op.Concat(parts, 0));
    }
}
