using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// A window of images of one size: while training at a random place, the same for all images of a batch; outside training the largest
/// window of those proportions, from the middle, made smaller or larger.
/// </summary>
/// <remarks>
/// <para>Input: (batch, height, width, channels), or an image without a batch; height and width known. Output: (batch, <c>height</c>,
/// <c>width</c>, channels).</para>
/// <para>Images that are too small are treated in training as outside of it.</para>
/// <para>This is what Keras's documentation says; the code of Keras 3 leaves images outside training as they are, whatever size is
/// wanted, and looks for no place where only one side is larger. Bounding boxes and segmentation masks are no inputs here.</para>
/// <para>Keras: <c>keras.layers.RandomCrop</c>.</para>
/// </remarks>
/// <example><code>new RandomCrop(24, 24)   // (None, 28, 28, 1) becomes (None, 24, 24, 1)</code></example>
public sealed class RandomCrop : RandomImageAugmentation
{
    private static readonly int[] All = [0, 1, 2, 3];

    /// <summary>A layer for a size.</summary>
    /// <param name="height">The window's height.</param>
    /// <param name="width">The window's width.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_crop</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the format is not known.</exception>
    public RandomCrop(int height, int width, int? seed = null, string? dataFormat = null, string? name = null)
        : base(dataFormat, seed, name)
    {
        Height = Arguments.Positive(height, nameof(height));
        Width = Arguments.Positive(width, nameof(width));
    }

    /// <summary>The window's height.</summary>
    public int Height { get; }

    /// <summary>The window's width.</summary>
    public int Width { get; }

    internal override bool ActsAlways => true;

    internal override void Check(SymbolicTensor images) => Size(images);

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images)
    {
        var (height, width) = Size(images);
        return context.Training && height >= Height && width >= Width
            ? [context.RandomUniform(images, All, Seed), context.RandomUniform(images, All, Seed)]
            : [];
    }

    /// <summary>The window that begins at parts of what is left free above and to the left; without them the middle.</summary>
    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var x = images.Value;
        if (drawn.Length > 0)
            return new(Window(Window(x, 0, Height, drawn[0].Value), 1, Width, drawn[1].Value));
        var middle = ImageInput.CutToAspect(this, x, Format, Height, Width);
        return new(AxisResampling.Resize(this, middle, Format, Height, Width, "bilinear"));
    }

    private Value Window(Value x, int axis, long size, Value part)
    {
        axis = Format.SpatialAxis(axis);
        long free = x.Shape[axis].Value - size;
        if (free == 0)
            return x;
        var first = Op.Floor(Op.Reshape(Op.Cast(part, ElementType.Float32), 1) * (free + 1));
        // In half precision a draw may be rounded to 1.
        first = Op.Cast(Op.Min(first, first.Like(free)), ElementType.Int64);
        long[] places = [.. Enumerable.Range(0, checked((int)size)).Select(i => (long)i)];
        return Op.Gather(x, first + x.Graph.Ints(places), axis);
    }

    private (long Height, long Width) Size(SymbolicTensor images) =>
        ImageInput.KnownSize(this, Format, images.Shape, "to cut out a window");
}
