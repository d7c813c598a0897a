namespace Kerasharp.Layers;

/// <summary>
/// What layers that change some images of a batch and leave the others have in common. Derive from <see cref="Layer"/> for layers of
/// one's own.
/// </summary>
public abstract class OccasionalAugmentation : RandomImageAugmentation
{
    private protected OccasionalAugmentation(string? dataFormat, int? seed, string? name)
        : base(dataFormat, seed, name) { }

    /// <summary>The range that an image's probability to be changed is drawn from.</summary>
    private protected abstract Interval Probability { get; }

    /// <summary>All images, changed.</summary>
    private protected abstract SymbolicTensor Change(SymbolicTensor images, SymbolicTensor[] drawn);

    /// <summary>What <see cref="Change"/> needs.</summary>
    private protected virtual SymbolicTensor[] DrawChange(CallContext context, SymbolicTensor images) => [];

    internal sealed override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images) =>
        [Chosen(context, images, Probability), .. DrawChange(context, images)];

    internal sealed override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn) =>
        Ops.Where(drawn[0], Change(images, drawn[1..]), images);
}
