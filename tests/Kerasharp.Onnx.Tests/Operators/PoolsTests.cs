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
        };

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
}
