using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class AveragePoolsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "average pool", d => Average(d, new Window(d)), true },
            { "average pool with wide pads", d => Average(d, new Window(d, wide: true)), true },
            { "average pool of windows side by side", d => Average(d, new Window(d, sideBySide: true)), true },
            { "average pool by 'same'", d => Average(d, new Window(d, same: true)), true },
            { "average pool by 'same', left to the runtime", Deferred, true },
            {
                "average pool with a part of a window at the end",
                d => Average(d, new Window(d, ceil: true, wide: d.Chance()), ceil: true),
                true
            },
        };

    [Fact]
    public void A_last_window_counts_what_the_padded_input_has()
    {
        // Windows of three at -1, 1, 3 and 5: the last has one element, one place of padding, and one beyond it.
        double[] expected = [1.5, 3, 5, 6.5];
        double[] padded = [3 / 3.0, 9 / 3.0, 15 / 3.0, 13 / 3.0];

        Assert.Equal(expected, Means(17, false), Near);
        Assert.Equal(expected, Means(21, false), Near);
        Assert.Equal(padded, Means(17, true), Near);
        Assert.Equal(padded, Means(21, true), Near);

        static double[] Means(int opset, bool countIncludePad)
        {
            var graph = new Graph();
            var x = graph.AddInput("x", ElementType.Float32, [1, 1, 7]);
            graph.AddOutput("y", Op.AveragePool(x, [3], [2], [1, 1], null, true, countIncludePad));
            var point = new Dictionary<string, ConstantTensor>
            {
                ["x"] = ConstantTensor.Of<float>([1, 2, 3, 4, 5, 6, 7], 1, 1, 7),
            };
            return GraphRunner.Run(graph, point, opset)["y"].ToDoubles();
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(19)]
    public void The_mean_of_nothing_is_zero(int opset)
    {
        // A window at -1 and 1, with an element at 0 alone; and one at -2, 0 and 2.
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [1, 1, 1]);
        graph.AddOutput("y", Op.AveragePool(x, [2], pads: [1, 1], dilations: [2]));
        graph.AddOutput("z", Op.AveragePool(x, [3], [1], [2, 2], [2], countIncludePad: true));
        var point = new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Of<float>([6], 1, 1, 1) };

        var outputs = GraphRunner.Run(graph, point, opset);

        Assert.Equal([0], outputs["y"].ToDoubles());
        Assert.Equal([2], outputs["z"].ToDoubles());
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-6;

    private static GradientCase Average(Draw d, Window window, bool ceil = false)
    {
        var (batch, channels) = (d.Int(1, 2), d.Int(1, 3));
        bool counts = d.Chance();
        return Squared(
            d,
            window,
            batch,
            channels,
            counts,
            x =>
                Op.AveragePool(
                    x,
                    window.Kernel,
                    window.Strides,
                    window.GivenPads,
                    window.Dilations,
                    ceil,
                    counts,
                    window.AutoPad
                )
        );
    }

    private static GradientCase Deferred(Draw d)
    {
        var window = new Window(d, same: true);
        bool counts = d.Chance();
        var attributes = window.Deferred();
        attributes.Add("count_include_pad", counts);
        return Squared(d, window, 2, 2, counts, x => x.Graph.Add("", "AveragePool", [x], attributes.Clone()).Output);
    }

    // Of squares, so that second derivatives are not zero.
    private static GradientCase Squared(
        Draw d,
        Window window,
        int batch,
        int channels,
        bool counts,
        Func<Value, Value> pool
    )
    {
        var reference = window.Reference;
        return new(v => pool(v[0] * v[0]), d.Normal([batch, channels, .. window.Input]))
        {
            Reference = v =>
                reference.Mean(
                    Array.ConvertAll(v[0], e => e * e),
                    batch * channels,
                    counts ? window.Pads[window.Rank..] : null
                ),
        };
    }
}
