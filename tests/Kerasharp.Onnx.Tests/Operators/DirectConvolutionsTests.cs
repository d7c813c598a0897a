using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class DirectConvolutionsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "convolution", Forward, true },
            { "convolution's input gradient", InputGradient, true },
            { "convolution's weight gradient", WeightGradient, true },
            { "convolution's bias gradient", BiasGradient, true },
            { "depthwise convolution", DepthwiseForward },
            { "depthwise convolution's input gradient", DepthwiseInputGradient },
            { "depthwise convolution's weight gradient", DepthwiseWeightGradient },
            // With so many channels Conv's own gradients are these.
            { "conv", Conv },
        };

    [Fact]
    public void Are_the_gradients_of_Conv_in_float32()
    {
        Assert.Equal(
            ["ConvolutionInputGradient", "ConvolutionWeightGradient"],
            Differentiate(ElementType.Float32)
                .Sort()
                .Where(n => n.Domain.Length > 0)
                .Select(n => n.Op)
                .Order(StringComparer.Ordinal)
        );
        Assert.All(Differentiate(ElementType.Float64).Sort(), node => Assert.Equal("", node.Domain));
    }

    [Fact]
    public void Are_the_gradients_of_each_channel_by_itself()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(2, 8, 8, 8));
        var w = graph.AddInput("w", ElementType.Float32, Shape.Of(16, 1, 3, 3));
        var y = Op.Conv(x, w, strides: [2, 2], dilations: [1, 2], group: 8);
        var gradients = ReverseSweep.Gradients(Op.ReduceSum(y * y), [x, w]);
        graph.AddOutput("dx", gradients[0]!);
        graph.AddOutput("dw", gradients[1]!);
        DirectForms.Run(graph);

        Assert.Equal(
            ["Convolution", "ConvolutionInputGradient", "ConvolutionWeightGradient"],
            graph.Sort().Where(n => n.Domain.Length > 0).Select(n => n.Op).Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(graph.Sort(), n => n.Op is "Conv" or "ConvTranspose");
    }

    [Theory]
    [InlineData(4, 3, 1, 1)]
    [InlineData(16, 1, 1, 1)]
    [InlineData(16, 3, 2, 2)]
    public void Leave_what_they_do_not_make_faster(int filters, int kernel, int group, int dilation)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(2, 2, 12, 12));
        var w = graph.AddInput("w", ElementType.Float32, Shape.Of(filters, 2 / group, kernel, kernel));
        var y = Op.Conv(x, w, dilations: [dilation, dilation], group: group);
        graph.AddOutput("dw", ReverseSweep.Gradients(Op.ReduceSum(y * y), [w])[0]!);

        Assert.All(graph.Sort(), node => Assert.Equal("", node.Domain));
    }

    private static Graph Differentiate(ElementType type)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", type, Shape.Of(2, 8, 8, 8));
        var w = graph.AddInput("w", type, Shape.Of(8, 8, 3, 3));
        var b = graph.AddInput("b", type, Shape.Of(8));
        var y = Op.Conv(x, w, b);
        var gradients = ReverseSweep.Gradients(Op.ReduceSum(y * y), [x, w, b]);
        for (int i = 0; i < gradients.Count; i++)
            graph.AddOutput($"g{i}", gradients[i]!);
        return graph;
    }

    private static GradientCase Forward(Draw d)
    {
        var window = Drawn(d);
        var (batch, channels, filters) = (d.Int(1, 2), d.Int(1, 3), d.Int(1, 3));
        bool biased = d.Chance();
        var x = d.Normal([batch, channels, .. window.Input]);
        var w = d.Normal([filters, channels, .. window.Kernel]);
        return new(
            v => Node(v[0], "Convolution", window, biased ? [v[0], v[1], v[2]] : [v[0], v[1]]).Output,
            biased ? [x, w, d.Normal(filters)] : [x, w]
        )
        {
            Reference = v => window.Reference.Convolve(v[0], v[1], biased ? v[2] : null, batch, channels, filters, 1),
        };
    }

    private static GradientCase InputGradient(Draw d)
    {
        var window = Drawn(d);
        var (batch, channels, filters) = (d.Int(1, 2), d.Int(1, 3), d.Int(1, 3));
        return new(
            v => Node(v[0], "ConvolutionInputGradient", window, [v[0], v[1]], window.Input).Output,
            d.Normal([batch, filters, .. window.Output]),
            d.Normal([filters, channels, .. window.Kernel])
        )
        {
            Reference = v => window.Reference.Spread(v[0], v[1], null, batch, channels, filters, 1),
        };
    }

    private static GradientCase WeightGradient(Draw d)
    {
        var window = Drawn(d, dilates: false);
        var (batch, channels, filters) = (d.Int(1, 2), d.Int(1, 3), d.Int(1, 3));
        return new(
            v => Node(v[0], "ConvolutionWeightGradient", window, [v[0], v[1]]).Output,
            d.Normal([batch, channels, .. window.Input]),
            d.Normal([batch, filters, .. window.Output])
        )
        {
            Reference = v => window.Reference.Weigh(v[0], v[1], batch, channels, filters),
        };
    }

    private static GradientCase DepthwiseForward(Draw d)
    {
        var window = Drawn(d);
        var (channels, filters) = Depthwise(d);
        return new(
            v => Node(v[0], "Convolution", window, [v[0], v[1]], group: channels).Output,
            d.Normal([2, channels, .. window.Input]),
            d.Normal([filters, 1, .. window.Kernel])
        )
        {
            Reference = v => window.Reference.Convolve(v[0], v[1], null, 2, channels, filters, channels),
        };
    }

    private static GradientCase DepthwiseInputGradient(Draw d)
    {
        var window = Drawn(d);
        var (channels, filters) = Depthwise(d);
        return new(
            v => Node(v[0], "ConvolutionInputGradient", window, [v[0], v[1]], window.Input, channels).Output,
            d.Normal([2, filters, .. window.Output]),
            d.Normal([filters, 1, .. window.Kernel])
        )
        {
            Reference = v => window.Reference.Spread(v[0], v[1], null, 2, channels, filters, channels),
        };
    }

    private static GradientCase DepthwiseWeightGradient(Draw d)
    {
        var window = Drawn(d);
        var (channels, filters) = Depthwise(d);
        return new(
            v => Node(v[0], "ConvolutionWeightGradient", window, [v[0], v[1]], group: channels).Output,
            d.Normal([2, channels, .. window.Input]),
            d.Normal([2, filters, .. window.Output])
        )
        {
            Reference = v => window.Reference.Weigh(v[0], v[1], 2, channels, filters, channels),
        };
    }

    private static (int Channels, int Filters) Depthwise(Draw d)
    {
        int channels = d.Int(2, 3);
        return (channels, channels * d.Int(1, 2));
    }

    // Of the square, so that second derivatives are not zero.
    private static GradientCase BiasGradient(Draw d)
    {
        var window = Drawn(d, dilates: false);
        var (batch, channels, filters) = (d.Int(1, 2), d.Int(1, 3), d.Int(1, 3));
        int places = (int)window.Output.Aggregate(1L, (product, size) => product * size);
        return new(
            v => Node(v[0], "ConvolutionWeightGradient", window, [v[0], v[1] * v[1]]).Outputs[1],
            d.Normal([batch, channels, .. window.Input]),
            d.Normal([batch, filters, .. window.Output])
        )
        {
            Reference = v =>
                [
                    .. Enumerable
                        .Range(0, filters)
                        .Select(f => v[1].Where((_, i) => i / places % filters == f).Sum(e => e * e)),
                ],
        };
    }

    private static GradientCase Conv(Draw d)
    {
        var window = Drawn(d);
        var (batch, channels, filters) = (d.Int(1, 2), d.Int(8, 10), d.Int(8, 9));
        bool biased = d.Chance();
        var x = d.Normal([batch, channels, .. window.Input]);
        var w = d.Normal([filters, channels, .. window.Kernel]);
        return new(
            v => Op.Conv(v[0], v[1], biased ? v[2] : null, window.Strides, window.Pads, window.Dilations),
            biased ? [x, w, d.Normal(filters)] : [x, w]
        )
        {
            Reference = v => window.Reference.Convolve(v[0], v[1], biased ? v[2] : null, batch, channels, filters, 1),
        };
    }

    private static Window Drawn(Draw d, bool dilates = true)
    {
        Window window;
        do window = new Window(d, rank: d.Int(1, 2));
        while (!dilates && window.Dilations.Any(i => i > 1));
        return window;
    }

    private static Node Node(Value on, string op, Window window, Value?[] inputs, long[]? sizes = null, int group = 1)
    {
        var attributes = new Attributes
        {
            { "kernel_shape", window.Kernel },
            { "strides", window.Strides },
            { "dilations", window.Dilations },
            { "pads", window.Pads },
            { "sizes", sizes },
        };
        if (group > 1)
            attributes.Add("group", group);
        return on.Graph.Add("kerasharp", op, inputs, attributes);
    }
}
