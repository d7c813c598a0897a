using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// The kernel of a convolution that keeps channels apart: in Keras's order (...size, channels, multiplier), in memory as ONNX's Conv in
/// as many groups as channels has it, (channels * multiplier, 1, ...size).
/// </summary>
internal sealed class DepthwiseKernel(Window window, int multiplier, WeightRule rule)
{
    /// <summary>The number of filters for each channel.</summary>
    public int Multiplier { get; } = Arguments.Positive(multiplier, "depthMultiplier");

    /// <summary>How the kernel begins and what holds it.</summary>
    public WeightRule Rule => rule;

    /// <summary>The order of Keras's axes in memory.</summary>
    public int[] Order => [Rank, Rank + 1, .. Enumerable.Range(0, Rank)];

    private int Rank => window.Size.Length;

    /// <summary>The dimensions in Keras's order.</summary>
    public long[] Shape(long channels) => [.. window.Size, channels, Multiplier];

    /// <summary>The dimensions in memory.</summary>
    public long[] Stored(long channels) => [channels * Multiplier, 1, .. window.Size];

    /// <summary>Each channel with its own filters.</summary>
    /// <param name="x">The input, channels first.</param>
    /// <param name="kernel">The kernel in Keras's order.</param>
    /// <param name="input">The input's shape, in the window's format.</param>
    /// <param name="bias">The bias, or none.</param>
    public Value Convolve(Value x, Value kernel, Shape input, Value? bias)
    {
        long channels = kernel.Shape[-2].Value;
        var (pads, autoPad) = window.Pads(input);
        var stored = Op.Reshape(Op.Transpose(kernel, Order), Stored(channels));
        return Op.Conv(x, stored, bias, window.Strides, pads, window.Dilations, channels, autoPad);
    }
}
