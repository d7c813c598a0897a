using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Recurrent;
using Kerasharp.Onnx.Kernels.Updates;
using static System.FormattableString;

namespace Kerasharp.Benchmarks.Kernels;

/// <summary>All kernels: benchmarks measure each beside its twin, and tests hold it against it. A kernel that is not here fails a test.</summary>
internal static class KernelCases
{
    // Steps, examples, units.
    private static readonly int[] Sequence = [28, 64, 128];
    private static readonly int[] ShortSequence = [3, 5, 19];

    public static IReadOnlyList<KernelCase> All { get; } =
    [
        .. UpdateCases.Make(),
        Activation("ReluGradient", "dense layers and convolutions", 128),
        Activation("LeakyReluGradient", "dense layers and convolutions", 512, new() { { "alpha", 0.2 } }),
        Activation("EluGradient", "elu, celu", 512, new() { { "factor", 1.0 }, { "slope", 1.0 } }),
        Activation("SeluGradient", "selu", 512, new() { { "gamma", 1.05 }, { "slope", 1.76 } }),
        Activation("RampGradient", "relu6, hard_sigmoid", 512, new() { { "height", 0.5 }, { "slope", 1.0 } }),
        Activation("ClipGradient", "hard_tanh, bounds", 512, new() { { "low", -0.5 }, { "high", 0.5 } }),
        Activation("TanhGradient", "tanh", 512),
        Activation("SigmoidGradient", "sigmoid", 512),
        Activation("SoftplusGradient", "softplus, log_sigmoid", 512),
        Activation("SoftsignGradient", "softsign", 512),
        Activation("SiluGradient", "silu", 512, range: 3),
        Activation("HardSwishGradient", "hard_silu", 512, range: 4),
        Activation("MishGradient", "mish", 512, range: 3),
        Activation("GeluGradient", "the transformer's dense layers", 2048, range: 3),
        Activation("TanhGeluGradient", "gelu by tanh", 512, range: 3),
        new(
            "SoftmaxGradient",
            "attention",
            [8192, 64],
            [5, 37],
            d => d.Node([d.Numbers(d[0], d[1]), d.Floats(0, 2.0 / d[1], d[0], d[1])])
        ),
        new(
            "LayerNormalizationGradient",
            "the transformer",
            [2048, 128],
            [7, 37],
            d =>
                d.Node([
                    d.Numbers(d[0], d[1]),
                    d.Numbers(d[0], d[1]),
                    d.Numbers(d[1]),
                    d.Numbers(d[0], 1),
                    d.Floats(0.5, 2, d[0], 1),
                ])
        ),
        new(
            "GatherGradient",
            "embeddings of 10000 rows",
            [10000, 128, 2048],
            [11, 37, 50],
            d => d.Node([d.Numbers(d[2], d[1]), d.Places(d[0], d[2])], new() { { "rows", d[0] } })
        ),
        new(
            "RandomUniform",
            "noise",
            [2048, 512],
            [5, 37],
            d => d.Node([d.State(), d.Graph.Ints(d[0], d[1])], new() { { "site", 1 } })
        ),
        new(
            "RandomDrop",
            "dropout",
            [2048, 512],
            [5, 37],
            d => d.Node([d.State(), d.Numbers(d[0], d[1])], new() { { "site", 1 }, { "rate", 0.1 } })
        ),
        new(
            "After",
            "recomputation, which has it wait: for order, not for speed",
            [2048, 512],
            [5, 37],
            d => d.Node([d.Numbers(d[0], d[1]), d.Numbers(1)])
        ),
        new(
            "MaxPoolGradient",
            "convnet",
            [128, 32, 26, 26],
            [2, 3, 10, 14],
            d =>
                d.Node(
                    [d.Numbers(d[0], d[1], d[2], d[3]), d.Numbers(d[0], d[1], d[2] / 2, d[3] / 2)],
                    new() { { "kernel_shape", (int[])[2, 2] }, { "strides", (int[])[2, 2] } }
                )
        ),
        new(
            "PlacedMaxPool",
            "convnet, with its Relu",
            [128, 32, 26, 26],
            [2, 3, 11, 23],
            d => d.Node([d.Numbers(d[0], d[1], d[2], d[3])], new() { { "relu", 1 } })
        ),
        new(
            "PlacedMaxPoolGradient",
            "convnet, with its Relu's",
            [128, 32, 26, 26],
            [2, 3, 11, 23],
            d =>
                d.Node(
                    [d.Numbers(d[0], d[1], d[2] / 2, d[3] / 2), d.Bytes(5, d[0], d[1], d[2] / 2, d[3] / 2)],
                    new() { { "sizes", (int[])[d[2], d[3]] } }
                )
        ),
        Convolution(
            "Convolution",
            d => [d.Numbers(d[0], d[1], d[3], d[3]), d.Numbers(d[2], d[1], 3, 3), d.Numbers(d[2])]
        ),
        Convolution("ConvolutionInputGradient", d => [d.Numbers(d[0], d[2], d[3], d[3]), d.Numbers(d[2], d[1], 3, 3)]),
        Convolution(
            "ConvolutionWeightGradient",
            d => [d.Numbers(d[0], d[1], d[3], d[3]), d.Numbers(d[0], d[2], d[3], d[3])]
        ),
        Depthwise("Convolution", d => [d.Numbers(d[0], d[1], d[2], d[2]), d.Numbers(d[1], 1, 3, 3), d.Numbers(d[1])]),
        Depthwise("ConvolutionInputGradient", d => [d.Numbers(d[0], d[1], d[2], d[2]), d.Numbers(d[1], 1, 3, 3)]),
        Depthwise(
            "ConvolutionWeightGradient",
            d => [d.Numbers(d[0], d[1], d[2], d[2]), d.Numbers(d[0], d[1], d[2], d[2])]
        ),
        new(
            "BatchNormalize",
            "resnet20",
            [64, 16, 32 * 32],
            [3, 5, 37],
            d => d.Node([d.Floats(4, 6, d[0], d[1], d[2]), d.Numbers(d[1]), d.Numbers(d[1])], Channels())
        ),
        new(
            "BatchNormalizeGradient",
            "resnet20",
            [64, 16, 32 * 32],
            [3, 5, 37],
            d =>
                d.Node(
                    [
                        d.Numbers(d[0], d[1], d[2]),
                        d.Floats(4, 6, d[0], d[1], d[2]),
                        d.Numbers(d[1]),
                        d.Floats(4, 6, d[1]),
                        d.Floats(1, 2, d[1]),
                    ],
                    Channels()
                )
        ),
        new(
            "Product",
            "dense layers, with bias and Relu",
            [128, 784, 512],
            [67, 37, 71],
            d => d.Node([d.Numbers(d[0], d[1]), d.Numbers(d[1], d[2]), d.Numbers(d[2])], new() { { "relu", 1 } })
        ),
        new("SumOfSquares", "norms of gradients", [512, 512], [70, 37], d => d.Node([d.Numbers(d[0], d[1])])),
        new("ColumnSums", "biases of dense layers", [2048, 512], [70, 37], d => d.Node([d.Numbers(d[0], d[1])])),
        new(
            "ReluColumnSums",
            "biases of dense layers behind a Relu",
            [128, 512],
            [70, 37],
            d => d.Node([d.Numbers(d[0], d[1]), d.Numbers(d[0], d[1])])
        ),
        new(
            LstmCell.Operator,
            "LSTM",
            Sequence,
            ShortSequence,
            d =>
                d.Node([d.Numbers(d[0], d[1], 4 * d[2]), Recurrent(d, 4), d.Numbers(d[1], d[2]), d.Numbers(d[1], d[2])])
        ),
        new(
            LstmCell.Operator + "Gradient",
            "LSTM",
            Sequence,
            ShortSequence,
            d => d.Node([Recurrent(d, 4), Opened(d), Steps(d), Steps(d), Steps(d)])
        ),
        new(
            GruCell.Operator,
            "GRU",
            Sequence,
            ShortSequence,
            d => d.Node([d.Numbers(d[0], d[1], 3 * d[2]), Recurrent(d, 3), d.Numbers(d[1], d[2])])
        ),
        new(
            GruCell.Operator + "Gradient",
            "GRU",
            Sequence,
            ShortSequence,
            d => d.Node([Recurrent(d, 3), Opened(d), Steps(d), Steps(d)])
        ),
        Gates<LstmGates>("LSTM"),
        Gates<LstmGatesGradient>("LSTM"),
        Gates<GruGates>("GRU"),
        Gates<GruGatesGradient>("GRU"),
    ];

