namespace Kerasharp.Layers;

/// <summary>
/// While training, mixes images with what several chains of random changes make of them. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format. Height, width and the number of channels (3
/// or 1 with allOps) must be known.</para>
/// <para>y = m x + (1 - m) Σ wᵢ chainᵢ(x), kept within the range of pixels, with m of a beta distribution and w of a Dirichlet distribution, new
/// in each step. Each link of a chain is chosen in each step among the ways of <see cref="RandAugment"/>, or changes nothing; all images of a
/// step are changed in the same ways, each by numbers of its own.</para>
/// <para>Keras: <c>keras.layers.AugMix</c>. Hendrycks and others 2019.</para>
/// </remarks>
/// <example><code>new AugMix(factor: 0.2)</code></example>
public sealed class AugMix : AugmentationPolicy
{
    /// <summary>A layer of chains.</summary>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="numChains">The number of chains.</param>
    /// <param name="chainDepth">How many links a chain has.</param>
    /// <param name="factor">How strongly a link changes images, within 0 to 1: a number stands for (0, number); 0.3 by default.</param>
    /// <param name="alpha">The shape of both distributions, above 0: the greater, the more evenly it is mixed.</param>
    /// <param name="allOps">Whether brightness, color degeneration, contrast and sharpness are among the links.</param>
    /// <param name="interpolation">How pixels are put together that are moved: <c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>aug_mix</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">The factor is not within 0 to 1, alpha not above 0, there is not one chain or link, the value range is
    /// none, or the interpolation is not known.</exception>
    public AugMix(
        Interval? valueRange = null,
        int numChains = 3,
        int chainDepth = 3,
        Factor? factor = null,
        double alpha = 1,
        bool allOps = true,
        string interpolation = "bilinear",
        int? seed = null,
        string? dataFormat = null,
        string? name = null
    )
        : base(valueRange, factor ?? 0.3, interpolation, allOps, seed, dataFormat, name)
    {
        NumChains = Arguments.Positive(numChains, nameof(numChains));
        ChainDepth = Arguments.Positive(chainDepth, nameof(chainDepth));
        Alpha =
            alpha > 0 && double.IsFinite(alpha)
                ? alpha
                : throw new ArgumentOutOfRangeException(
                    nameof(alpha),
                    FormattableString.Invariant(
                        $"An alpha of {alpha} came; a number above 0 was expected. Give 1 for even chances."
                    )
                );
        AllOps = allOps;
    }

    /// <summary>The number of chains.</summary>
    public int NumChains { get; }

    /// <summary>How many links a chain has.</summary>
    public int ChainDepth { get; }

    /// <summary>The shape of both distributions.</summary>
    public double Alpha { get; }

    /// <summary>Whether brightness, color degeneration, contrast and sharpness are among the links.</summary>
    public bool AllOps { get; }

    internal override SymbolicTensor Augment(CallContext context, SymbolicTensor images)
    {
        var one = Ops.Constant(0, images);
        // Draws of the Dirichlet distribution are those of the gamma distribution, divided by their sum.
        var logarithms = Enumerable
            .Range(0, NumChains)
            .Select(_ => Ops.ExpandDims(GammaDraws.Logarithms(context, one, Alpha, Seed), 0))
            .ToArray();
        var weights = Ops.Softmax(Ops.Concatenate(logarithms, 0), 0);
        var kept = Ops.Cast(GammaDraws.Beta(context, one, Alpha, Seed), images.ElementType);
        var mixed = Ops.ZerosLike(images);
        for (int i = 0; i < NumChains; i++)
        {
            var weight = Ops.Cast(Ops.Slice(weights, 0, i, i + 1), images.ElementType);
            mixed = mixed + Chain(context, images) * weight;
        }
        return ValueRange.Clip(kept * images + (1 - kept) * mixed);
    }

    private SymbolicTensor Chain(CallContext context, SymbolicTensor images)
    {
        for (int i = 0; i < ChainDepth; i++)
            images = Pool.Apply(images, Pool.Draw(context, images), Choice(context, images), Pool.Count + 1);
        return images;
    }
}
