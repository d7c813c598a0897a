namespace Kerasharp.Layers;

/// <summary>
/// What layers that change images for training have in common: they take batches of images or one image, compute in floating point, and
/// but for a few leave images as they are outside training. Derive from <see cref="Layer"/> for layers of one's own.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or (height, width, channels), with channels first where
/// <c>dataFormat</c> says so; bytes come out as floating-point numbers.</para>
/// <para>Keras: <c>keras.layers.BaseImagePreprocessingLayer</c>.</para>
/// </remarks>
public abstract class ImageAugmentation : Layer
{
    private protected ImageAugmentation(string? dataFormat, string? name)
        : base(name) => Format = Layers.DataFormat.Of(dataFormat);

    private protected override bool ComputesWide => true;

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => Format.Name;

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    private protected DataFormat Format { get; }

    /// <summary>Whether images are changed outside training, too.</summary>
    internal virtual bool ActsAlways => false;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        int rank = input.Shape.Rank;
        if (rank is not (3 or 4))
            throw this.Misfit(
                input.Shape,
                $"4 dimensions ({Format.Axes(["height", "width"])}), or an image's 3, were expected",
                "Reshape it; an image of one channel has an axis of 1 for it."
            );
        var x = new SymbolicTensor(input.In(context));
        if (!context.Training && !ActsAlways)
            return x;
        Check(rank == 4 ? x : x = Ops.ExpandDims(x, 0));
        x = Augment(context, x);
        return rank == 4 ? x : Ops.Squeeze(x, 0);
    }

    /// <summary>Refuses images that the layer cannot work on.</summary>
    /// <param name="images">A batch of images.</param>
    internal virtual void Check(SymbolicTensor images) { }

    /// <summary>What comes out; the base class transforms images by what it draws.</summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="images">A batch of images in floating point.</param>
    internal virtual SymbolicTensor Augment(CallContext context, SymbolicTensor images) =>
        Transform(images, Draw(context, images));

    /// <summary>The random numbers of a step, each for every image of the batch: (batch, 1, 1, 1).</summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="images">A batch of images in floating point.</param>
    internal virtual SymbolicTensor[] Draw(CallContext context, SymbolicTensor images) => [];

    /// <summary>Changes images as random numbers say; draws none itself, so that it can stand in a branch.</summary>
    /// <param name="images">A batch of images in floating point.</param>
    /// <param name="drawn">What <see cref="Draw"/> gave.</param>
    internal virtual SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn) =>
        throw new InvalidOperationException(
            $"The layer class {GetType().Name} overrides neither Transform nor Augment; override one of them."
        );
}