    /// <summary>An activation of rows of 512, whose numbers lie around 0.</summary>
    private static KernelCase Activation(
        string op,
        string usedIn,
        int rows,
        Attributes? attributes = null,
        double range = 1
    ) =>
        new(
            op,
            usedIn,
            [rows, 512],
            [5, 37],
            d => d.Node([d.Numbers(d[0], d[1]), d.Floats(-range, range, d[0], d[1])], attributes?.Clone())
        );

    private static Attributes Channels() => new() { { "axis", 1 }, { "epsilon", 1e-3 } };

    /// <summary>One of resnet20's convolutions: images, channels, filters, width.</summary>
    private static KernelCase Convolution(string op, Func<KernelDraft, Value[]> inputs) =>
        new(op, "resnet20", [64, 32, 32, 16], [2, 5, 19, 7], d => d.Node(inputs(d), Window(op, d[3])));

    /// <summary>One of MobileNetV2's, each channel by itself: images, channels, width.</summary>
    private static KernelCase Depthwise(string op, Func<KernelDraft, Value[]> inputs) =>
        new(
            op,
            "MobileNetV2, each channel by itself",
            [16, 144, 24],
            [3, 9, 7],
            d =>
            {
                var attributes = Window(op, d[2]);
                attributes.Add("group", d[1]);
                return d.Node(inputs(d), attributes);
            }
        );

