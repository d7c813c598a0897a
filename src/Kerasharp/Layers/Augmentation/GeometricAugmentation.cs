using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// What layers that move the pixels of images to other places have in common: each pixel of the result is read at a place of the image,
/// between pixels or outside of them. Derive from <see cref="Layer"/> for layers of one's own.
/// </summary>
/// <remarks>
/// <para>What lies outside: with <c>reflect</c> the image mirrored at its edge (d c b a | a b c d | d c b a), with <c>wrap</c> the image
/// once more (a b c d | a b c d), with <c>nearest</c> the pixel at the edge (a a a | a b c d | d d d), with <c>constant</c> a number
/// (k k k | a b c d | k k k). As in Keras on JAX, PyTorch and NumPy this holds pixel by pixel, behind the interpolation.</para>
/// <para>Heights and widths must be known.</para>
/// </remarks>
public abstract class GeometricAugmentation : RandomImageAugmentation
{
    private static readonly string[] FillModes = ["constant", "nearest", "reflect", "wrap"];

    private protected GeometricAugmentation(
        string fillMode,
        string interpolation,
        int? seed,
        double fillValue,
        string? dataFormat,
        string? name,
        params ReadOnlySpan<string> moreFillModes
    )
        : base(dataFormat, seed, name)
    {
        FillMode = Arguments.OneOf(fillMode, "fill mode", [.. FillModes, .. moreFillModes]);
        Interpolation = Arguments.OneOf(interpolation, "interpolation", "bilinear", "nearest");
        FillValue = Arguments.Finite(fillValue, nameof(fillValue));
        Sampling = new PixelSampling(interpolation, fillMode, fillValue);
    }

    /// <summary>What lies outside of images: <c>constant</c>, <c>nearest</c>, <c>reflect</c> or <c>wrap</c>.</summary>
    public string FillMode { get; }

    /// <summary>How pixels are put together: <c>bilinear</c>, or <c>nearest</c> for the nearest one.</summary>
    public string Interpolation { get; }

    /// <summary>The number outside of images where <see cref="FillMode"/> is <c>constant</c>.</summary>
    public double FillValue { get; }

    private protected PixelSampling Sampling { get; }

    internal override void Check(SymbolicTensor images) => Size(images.Shape);

    /// <summary>Height and width.</summary>
    private protected (long Height, long Width) Size(Shape images) =>
        ImageInput.KnownSize(this, Format, images, "to place pixels");

    /// <summary>What was drawn, a number for each image, as (batch, 1, 1) of float32, in which places are computed.</summary>
    private protected static Value PerImage(SymbolicTensor images, SymbolicTensor drawn)
    {
        var value = Op.Cast(drawn.Value, ElementType.Float32);
        if (value.Rank > 0)
            return Op.Squeeze(value, [3]);
        // Of this only the shape is wanted: once the batch has a number, nothing of it is computed.
        var one = Op.ReduceMax(images.Value, [1, 2, 3], keepDims: true);
        return Op.ExpandLike(value, Op.Squeeze(one, [3]));
    }

    /// <summary>The places 0, 1, ... of an axis, as float32, along one of three axes; from the middle if so wanted.</summary>
    private protected static Value Places(SymbolicTensor images, long size, int axis, double middle = 0)
    {
        var dims = new long[] { 1, 1, 1 };
        dims[axis] = size;
        double[] places = [.. Enumerable.Range(0, checked((int)size)).Select(i => i - middle)];
        return images.Value.Graph.Constant(ConstantTensor.From(places, ElementType.Float32, dims));
    }
}
