using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ColumnsTests
{
    internal static GradientCases Cases { get; } = new() { { "col2im", Fold, true } };

    // Of squares, so that second derivatives are not zero.
    private static GradientCase Fold(Draw d)
    {
        var window = new Window(d, wide: d.Chance());
        var (batch, channels) = (d.Int(1, 2), d.Int(1, 3));
        long taps = window.Kernel.Aggregate(1L, (product, k) => product * k);
        long places = window.Output.Aggregate(1L, (product, size) => product * size);
        var reference = window.Reference;
        return new(
            v => Op.Col2Im(v[0] * v[0], window.Input, window.Kernel, window.Strides, window.Pads, window.Dilations),
            d.Normal(batch, channels * taps, places)
        )
        {
            Reference = v => reference.Fold(Array.ConvertAll(v[0], e => e * e), batch * channels),
        };
    }
}
