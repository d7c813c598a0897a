namespace Kerasharp.Layers;

/// <summary>
/// What layers that change each image of a batch at random have in common. Derive from <see cref="Layer"/> for layers of one's own.
/// </summary>
public abstract class RandomImageAugmentation : ImageAugmentation
{
    private static readonly int[] AllButBatch = [1, 2, 3];
    private static readonly int[] All = [0, 1, 2, 3];

    private protected RandomImageAugmentation(string? dataFormat, int? seed, string? name)
        : base(dataFormat, name) => Seed = seed;

    /// <summary>The layer's own seed, under which it draws the same whatever the model's is; null where it draws by the model's.</summary>
    public int? Seed { get; }

    /// <summary>A number in [lower, upper) for each image.</summary>
    private protected SymbolicTensor Uniform(CallContext context, SymbolicTensor images, Interval range) =>
        Uniform(context, images, AllButBatch, range);

    /// <summary>A number in [lower, upper) for all images of the step.</summary>
    private protected SymbolicTensor UniformOfStep(CallContext context, SymbolicTensor images, Interval range) =>
        Uniform(context, images, All, range);

    /// <summary>Whether an image is among those that are changed, where the probability is itself drawn for each image.</summary>
    private protected SymbolicTensor Chosen(CallContext context, SymbolicTensor images, Interval probability) =>
        Ops.Less(Uniform(context, images, Interval.Unit), Uniform(context, images, probability));

    private SymbolicTensor Uniform(CallContext context, SymbolicTensor images, int[] ones, Interval range) =>
        range.Length == 0
            ? Ops.Constant(range.Lower, images)
            : Interval.Unit.To(range, context.RandomUniform(images, ones, Seed));
}
