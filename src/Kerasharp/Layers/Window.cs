using System.Globalization;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// What convolutions and poolings have in common, whatever their number of spatial dimensions: a window that is moved over the input,
/// and what is put around the input so that it fits.
/// </summary>
internal sealed class Window
{
    private static readonly string[] Axes = ["depth", "height", "width"];
    private readonly bool _same;

    /// <param name="size">The window's size along each spatial axis.</param>
    /// <param name="strides">The steps between windows.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>, in any case.</param>
    /// <param name="dilations">The distances within a window; 1 where not given.</param>
    /// <param name="sizeName">The argument that gave the size, for messages.</param>
    public Window(long[] size, long[] strides, string padding, long[]? dilations, string sizeName)
    {
        ArgumentNullException.ThrowIfNull(padding);
        Size = Arguments.Positive(size, sizeName);
        Strides = Arguments.Positive(strides, "strides");
        Dilations = Arguments.Positive(dilations ?? Array.ConvertAll(size, _ => 1L), "dilationRate");
        Padding = padding.ToLowerInvariant();
        _same = Padding == "same";
        if (!_same && Padding != "valid")
            throw Unknown.Name("padding", padding, ["valid", "same"]);
    }

    public long[] Size { get; }
    public long[] Strides { get; }
    public long[] Dilations { get; }
    public string Padding { get; }

    private int Rank => Size.Length;

    /// <summary>
    /// Padding for ONNX's operators. Where sizes are not known yet, the operator is told to find it by itself; not where they are,
    /// since plain numbers run everywhere.
    /// </summary>
    /// <param name="input">The shape, channels last.</param>
    public (long[]? Pads, string? AutoPad) Pads(Shape input)
    {
        if (!_same)
            return (null, null);
        var pads = new long[2 * Rank];
        for (int i = 0; i < Rank; i++)
        {
            // With steps of 1 the size does not matter.
            if (!input[i + 1].IsKnown && Strides[i] != 1)
                return (null, "SAME_UPPER");
            long size = input[i + 1].IsKnown ? input[i + 1].Value : Span(i);
            (pads[i], pads[i + Rank]) = AutoPad.Padding(size, Size[i], Strides[i], Dilations[i]);
        }
        return (pads, null);
    }

    /// <summary>Refuses an input of another rank, or one that is smaller than the window.</summary>
    public void Check(Layer layer, Shape input)
    {
        if (input.Rank != Rank + 2)
        {
            throw layer.Misfit(
                input,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Rank + 2} dimensions (batch, {string.Join(", ", Axes[^Rank..])}, channels) were expected"
                ),
                input.Rank == Rank + 1 ? "Reshape it; an image of one channel has a last axis of 1." : "Reshape it."
            );
        }
        for (int i = 0; i < Rank && !_same; i++)
        {
            if (!input[i + 1].IsKnown || input[i + 1].Value >= Span(i))
                continue;
            var least = new Shape([input[0], .. Enumerable.Range(0, Rank).Select(a => (Dim)Span(a)), input[-1]]);
            throw layer.Misfit(
                input,
                $"its window needs at least {least}",
                "Use a smaller window, padding: \"same\", a larger input, or fewer layers that shrink it."
            );
        }
    }

    /// <summary>From a window's first place to its last.</summary>
    private long Span(int axis) => Dilations[axis] * (Size[axis] - 1) + 1;
}
