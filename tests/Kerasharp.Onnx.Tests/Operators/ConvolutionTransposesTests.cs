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
        };

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
}
