using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// What layers that drop a random part of their input have in common. Derive from <see cref="Layer"/> for layers of one's own.
/// </summary>
public abstract class RandomDrop : RandomRegularization
{
    private protected RandomDrop(double rate, int? seed, string? name)
        : base(seed, name) => Rate = rate;

    /// <summary>The part that is dropped.</summary>
    public double Rate { get; }

    private protected sealed override bool IsIdle => Rate == 0;

    /// <summary>The axes along which one decision serves all places.</summary>
    private protected abstract int[] SharedAxes(Shape shape);

    private protected override void Check(Shape shape) => SharedAxes(shape);

    private protected sealed override SymbolicTensor Disturb(CallContext context, SymbolicTensor x)
    {
        if (DropsToZero && SharedAxes(x.Shape).Length == 0)
            return new SymbolicTensor(context.Drop(x.Value, Rate, Seed));
        var uniform = context.RandomUniform(x, SharedAxes(x.Shape), Seed).Value;
        return new SymbolicTensor(Drop(x.Value, Op.GreaterOrEqual(uniform, uniform.Like(Rate))));
    }

    /// <summary>Whether what is dropped becomes 0, and the rest is scaled.</summary>
    private protected virtual bool DropsToZero => true;

    /// <summary>The input without what is not kept; by default with zeros in its place, and the rest scaled.</summary>
    private protected virtual Value Drop(Value x, Value kept) =>
        // The factor goes into the mask, which the gradient reads again: one product there instead of two.
        x * (Op.Cast(kept, x.ElementType) * (Rate == 1 ? 0 : 1 / (1 - Rate)));
}
