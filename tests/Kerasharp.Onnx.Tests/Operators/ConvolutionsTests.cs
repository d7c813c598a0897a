using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ConvolutionsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "conv", d => Conv(d, new Window(d), 1, d.Int(1, 3), d.Int(1, 3)), true },
            { "conv by 'same'", d => Conv(d, new Window(d, same: true), 1, d.Int(1, 3), d.Int(1, 3)), true },
            { "conv by 'same', left to the runtime", Deferred },
            { "conv in groups", d => Groups(d, d.Int(2, 3)), true },
            // From sixteen channels on, the weight's gradient takes another way, and yet another where rows are long.
            { "conv of many channels", d => Conv(d, new Window(d, greatestKernel: 2), 1, 16, 2), true },
            // Where windows see one place, and weights are more than what an image has: one product for all images.
            { "conv of many channels at a place", d => Conv(d, new Window(d, greatestKernel: 1), 1, 12, 12), true },
            // Our kernels, one of them for each channel by itself.
            { "conv of each channel", d => Conv(d, new Window(d, rank: d.Int(1, 2)), 8, 8, 8 * d.Int(1, 2)) },
            { "conv of many channels in long rows", d => Conv(d, new Window(d, row: 16), 1, 16, 2), true },
        };

    [Fact]
    public void A_weights_gradient_at_a_place_takes_a_batch_of_any_size()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 12, 2, 1]);
        var w = graph.AddInput("w", ElementType.Float32, Shape.Of(12, 12, 1, 1));
        var y = Op.Conv(x, w);
        var dw = ReverseSweep.Gradients(Op.ReduceSum(y * y), [w])[0]!;

        Assert.Equal(Shape.Of(12, 12, 1, 1), dw.Shape);
        Assert.Contains(dw.Producer!.Inputs, v => v?.Producer?.Op == "Gemm");
    }

    private static GradientCase Groups(Draw d, int group) =>
        Conv(d, new Window(d), group, group * d.Int(1, 2), group * d.Int(1, 2));

    private static GradientCase Conv(Draw d, Window window, int group, int channels, int filters)
    {
        int batch = d.Int(1, 2);
        bool biased = d.Chance();
        var reference = window.Reference;
        var x = d.Normal([batch, channels, .. window.Input]);
        var w = d.Normal([filters, channels / group, .. window.Kernel]);
        long[]? pads = window.AutoPad is null ? window.Pads : null;
        return new(
            v =>
                Op.Conv(
                    v[0],
                    v[1],
                    biased ? v[2] : null,
                    window.Strides,
                    pads,
                    window.Dilations,
                    group,
                    window.AutoPad
                ),
            biased ? [x, w, d.Normal(filters)] : [x, w]
        )
        {
            Reference = v => reference.Convolve(v[0], v[1], biased ? v[2] : null, batch, channels, filters, group),
        };
    }

    private static GradientCase Deferred(Draw d)
    {
        var window = new Window(d, same: true);
        var attributes = window.Deferred();
        var reference = window.Reference;
        return new(
            x => x[0].Graph.Add("", "Conv", [x[0], x[1]], attributes.Clone()).Output,
            d.Normal([2, 3, .. window.Input]),
            d.Normal([2, 3, .. window.Kernel])
        )
        {
            Reference = x => reference.Convolve(x[0], x[1], null, 2, 3, 2, 1),
        };
    }
}
