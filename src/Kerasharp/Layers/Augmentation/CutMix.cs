using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// While training, puts a box of another image of its batch into each image, and mixes their labels by the box's part of the image.
/// </summary>
/// <remarks>
/// <para>Inputs: images (batch, height, width, channels), height and width known, and labels (batch, classes) if they are given. Outputs: the
/// same. Keras takes a dictionary.</para>
/// <para>The box has the part sqrt(1 - w) of height and of width, with w of the beta distribution of (a, a) for each image, and a drawn
/// once for a batch.</para>
/// <para>Outside training all stays as it is, and an image without a batch always. Segmentation masks are no inputs here.</para>
/// <para>Keras: <c>keras.layers.CutMix</c>. Yun and others 2019, CutMix: Regularization Strategy to Train Strong Classifiers.</para>
/// </remarks>
/// <example><code>
/// SymbolicTensor images = new Input(28, 28, 1);
/// SymbolicTensor labels = new Input(10);
/// var mixed = new CutMix().Apply([images, labels]);   // images and labels
/// </code></example>
public sealed class CutMix : ImageMixing
{
    private readonly Interval _alpha;

    /// <summary>A layer for a range of distributions.</summary>
    /// <param name="factor">The parameter of the distribution of weights, 0 to 1: a number f for 0 to f, or both bounds; 1 by default.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>cut_mix</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not 0 to 1.</exception>
    /// <exception cref="ArgumentException">The format is not known.</exception>
    public CutMix(Factor? factor = null, int? seed = null, string? dataFormat = null, string? name = null)
        : base(dataFormat, seed, name)
    {
        Factor = factor ?? 1;
        _alpha = Factor.Within(0, 1, nameof(factor));
    }

    /// <summary>The parameter of the distribution of weights.</summary>
    public Factor Factor { get; }

    internal override void Check(SymbolicTensor images) =>
        ImageInput.KnownSize(this, Format, images.Shape, "to place boxes");

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images)
    {
        var alpha = images.Value.Graph.Scalar(_alpha.Lower, ElementType.Float32);
        if (_alpha.Length > 0)
        {
            var drawn = Op.Cast(context.RandomUniform(images, [0, 1, 2, 3], Seed).Value, ElementType.Float32);
            alpha = Op.Squeeze(drawn, [0, 1, 2, 3]) * _alpha.Length + _alpha.Lower;
        }
        var weight = GammaDraws.Beta(context, OneEach(images), new SymbolicTensor(alpha + 1e-6), Seed);
        return
        [
            Order(context, images),
            Ops.Sqrt(1 - weight),
            Uniform(context, images, Interval.Unit),
            Uniform(context, images, Interval.Unit),
        ];
    }

    /// <summary>Mixes images by an order, the box's part of the sides, and where it begins.</summary>
    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var box = ImageBox.Inside(images, Format, (drawn[1], drawn[1]), (drawn[2], drawn[3]));
        return Ops.Where(box, Other(images, drawn[0]), images);
    }

    internal override SymbolicTensor TransformLabels(
        SymbolicTensor images,
        SymbolicTensor labels,
        SymbolicTensor[] drawn
    ) => Mix(labels, drawn[0], 1 - drawn[1] * drawn[1]);
}
