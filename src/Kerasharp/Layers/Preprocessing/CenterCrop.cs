using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// The middle of images, of one size. Where images are smaller, the largest window of the target's proportions is cut out and made larger,
/// bilinearly.
/// </summary>
/// <remarks>
/// <para>Input: (batch, height, width, channels), height and width known. Output: (batch, <c>height</c>, <c>width</c>, channels). Integers
/// become floating-point numbers.</para>
/// <para>Keras: <c>keras.layers.CenterCrop</c>.</para>
/// </remarks>
/// <example><code>new CenterCrop(224, 224)   // (None, 256, 256, 3) becomes (None, 224, 224, 3)</code></example>
public sealed class CenterCrop : Layer
{
    private readonly DataFormat _format;

    /// <summary>A layer for a size.</summary>
    /// <param name="height">The new height.</param>
    /// <param name="width">The new width.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>center_crop</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the format is not known.</exception>
    public CenterCrop(int height, int width, string? dataFormat = null, string? name = null)
        : base(name)
    {
        Height = Arguments.Positive(height, nameof(height));
        Width = Arguments.Positive(width, nameof(width));
        _format = Layers.DataFormat.Of(dataFormat);
    }

    /// <summary>The new height.</summary>
    public int Height { get; }

    /// <summary>The new width.</summary>
    public int Width { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => _format.Name;

    private protected override bool ComputesWide => true;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) => ImageInput.Check(this, _format, inputShape);

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        ImageInput.Check(this, _format, input.Shape);
        var (height, width) = ImageInput.KnownSize(this, _format, input.Shape, "to find the middle");
        // Cut first: bytes are a quarter of what they become.
        if (height >= Height && width >= Width)
        {
            var middle = ImageInput.Cut(
                input.Value,
                _format,
                (height - Height) / 2,
                (width - Width) / 2,
                Height,
                Width
            );
            return new SymbolicTensor(Op.Cast(middle, context.ComputeType));
        }
        var window = Op.Cast(ImageInput.CutToAspect(this, input.Value, _format, Height, Width), context.ComputeType);
        return new SymbolicTensor(AxisResampling.Resize(this, window, _format, Height, Width, "bilinear"));
    }
}
