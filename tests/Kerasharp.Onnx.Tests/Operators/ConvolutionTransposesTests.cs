using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ConvolutionTransposesTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "conv transpose", d => ConvTranspose(d, 1), true },
            { "conv transpose in groups", d => ConvTranspose(d, d.Int(2, 3)), true },
            { "conv transpose to a shape", d => Aimed(d, toShape: true), true },
            { "conv transpose by 'same'", d => Aimed(d, toShape: false), true },
        };

    [Theory]
    [InlineData(17)]
    [InlineData(21)]
    public void What_a_shape_leaves_is_split_as_onnx_says(int opset)
    {
        // A total of 1: the greater part is cut before, unless the mode is upper.
        Assert.Equal([12, 123, 230, 300], Aim("NOTSET"));
        Assert.Equal([12, 123, 230, 300], Aim("SAME_LOWER"));
        Assert.Equal([1, 12, 123, 230], Aim("SAME_UPPER"));

        double[] Aim(string mode)
        {
            var graph = new Graph();
            var x = graph.AddInput("x", ElementType.Float32, [1, 1, 3]);
            var w = graph.Constant(ConstantTensor.Of<float>([1, 2, 3], 1, 1, 3));
            graph.AddOutput("y", Op.ConvTranspose(x, w, autoPad: mode, outputShape: [4]));
            var point = new Dictionary<string, ConstantTensor>
            {
                ["x"] = ConstantTensor.Of<float>([1, 10, 100], 1, 1, 3),
            };
            return GraphRunner.Run(graph, point, opset)["y"].ToDoubles();
        }
    }

    [Fact]
    public void A_shape_for_sizes_that_are_not_known_is_left_to_the_runtime_but_has_no_gradient()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [1, 1, Dim.Symbolic("size")]);
        var w = graph.AddInput("w", ElementType.Float32, [1, 1, 3]);
        var y = Op.ConvTranspose(x, w, strides: [2], outputShape: [6]);
        graph.AddOutput("y", y);
        var point = new Dictionary<string, ConstantTensor>
        {
            ["x"] = ConstantTensor.Of<float>([1, 10, 100], 1, 1, 3),
            ["w"] = ConstantTensor.Of<float>([1, 2, 3], 1, 1, 3),
        };

        Assert.Equal(Shape.Of(1, 1, 6), y.Shape);
        Assert.Equal([2, 13, 20, 130, 200, 300], GraphRunner.Run(graph, point)["y"].ToDoubles());
        var error = Assert.Throws<GraphException>(() => ReverseSweep.Gradients(Op.ReduceSum(y), [w]));
        Assert.Contains("for its gradient the sizes must be known beforehand", error.Message);
    }

    /// <summary>The transpose of a convolution that is drawn: what that leaves of the input is output padding.</summary>
    private static GradientCase ConvTranspose(Draw d, int group)
    {
        var window = new Window(d);
        var (channels, filters, batch) = (group * d.Int(1, 2), group * d.Int(1, 2), d.Int(1, 2));
        bool biased = d.Chance();
        int rank = window.Rank;
        var extra = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            long covered =
                (window.Output[i] - 1) * window.Strides[i] + window.Dilations[i] * (window.Kernel[i] - 1) + 1;
            extra[i] = window.Input[i] - (covered - window.Pads[i] - window.Pads[i + rank]);
        }
        var reference = window.Reference;
        var x = d.Normal([batch, filters, .. window.Output]);
        var w = d.Normal([filters, channels / group, .. window.Kernel]);
        return new(
            v =>
                Op.ConvTranspose(
                    v[0],
                    v[1],
                    window.Strides,
                    window.Pads,
                    window.Dilations,
                    extra,
                    group,
                    biased ? v[2] : null
                ),
            biased ? [x, w, d.Normal(channels)] : [x, w]
        )
        {
            Reference = v => reference.Spread(v[0], v[1], biased ? v[2] : null, batch, channels, filters, group),
        };
    }

    /// <summary>
    /// Sizes or an auto_pad instead of pads, which follow as ONNX's text says: the total is stride (input - 1) + output padding + reach
    /// - output, of which 'upper' cuts half before, rounded down, and others half, rounded up.
    /// </summary>
    private static GradientCase Aimed(Draw d, bool toShape)
    {
        var window = new Window(d, mayPad: false);
        int rank = window.Rank;
        string? mode = toShape ? d.Of(null, "SAME_UPPER", "SAME_LOWER") : d.Of("SAME_UPPER", "SAME_LOWER");
        var (before, output, extra) = (new long[rank], new long[rank], new long[rank]);
        for (int i = 0; i < rank; i++)
        {
            // A shape may ask for less than the windows reach, or for more, as output padding does; it must stay below a stride.
            bool less = !toShape || d.Chance();
            int more = d.Int(0, (int)window.Strides[i] - 1);
            extra[i] = less ? more : 0;
            long reached = (window.Output[i] - 1) * window.Strides[i] + window.Reach(i);
            output[i] =
                !toShape ? window.Output[i] * window.Strides[i]
                : less ? Math.Max(1, reached + more - d.Int(0, 3))
                : reached + more;
            long total = reached + extra[i] - output[i];
            // A window that is shorter than its stride leaves nothing to cut.
            if (!toShape && total < 0)
                (output[i], total) = (reached + extra[i], 0);
            before[i] =
                total < 0 ? 0
                : mode == "SAME_UPPER" ? total / 2
                : total - total / 2;
        }
        var reference = new WindowReference(
            output,
            window.Kernel,
            window.Strides,
            window.Dilations,
            before,
            window.Output
        );
        return new(
            v =>
                Op.ConvTranspose(
                    v[0],
                    v[1],
                    window.Strides,
                    dilations: window.Dilations,
                    outputPadding: extra,
                    b: v[2],
                    autoPad: mode,
                    outputShape: toShape ? output : null
                ),
            d.Normal([2, 2, .. window.Output]),
            d.Normal([2, 3, .. window.Kernel]),
            d.Normal(3)
        )
        {
            Reference = v => reference.Spread(v[0], v[1], v[2], 2, 3, 2, 1),
        };
    }
}
