using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class PoolsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "max pool", d => MaxPool(d, Seeing(() => new Window(d))) },
            { "max pool by 'same'", d => MaxPool(d, Seeing(() => new Window(d, same: true))) },
            { "max pool of windows side by side", d => MaxPool(d, new Window(d, sideBySide: true)) },
            {
                "max pool with a part of a window at the end",
                d => MaxPool(d, Seeing(() => new Window(d, ceil: true)), true)
            },
            { "max pool with wide pads", d => MaxPool(d, Seeing(() => new Window(d, wide: true))) },
            { "max pool by 'same', left to the runtime", Deferred },
            { "max pool of a curve", d => OfCurve(d, Seeing(() => new Window(d))), true },
            { "max pool of a curve, windows side by side", d => OfCurve(d, new Window(d, sideBySide: true)), true },
            { "max pool's gradient", d => Gradient(d, new Window(d, wide: d.Chance())), true },
            { "max pool's gradient, windows side by side", d => Gradient(d, new Window(d, sideBySide: true)), true },
        };

    [Fact]
    public void The_first_of_equal_elements_takes_the_gradient()
    {
        var x = ConstantTensor.Of<double>([2, 2, 1, 0, 0, 3], 1, 1, 6);

        Assert.Equal([1, 0, 1, 0, 0, 1], GradientCheck.Of(v => Op.MaxPool(v[0], [2], [2]), x)[0]);
        Assert.Equal([1, 1, 1, 1, 0, 1], GradientCheck.Of(v => Op.MaxPool(v[0], [2]), x)[0]);
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void Indices_that_count_by_columns_do_not_reach_the_gradient(ElementType type)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", type, [1, 1, 2, 3]);
        var attributes = new Attributes { { "kernel_shape", new[] { 2, 2 } }, { "storage_order", 1 } };
        var y = graph.Add("", "MaxPool", [x], attributes).Output;
        graph.AddOutput("dx", Op.Cast(ReverseSweep.Gradients(Op.ReduceSum(y), [x])[0]!, ElementType.Float64));
        var elements =
            type == ElementType.Float64
                ? ConstantTensor.Of<double>([0, 4, 0, 1, 3, 5], 1, 1, 2, 3)
                : ConstantTensor.Of<float>([0, 4, 0, 1, 3, 5], 1, 1, 2, 3);

        var dx = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = elements })["dx"];

        Assert.Equal([0, 1, 0, 0, 0, 1], dx.ToDoubles());
    }

    [Theory]
    [InlineData(ElementType.Float32, true)]
    [InlineData(ElementType.Float32, false)]
    [InlineData(ElementType.Float64, true)]
    public void A_window_in_the_padding_alone_hands_nothing_back(ElementType type, bool hasKernel)
    {
        // Windows at -1 and 1, and at 0 and 2, with elements at 0 alone.
        var graph = new Graph();
        var x = graph.AddInput("x", type, [1, 2, 1]);
        var y = Op.MaxPool(x * x, [2], pads: [1, 2], dilations: [2]);
        var weights = graph.Constant(ConstantTensor.From([2, 3, 5, 7], type, [1, 2, 2]));
        var dx = ReverseSweep.Gradients(Op.ReduceSum(y * weights), [x])[0]!;
        graph.AddOutput("dx", Op.Cast(dx, ElementType.Float64));
        var direction = graph.Constant(ConstantTensor.From([17, 19], type, [1, 2, 1]));
        var second = ReverseSweep.Gradients(Op.ReduceSum(dx * direction), [x])[0]!;
        graph.AddOutput("second", Op.Cast(second, ElementType.Float64));
        Decompose.Run(graph, _ => hasKernel);

        var outputs = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.From([0.5, -1.5], type, [1, 2, 1]) }
        );

        Assert.Equal([2 * 0.5 * 3, 2 * -1.5 * 7], outputs["dx"].ToDoubles());
        Assert.Equal([2 * 3 * 17, 2 * 7 * 19], outputs["second"].ToDoubles());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Places_are_counted_without_a_frame(int storageOrder)
    {
        foreach (int seed in GradientCases.Seeds())
        {
            var d = new Draw(seed);
            var window = new Window(d, ceil: true, wide: true, rank: d.Int(1, 3));
            var elements = d.Distinct([2, 2, .. window.Input]);
            var graph = new Graph();
            var x = graph.AddInput("x", ElementType.Float64, elements.Shape);
            var attributes = window.Deferred();
            attributes.Add("pads", window.Pads);
            attributes.Add("ceil_mode", 1);
            attributes.Add("storage_order", storageOrder);
            var node = graph.Add("", "MaxPool", [x], attributes);
            graph.AddOutput("values", node.Outputs[0]);
            graph.AddOutput("places", node.Outputs[1]);

            var outputs = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = elements });

            Assert.Equal([2, 2, .. window.Output], outputs["values"].Shape.ToArray());
            double[] came = outputs["values"].ToDoubles();
            long[] places = outputs["places"].ToInt64s();
            double[] greatest = window.Reference.Greatest(elements.ToDoubles(), 4);
            double[] all = elements.ToDoubles();
            int plane = all.Length / 4;
            for (int i = 0; i < greatest.Length; i++)
            {
                int row = i / (greatest.Length / 4);
                if (double.IsInfinity(greatest[i]))
                {
                    Assert.True(places[i] < row * plane);
                    continue;
                }
                Assert.Equal(greatest[i], came[i]);
                Assert.Equal(greatest[i], all[row * plane + ByRows(places[i] - row * plane, window.Input)]);
            }

            long ByRows(long place, long[] sizes)
            {
                if (storageOrder == 0)
                    return place;
                long flat = 0;
                foreach (long size in sizes)
                    (flat, place) = (flat * size + place % size, place / size);
                return flat;
            }
        }
    }

    [Fact]
    public void A_dilated_window_over_sizes_that_are_not_known_needs_pads()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [1, 1, Dim.Symbolic("size")]);
        graph.AddOutput("y", Op.MaxPool(x, [2], strides: [2], dilations: [2], autoPad: "SAME_UPPER"));

        var error = Assert.Throws<GraphException>(() => ModelWriter.ToBytes(graph));

        Assert.Contains("got (1, 1, None) to be padded by 'SAME_UPPER'", error.Message);
        Assert.EndsWith("Give them as numbers, or write pads.", error.Message);
    }

    private static Window Seeing(Func<Window> draw)
    {
        var window = draw();
        while (!window.Reference.SeesInput)
            window = draw();
        return window;
    }

    private static GradientCase MaxPool(Draw d, Window window, bool ceil = false)
    {
        var (batch, channels) = (d.Int(1, 2), d.Int(1, 3));
        var reference = window.Reference;
        return new(
            v =>
                Op.MaxPool(
                    v[0],
                    window.Kernel,
                    window.Strides,
                    window.GivenPads,
                    window.Dilations,
                    ceil,
                    window.AutoPad
                ),
            d.Distinct([batch, channels, .. window.Input])
        )
        {
            Reference = v => reference.Greatest(v[0], batch * channels),
        };
    }

    // The gradient handed in is squared, so that second derivatives are not zero.
    private static GradientCase Gradient(Draw d, Window window)
    {
        var (batch, channels) = (d.Int(1, 2), d.Int(1, 3));
        var reference = window.Reference;
        return new(
            v =>
            {
                var y = Op.MaxPool(v[0], window.Kernel, window.Strides, window.Pads, window.Dilations);
                var attributes = y.Producer!.Attributes.Clone();
                return y.Graph.Add("kerasharp", "MaxPoolGradient", [v[0], v[1] * v[1]], attributes).Output;
            },
            d.Distinct([batch, channels, .. window.Input]),
            d.Normal([batch, channels, .. window.Output])
        )
        {
            Reference = v => reference.HandBack(v[0], Array.ConvertAll(v[1], e => e * e), batch * channels),
        };
    }

    private static GradientCase Deferred(Draw d)
    {
        var window = Seeing(() => new Window(d, same: true));
        var attributes = window.Deferred();
        var reference = window.Reference;
        return new(
            x => x[0].Graph.Add("", "MaxPool", [x[0]], attributes.Clone()).Output,
            d.Distinct([2, 2, .. window.Input])
        )
        {
            Reference = x => reference.Greatest(x[0], 4),
        };
    }

    // Curved, so that second derivatives are not zero, and steeper than 1, so that no two elements come near each other.
    private static GradientCase OfCurve(Draw d, Window window)
    {
        var plain = MaxPool(d, window);
        return new(x => plain.Function([x[0] + Op.Softplus(x[0])]), plain.Inputs)
        {
            Reference = x => plain.Reference!([Array.ConvertAll(x[0], e => e + Math.Log(1 + Math.Exp(e)))]),
        };
    }
}
