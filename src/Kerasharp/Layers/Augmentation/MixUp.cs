namespace Kerasharp.Layers;

/// <summary>While training, blends each image with another one of its batch, and their labels by the same weights.</summary>
/// <remarks>
/// <para>Inputs: images (batch, height, width, channels), and labels (batch, classes) if they are given. Outputs: the same. Keras takes a
/// dictionary.</para>
/// <para>y = w x + (1 - w) x', with x' from the batch in a random order, and w of the beta distribution of (alpha, alpha) for each image.</para>
/// <para>Outside training all stays as it is. Bounding boxes and segmentation masks are no inputs here.</para>
/// <para>Keras: <c>keras.layers.MixUp</c>. Zhang and others 2017, mixup: Beyond Empirical Risk Minimization.</para>
/// </remarks>
/// <example><code>
/// SymbolicTensor images = new Input(28, 28, 1);
/// SymbolicTensor labels = new Input(10);
/// var mixed = new MixUp(alpha: 0.2).Apply([images, labels]);   // images and labels
/// </code></example>
public sealed class MixUp : ImageMixing
{
    /// <summary>A layer for a distribution.</summary>
    /// <param name="alpha">The parameter of the distribution of weights, above 0: the smaller, the less is mixed.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>mix_up</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parameter is not above 0.</exception>
    /// <exception cref="ArgumentException">The format is not known.</exception>
    public MixUp(double alpha = 0.2, string? dataFormat = null, int? seed = null, string? name = null)
        : base(dataFormat, seed, name) =>
        Alpha =
            alpha > 0 && double.IsFinite(alpha)
                ? alpha
                : throw new ArgumentOutOfRangeException(
                    nameof(alpha),
                    FormattableString.Invariant(
                        $"alpha of {alpha} came; a number above 0 was expected. Give one, as 0.2."
                    )
                );

    /// <summary>The parameter of the distribution of weights.</summary>
    public double Alpha { get; }

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images) =>
        [Order(context, images), GammaDraws.Beta(context, OneEach(images), Alpha, Seed)];

    /// <summary>Mixes images by an order and weights.</summary>
    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var weight = Ops.Cast(drawn[1], images.ElementType);
        return weight * images + (1 - weight) * Other(images, drawn[0]);
    }

    internal override SymbolicTensor TransformLabels(
        SymbolicTensor images,
        SymbolicTensor labels,
        SymbolicTensor[] drawn
    ) => Mix(labels, drawn[0], drawn[1]);
}
