using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Images made larger or smaller, to one size.</summary>
/// <remarks>
/// <para>Input: (batch, height, width, channels). Output: (batch, <c>height</c>, <c>width</c>, channels), of the input's type: bytes are
/// computed in floating point, rounded, and are bytes again.</para>
/// <para>Places are pixels' centres; what lies outside of the image counts for nothing. The cubic curve is Keys's with a = -1/2, as in
/// Keras on JAX and TensorFlow.</para>
/// <para>Heights and widths may be unknown, but not for Lanczos's curves, with antialias, or to keep proportions.</para>
/// <para>Keras: <c>keras.layers.Resizing</c>.</para>
/// </remarks>
/// <example><code>new Resizing(224, 224)   // (None, 375, 500, 3) becomes (None, 224, 224, 3)</code></example>
public sealed class Resizing : Layer
{
    private readonly DataFormat _format;

    /// <summary>A layer for a size.</summary>
    /// <param name="height">The new height.</param>
    /// <param name="width">The new width.</param>
    /// <param name="interpolation"><c>bilinear</c>, <c>nearest</c>, <c>bicubic</c>, <c>lanczos3</c> or <c>lanczos5</c>.</param>
    /// <param name="cropToAspectRatio">Whether proportions are kept, and what then is too much is cut off at both sides.</param>
    /// <param name="padToAspectRatio">Whether proportions are kept, and what then is missing is filled up at both sides.</param>
    /// <param name="fillMode">How it is filled up: <c>constant</c>.</param>
    /// <param name="fillValue">The number that fills up.</param>
    /// <param name="antialias">Whether what is made smaller takes in all pixels, so that no patterns arise.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>resizing</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">A size is below 1, a name is not known, or both ways to keep proportions were asked for.</exception>
    public Resizing(
        int height,
        int width,
        string interpolation = "bilinear",
        bool cropToAspectRatio = false,
        bool padToAspectRatio = false,
        string fillMode = "constant",
        double fillValue = 0,
        bool antialias = false,
        string? dataFormat = null,
        string? name = null
    )
        : base(name)
    {
        Height = Arguments.Positive(height, nameof(height));
        Width = Arguments.Positive(width, nameof(width));
        Interpolation = Arguments.OneOf(interpolation, "interpolation", AxisResampling.Interpolations);
        if (cropToAspectRatio && padToAspectRatio)
            throw new ArgumentException(
                "Both cropToAspectRatio and padToAspectRatio came; at most one was expected. Choose one."
            );
        CropToAspectRatio = cropToAspectRatio;
        PadToAspectRatio = padToAspectRatio;
        FillMode = Arguments.OneOf(fillMode, "fill mode", "constant");
        FillValue = Arguments.Finite(fillValue, nameof(fillValue));
        Antialias = antialias;
        _format = Layers.DataFormat.Of(dataFormat);
    }

    /// <summary>The new height.</summary>
    public int Height { get; }

    /// <summary>The new width.</summary>
    public int Width { get; }

    /// <summary>How pixels are put together.</summary>
    public string Interpolation { get; }

    /// <summary>Whether proportions are kept by cutting off.</summary>
    public bool CropToAspectRatio { get; }

    /// <summary>Whether proportions are kept by filling up.</summary>
    public bool PadToAspectRatio { get; }

    /// <summary>How it is filled up.</summary>
    public string FillMode { get; }

    /// <summary>The number that fills up.</summary>
    public double FillValue { get; }

    /// <summary>Whether what is made smaller takes in all pixels.</summary>
    public bool Antialias { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => _format.Name;

    private protected override bool ComputesWide => true;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) => ImageInput.Check(this, _format, inputShape);

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        ImageInput.Check(this, _format, input.Shape);
        var x = input.Value;
        if (CropToAspectRatio)
            x = ImageInput.CutToAspect(this, x, _format, Height, Width);
        bool computes = Interpolation != "nearest" || PadToAspectRatio;
        if (computes || x.ElementType is not (ElementType.UInt8 or ElementType.Int32))
            x = Op.Cast(x, context.ComputeType);
        if (PadToAspectRatio)
            x = FillToAspect(x);
        x = AxisResampling.Resize(this, x, _format, Height, Width, Interpolation, Antialias);
        return new SymbolicTensor(Back(x, input.ElementType));
    }

    /// <summary>As many pixels at both sides as make the target's proportions.</summary>
    private Value FillToAspect(Value x)
    {
        var (h, w) = ImageInput.KnownSize(this, _format, x.Shape, "to keep proportions");
        long top = Math.Max(h, (long)((double)(w * Height) / Width)) - h;
        long left = Math.Max(w, (long)((double)(h * Width) / Height)) - w;
        var pads = new long[8];
        // As in Keras the same at both sides, even where one is left over.
        pads[_format.SpatialAxis(0)] = pads[_format.SpatialAxis(0) + 4] = top / 2;
        if (top / 2 == 0)
            pads[_format.SpatialAxis(1)] = pads[_format.SpatialAxis(1) + 4] = left / 2;
        return Op.Pad(x, pads, FillValue);
    }

    /// <summary>In the type in which images came; whole numbers are rounded and kept within their range.</summary>
    private static Value Back(Value x, ElementType type)
    {
        if (x.ElementType == type || type.IsFloat() || type == ElementType.Bool)
            return x;
        x = Op.Round(x);
        (double Low, double High)? range = type switch
        {
            ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
            ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
            ElementType.Int16 => (short.MinValue, short.MaxValue),
            _ => null,
        };
        return Op.Cast(range is { } r ? Op.Clip(x, x.Like(r.Low), x.Like(r.High)) : x, type);
    }
}