    private static Attributes Window(string op, int width)
    {
        var attributes = new Attributes
        {
            { "kernel_shape", (int[])[3, 3] },
            { "strides", (int[])[1, 1] },
            { "dilations", (int[])[1, 1] },
            { "pads", (int[])[1, 1, 1, 1] },
        };
        if (op == "ConvolutionInputGradient")
            attributes.Add("sizes", (int[])[width, width]);
        return attributes;
    }

    private static Value Recurrent(KernelDraft d, int gates) => d.Floats(-0.1, 0.1, d[2], gates * d[2]);

    private static Value Opened(KernelDraft d) => d.Floats(0, 1, d[0], d[1], 4 * d[2]);

    private static Value Steps(KernelDraft d) => d.Numbers(d[0], d[1], d[2]);

    private static KernelCase Gates<TRule>(string layer)
        where TRule : struct, IGateRule =>
        new(
            TRule.Operator,
            layer,
            [64, 128],
            [5, 37],
            d => d.Node([.. TRule.Inputs.Select(width => d.Numbers(d[0], width * d[1]))])
        );

    /// <summary>A case for each rule of an optimizer.</summary>
    private sealed class UpdateCases : IRuleVisitor
    {
        private readonly List<KernelCase> _cases = [];

        public static IReadOnlyList<KernelCase> Make()
        {
            var cases = new UpdateCases();
            UpdateRules.Visit(cases);
            return cases._cases;
        }

        public void Visit<TRule>()
            where TRule : struct, IUpdateRule =>
            _cases.Add(
                new(
                    TRule.Operator,
                    Invariant($"optimizers, {TRule.Slots} slots"),
                    [512, 512],
                    [5, 37],
                    d =>
                        d.Node([
                            d.Numbers(d[0], d[1]),
                            d.Numbers(d[0], d[1]),
                            // The first may be the mean of squares of which the second is the mean.
                            .. Enumerable
                                .Range(0, TRule.Slots)
                                .Select(i => d.Floats(i == 0 ? 2 : 0.01, i == 0 ? 2.5 : 1, d[0], d[1])),
                            d.Floats(0.01, 1, TRule.Parameters.Count),
                        ])
                )
            );
    }
}
