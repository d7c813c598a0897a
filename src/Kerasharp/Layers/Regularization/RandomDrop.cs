using Kerasharp.Onnx.Graphs;

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

    private protected sealed override SymbolicTensor Disturb(CallContext context, SymbolicTensor x) =>
        new(Drop(context, x.Value, SharedAxes(x.Shape)));

    /// <summary>The input without what is dropped; by default with zeros in its place, and the rest scaled.</summary>
    /// <param name="context">The context of the graph.</param>
    /// <param name="x">The input.</param>
    /// <param name="shared">The axes along which one decision serves all places.</param>
    private protected virtual Value Drop(CallContext context, Value x, int[] shared) =>
        shared.Length == 0 ? context.Drop(x, Rate, Seed) : x * context.Kept(x, Rate, shared, Seed);
}
