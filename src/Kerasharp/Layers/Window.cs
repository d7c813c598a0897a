using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// What convolutions and poolings have in common, whatever their number of spatial dimensions: a window that is moved over the input,
/// and what is put around the input so that it fits.
/// </summary>
internal sealed class Window
{
    private readonly bool _same;
    private readonly bool _causal;

    /// <param name="size">The window's size along each spatial axis.</param>
    /// <param name="strides">The steps between windows.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>, in any case, and <c>causal</c> where that is allowed.</param>
    /// <param name="dilations">The distances within a window; 1 where not given.</param>
    /// <param name="sizeName">The argument that gave the size, for messages.</param>
    /// <param name="dataFormat">Where the channels stand; last by default.</param>
    /// <param name="causal">Whether <c>causal</c> padding is allowed: all of it before the first element, so that none sees a later one.</param>
    public Window(
        long[] size,
        long[] strides,
        string padding,
        long[]? dilations,
        string sizeName,
        string? dataFormat = null,
        bool causal = false
    )
    {
        ArgumentNullException.ThrowIfNull(padding);
        Size = Arguments.Positive(size, sizeName);
        Strides = Arguments.Positive(strides, "strides");
        Dilations = Arguments.Positive(dilations ?? Array.ConvertAll(size, _ => 1L), "dilationRate");
        Padding = padding.ToLowerInvariant();
        _same = Padding == "same";
        _causal = causal && Padding == "causal";
        if (!_same && !_causal && Padding != "valid")
            throw Unknown.Name("padding", padding, causal ? ["valid", "same", "causal"] : ["valid", "same"]);
        Format = DataFormat.Of(dataFormat);
    }

    public long[] Size { get; }
    public long[] Strides { get; }
    public long[] Dilations { get; }
    public string Padding { get; }

    /// <summary>Where the channels stand.</summary>
    public DataFormat Format { get; }

    private int Rank => Size.Length;

    /// <summary>
    /// Padding for ONNX's operators. Where sizes are not known yet, the operator is told to find it by itself; not where they are,
    /// since plain numbers run everywhere.
    /// </summary>
    /// <param name="input">The shape, in the window's format.</param>
    public (long[]? Pads, string? AutoPad) Pads(Shape input)
    {
        if (_causal)
            return ([Span(0) - 1, 0], null);
        if (!_same)
            return (null, null);
        var pads = new long[2 * Rank];
        for (int i = 0; i < Rank; i++)
        {
            var axis = input[Format.SpatialAxis(i)];
            // With steps of 1 the size does not matter.
            if (!axis.IsKnown && Strides[i] != 1)
                return (null, "SAME_UPPER");
            long size = axis.IsKnown ? axis.Value : Span(i);
            (pads[i], pads[i + Rank]) = AutoPad.Padding(size, Size[i], Strides[i], Dilations[i]);
        }
        return (pads, null);
    }

    /// <summary>Refuses an input of another rank, or one that is smaller than the window, or of no size at all where that is padded.</summary>
    public void Check(Layer layer, Shape input)
    {
        layer.CheckSpatial(input, Format, Rank);
        for (int i = 0; i < Rank; i++)
        {
            var axis = input[Format.SpatialAxis(i)];
            if (!axis.IsKnown || axis.Value >= Least(i))
                continue;
            var least = Format.Shape(
                input[0],
                Enumerable.Range(0, Rank).Select(a => (Dim)Least(a)),
                input[Format.ChannelAxis(input.Rank)]
            );
            throw layer.Misfit(
                input,
                $"its window needs at least {least}",
                "Use a smaller window, padding: \"same\", a larger input, or fewer layers that shrink it."
            );
        }
    }

    /// <summary>How many places a window has along an axis of a size.</summary>
    public Dim Count(int axis, Dim size) =>
        !size.IsKnown ? Dim.Unknown
        : _causal || _same ? (size.Value + Strides[axis] - 1) / Strides[axis]
        : (size.Value - Span(axis)) / Strides[axis] + 1;

    private long Least(int axis) => _same || _causal ? 1 : Span(axis);

    /// <summary>How many places a window spans along an axis, from its first to its last.</summary>
    public long Span(int axis) => Dilations[axis] * (Size[axis] - 1) + 1;
}
