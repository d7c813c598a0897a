using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Optimizers;

/// <summary>What an optimizer's rule needs while it writes its part of a step.</summary>
public sealed class OptimizerContext
{
    private readonly Optimizer _optimizer;
    private readonly CallContext _context;
    private SymbolicTensor? _condition;

    internal OptimizerContext(Optimizer optimizer, CallContext context)
    {
        _optimizer = optimizer;
        _context = context;
    }

    /// <summary>The learning rate, a single number.</summary>
    public SymbolicTensor LearningRate => new(Op.Cast(_optimizer.LearningRateIn(_context.Step), _context.ComputeType));

    /// <summary>The number of this update, from 1, as a single floating-point number.</summary>
    public SymbolicTensor Step =>
        _context.Once(
            this,
            "step",
            () => new(Op.Cast(_optimizer.IterationsIn(_context.Step) + 1, _context.ComputeType))
        );

    /// <summary>A weight, or what is kept for one, as the step finds it.</summary>
    public SymbolicTensor this[Weight weight] => _context[weight];

    /// <summary>What is kept for a weight under a name, of its shape and at first zero.</summary>
    public Weight Slot(Weight weight, string name)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _optimizer.Slot(weight, name);
    }

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

    /// <summary>Sets what a weight, or what is kept for one, becomes. It stays as it is while a condition of <see cref="OnlyWhen"/> fails.</summary>
    public void Assign(Weight weight, SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(value);
        _context.AddUpdate(weight, _condition is null ? value : Ops.Where(_condition, value, this[weight]));
    }

    /// <summary>Sets what is kept, whether a condition of <see cref="OnlyWhen"/> holds or not.</summary>
    public void AssignAlways(Weight weight, SymbolicTensor value) => _context.AddUpdate(weight, value);

    /// <summary>Holds back every <see cref="Assign"/> from now on in steps in which a single truth value is false.</summary>
    public void OnlyWhen(SymbolicTensor condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        _condition = _condition is null ? condition : Ops.LogicalAnd(_condition, condition);
    }

    /// <summary>A number of the compute type.</summary>
    public SymbolicTensor Constant(double number) => _context.Constant(number);

    /// <summary>Updates a weight and its slots by a rule that is also a kernel; all in the order in which they lie in memory.</summary>
    /// <param name="rule">The rule's operator.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="slots">The names under which the rule's slots are kept.</param>
    /// <param name="parameters">Makes the rule's parameters, single numbers, once for all weights.</param>
    internal void UpdateByRule(
        string rule,
        Weight weight,
        SymbolicTensor gradient,
        string[] slots,
        Func<SymbolicTensor[]> parameters
    )
    {
        var step = _context.Step;
        var vector = _context.Once(
            this,
            rule,
            () =>
            {
                var numbers = parameters()
                    .Select(p => Op.Unsqueeze(Op.Cast(p.Value, ElementType.Float32), [0]))
                    .ToArray();
                return new SymbolicTensor(Op.Concat(numbers, 0));
            }
        );
        Weight[] updated = [weight, .. slots.Select(name => Slot(weight, name))];
        var stored = updated.Select(w => step.Current(w.State)).ToArray();
        var results = Op.Update(rule, stored[0], weight.ToStored(gradient.Value), stored[1..], vector.Value);
        for (int i = 0; i < updated.Length; i++)
        {
            var next = _condition is null ? results[i] : Op.Where(_condition.Value, results[i], stored[i]);
            step.Update(updated[i].State, next);
        }
    }
}
