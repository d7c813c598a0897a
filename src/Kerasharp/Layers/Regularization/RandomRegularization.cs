using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>
/// What layers that disturb their input while training, and only then, have in common. Derive from <see cref="Layer"/> for layers of
/// one's own.
/// </summary>
public abstract class RandomRegularization : Layer
{
    private protected RandomRegularization(int? seed, string? name)
        : base(name) => Seed = seed;

    /// <summary>The layer's own seed, under which it draws the same whatever the model's is; null where it draws by the model's.</summary>
    public int? Seed { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <summary>Whether the arguments leave every input as it is.</summary>
    private protected abstract bool IsIdle { get; }

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        Check(input.Shape);
        var x = new SymbolicTensor(input.In(context));
        return context.Training && !IsIdle ? Disturb(context, x) : x;
    }

    /// <summary>Refuses an input that does not fit, whether it is to be disturbed or not.</summary>
    private protected virtual void Check(Shape shape) { }

    /// <summary>Makes of the input what comes out while training.</summary>
    private protected abstract SymbolicTensor Disturb(CallContext context, SymbolicTensor x);
}
