using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// What Keras cuts from the places that the windows of a transposed convolution reach, or adds behind them. Neither depends on the
/// input's size, so that may be open.
/// </summary>
internal sealed class TransposedPadding
{
    private readonly Window _window;

    /// <param name="window">The window; its padding is <c>valid</c> or <c>same</c>.</param>
    /// <param name="outputPadding">What the output has beyond the least size that its input can come from; by default as in <see
    /// cref="Change"/>.</param>
    public TransposedPadding(Window window, long[]? outputPadding)
    {
        _window = window;
        int rank = window.Size.Length;
        Cut = new long[2 * rank];
        Added = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            if (outputPadding is not null && (outputPadding[i] < 0 || outputPadding[i] >= window.Strides[i]))
                throw new ArgumentException(
                    $"outputPadding of ({string.Join(", ", outputPadding)}) came for strides of ({string.Join(", ", window.Strides)}); each "
                        + "must be at least 0 and less than its stride. Give less, or null for Keras's choice.",
                    nameof(outputPadding)
                );
            long change = Change(window.Span(i), window.Strides[i], outputPadding?[i]);
            Added[i] = Math.Max(0, change);
            (Cut[i], Cut[i + rank]) = AutoPad.Split(Math.Max(0, -change), upper: true);
        }
    }

    /// <summary>What is cut off before each spatial axis, then after each.</summary>
    public long[] Cut { get; }

    /// <summary>What is added after each spatial axis.</summary>
    public long[] Added { get; }

    /// <summary>Refuses an input of another rank, or one of which nothing is left.</summary>
    public void Check(Layer layer, Shape input)
    {
        int rank = Added.Length;
        layer.CheckSpatial(input, _window.Format, rank);
        for (int i = 0; i < rank; i++)
        {
            var size = input[_window.Format.SpatialAxis(i)];
            if (size.IsKnown && Output(i, size.Value) < 1)
                throw layer.Misfit(
                    input,
                    "its output would be empty",
                    "Give a larger input or outputPadding, or leave outputPadding out."
                );
        }
    }

    private long Output(int axis, long size) =>
        (size - 1) * _window.Strides[axis] + _window.Span(axis) + Added[axis] - Cut[axis] - Cut[axis + Added.Length];

    /// <summary>
    /// How much longer an axis becomes than the (n - 1) * stride + span places that the windows reach. By itself a 'valid' one has room
    /// for a stride at the end, and a 'same' one n * stride places; with output padding it has (n - 1) * stride places and that much
    /// more, beside the span ('valid') or the window's middle ('same').
    /// </summary>
    private long Change(long span, long stride, long? outputPadding)
    {
        if (_window.Padding == "valid")
            return outputPadding ?? Math.Max(0, stride - span);
        return outputPadding is { } padding ? span % 2 + padding - span : stride - span;
    }
}
