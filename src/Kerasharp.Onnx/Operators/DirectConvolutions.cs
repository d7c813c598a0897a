using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// Our kernels' convolution and its gradients, for weights that change from step to step. Their twins are ONNX's Conv, and its gradients in
/// standard operators.
/// </summary>
internal static class DirectConvolutions
{
    // With fewer channels than this most of a vector would be empty.
    private const long FewestChannels = 8;

    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Convolution",
            Domain = OperatorTable.KernelDomain,
            Infer = n => [Type(n, n.Input(0), n.Input(1).Shape[0], WindowAttributes.OfConvolution(n).Output(n))],
            Gradient = (n, dys) => ReverseSweep.Through(n, Plain, dys),
            Decompose = Plain,
        },
        new Operator
        {
            Name = "ConvolutionInputGradient",
            Domain = OperatorTable.KernelDomain,
            Infer = n => [Type(n, n.Input(0), InputChannels(n), Sizes(n))],
            Gradient = (n, dys) => ReverseSweep.Through(n, PlainInputGradient, dys),
            Decompose = PlainInputGradient,
        },
        new Operator
        {
            Name = "ConvolutionWeightGradient",
            Domain = OperatorTable.KernelDomain,
            Infer = n =>
                [
                    n.Input(0).Type with
                    {
                        Shape = WeightShape(n),
                    },
                    n.Input(0).Type with
                    {
                        Shape = new Shape([n.Input(1).Shape[1]]),
                    },
                ],
            Gradient = (n, dys) => ReverseSweep.Through(n, PlainWeightGradient, dys),
            Decompose = PlainWeightGradient,
        },
    ];

    /// <summary>Whether a node is one of these.</summary>
    public static bool Has(Node n) =>
        n.Domain == OperatorTable.KernelDomain && n.Op.StartsWith("Convolution", StringComparison.Ordinal);

    /// <summary>Whether our kernel can serve for a Conv, and is faster where vectors are wide.</summary>
    public static bool HasForward(Node n, WindowAttributes window) =>
        (Fits(n, window) || IsDepthwise(n, window))
        && n.Input(1).Shape[0].Value >= FewestChannels
        // That is a plain product, which ONNX Runtime takes as such.
        && !window.IsOfPlaces;

    /// <summary>The same of its input's gradient.</summary>
    public static bool HasInputGradient(Node n, WindowAttributes window) =>
        IsDepthwise(n, window)
        || (Fits(n, window) && n.Input(1).Shape[1].Value >= FewestChannels && !window.IsOfPlaces);

    /// <summary>The same of its weight's gradient.</summary>
    public static bool HasWeightGradient(Node n, WindowAttributes window) =>
        IsDepthwise(n, window)
        || (
            Fits(n, window)
            && n.Input(1).Shape[0].Value >= FewestChannels
            && window.Kernel[^1] > 1
            && window.Dilations[^1] == 1
        );

    /// <summary>The node of our kernel for a Conv.</summary>
    public static Value Forward(Node n, WindowAttributes window) =>
        n.Graph.Add(OperatorTable.KernelDomain, "Convolution", [.. n.Inputs], Attributes(n, window)).Output;

    /// <summary>The input's gradient.</summary>
    public static Value InputGradient(Node conv, WindowAttributes window, Value dy)
    {
        var attributes = Attributes(conv, window);
        attributes.Add("sizes", conv.Input(0).Shape.Skip(2).Select(d => d.Value).ToArray());
        return dy
            .Graph.Add(OperatorTable.KernelDomain, "ConvolutionInputGradient", [dy, conv.Input(1)], attributes)
            .Output;
    }

    /// <summary>The gradients of weight and bias.</summary>
    public static IReadOnlyList<Value> WeightGradient(Node conv, WindowAttributes window, Value dy) =>
        dy
            .Graph.Add(
                OperatorTable.KernelDomain,
                "ConvolutionWeightGradient",
                [conv.Input(0), dy],
                Attributes(conv, window)
            )
            .Outputs;

    private static bool Fits(Node n, WindowAttributes window) => Groups(n) == 1 && IsKnown(n, window);

    // Each channel is a group of its own.
    private static bool IsDepthwise(Node n, WindowAttributes window) =>
        Groups(n) >= FewestChannels && IsKnown(n, window) && n.Input(0).Shape[1].Value == Groups(n);

    private static bool IsKnown(Node n, WindowAttributes window) =>
        window.Rank is 1 or 2
        && n.Output.ElementType == ElementType.Float32
        && n.Input(0).Shape.IsStatic
        && n.Input(1).Shape.IsStatic
        && n.Output.Shape.All(d => d.Value > 0)
        && window.Pads.All(p => p >= 0);

    private static long Groups(Node n) => n.Attributes.Int("group", 1);

    private static Dim InputChannels(Node n) =>
        Groups(n) == 1 ? n.Input(1).Shape[1] : n.Input(1).Shape[1].Value * Groups(n);

    private static Attributes Attributes(Node conv, WindowAttributes window)
    {
        var attributes = new Attributes
        {
            { "kernel_shape", window.Kernel },
            { "strides", window.Strides },
            { "dilations", window.Dilations },
            { "pads", window.Pads },
        };
        if (Groups(conv) != 1)
            attributes.Add("group", Groups(conv));
        return attributes;
    }

    private static TensorType Type(Node n, Value like, Dim channels, Dim[] sizes)
    {
        Convolutions.CheckRanks(n, like, n.Input(1));
        return like.Type with { Shape = new Shape([like.Shape[0], channels, .. sizes]) };
    }

    private static Dim[] Sizes(Node n) => Array.ConvertAll(n.Attributes.Ints("sizes", []), s => (Dim)s);

    private static Shape WeightShape(Node n) =>
        new([
            n.Input(1).Shape[1],
            Groups(n) == 1 ? n.Input(0).Shape[1] : n.Input(0).Shape[1].Value / Groups(n),
            .. Array.ConvertAll(n.Attributes.Ints("kernel_shape", []), k => (Dim)k),
        ]);

    private static Value[] Plain(Node n) => [n.Graph.Add("", "Conv", [.. n.Inputs], n.Attributes.Clone()).Output];

    private static Value[] PlainInputGradient(Node n) =>
        [
            Convolutions.InputGradient(
                n.Output.Shape,
                n.Input(1),
                WindowAttributes.OfConvolution(n),
                Groups(n),
                n.Input(0)
            ),
        ];

    private static Value[] PlainWeightGradient(Node n) =>
        [
            Convolutions.WeightGradient(n.Input(0), WeightShape(n), WindowAttributes.OfPool(n), Groups(n), n.Input(1)),
            Convolutions.BiasGradient(n.Input(1)),
        ];
}
