using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
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
            { "max pool with a part of a window at the end", Ceil },
            { "max pool by 'same', left to the runtime", Deferred },
            { "max pool of a curve", d => OfCurve(d, Seeing(() => new Window(d))), true },
            { "max pool of a curve, windows side by side", d => OfCurve(d, new Window(d, sideBySide: true)), true },
            { "max pool's gradient", d => Gradient(d, Seeing(() => new Window(d))), true },
            { "max pool's gradient, windows side by side", d => Gradient(d, new Window(d, sideBySide: true)), true },
            { "max unpool", Unpool, true },
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

    private static Window Seeing(Func<Window> draw)
    {
        var window = draw();
        while (!window.Reference.SeesInput)
            window = draw();
        return window;
    }

    private static GradientCase MaxPool(Draw d, Window window)
    {
        var (batch, channels) = (d.Int(1, 2), d.Int(1, 3));
        var reference = window.Reference;
        long[]? pads = window.AutoPad is null ? window.Pads : null;
        return new(
            v => Op.MaxPool(v[0], window.Kernel, window.Strides, pads, window.Dilations, autoPad: window.AutoPad),
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
        var window = new Window(d, same: true, left: true);
        var attributes = new Attributes
        {
            { "kernel_shape", window.Kernel },
            { "strides", window.Strides },
            { "auto_pad", window.AutoPad },
        };
        var reference = window.Reference;
        return new(
            x => x[0].Graph.Add("", "MaxPool", [x[0]], attributes.Clone()).Output,
            d.Distinct([2, 2, .. window.Input])
        )
        {
            Reference = x => reference.Greatest(x[0], 4),
        };
    }

    private static GradientCase Ceil(Draw d)
    {
        var window = Seeing(() => new Window(d));
        var output = new long[window.Rank];
        for (int i = 0; i < output.Length; i++)
        {
            long padded = window.Input[i] + window.Pads[i] + window.Pads[i + window.Rank];
            long reach = window.Dilations[i] * (window.Kernel[i] - 1) + 1;
            output[i] = (padded - reach + window.Strides[i] - 1) / window.Strides[i] + 1;
            // A window that would begin behind the input, in the padding, is left out.
            if ((output[i] - 1) * window.Strides[i] >= window.Input[i] + window.Pads[i])
                output[i]--;
        }
        var reference = new WindowReference(
            window.Input,
            window.Kernel,
            window.Strides,
            window.Dilations,
            window.Pads[..window.Rank],
            output
        );
        if (!reference.SeesInput)
            return Ceil(d);
        return new(
            x => Op.MaxPool(x[0], window.Kernel, window.Strides, window.Pads, window.Dilations, ceil: true),
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

    private static GradientCase Unpool(Draw d)
    {
        var window = new Window(d, sideBySide: true);
        long[] dims = [2, 2, .. window.Output];
        long[] whole = [2, 2, .. window.Input];
        int count = (int)dims.Aggregate(1L, (product, size) => product * size);
        int places = (int)whole.Aggregate(1L, (product, size) => product * size);
        int[] chosen = d.Order(places)[..count];
        return new(
            x => Op.MaxUnpool(x[0] * x[0], x[1], window.Kernel, window.Strides, Shape.Of(whole)),
            d.Normal(dims),
            ConstantTensor.Of<long>(Array.ConvertAll(chosen, i => (long)i), dims)
        )
        {
            Reference = x =>
            {
                var y = new double[places];
                for (int i = 0; i < count; i++)
                    y[chosen[i]] = x[0][i] * x[0][i];
                return y;
            },
        };
    }
}
