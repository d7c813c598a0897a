using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Tests.Kernels.Gradients;
using Kerasharp.Onnx.Tests.Operators;

namespace Kerasharp.Onnx.Tests.Kernels.Convolutions;

/// <summary>A convolution of some size, its nodes of ours, and its results in float64 loops.</summary>
internal sealed class ConvolutionCase
{
    private readonly long[] _kernel;
    private readonly long[] _strides;
    private readonly long[] _dilations;
    private readonly long[] _pads;

    public ConvolutionCase(
        int batch,
        int channels,
        int filters,
        long[] sizes,
        long[] kernel,
        long[]? strides = null,
        long[]? dilations = null,
        long[]? pads = null,
        int group = 1
    )
    {
        int rank = sizes.Length;
        (Batch, Channels, Filters, Group) = (batch, channels, filters, group);
        (_kernel, _strides, _dilations, _pads) = (
            kernel,
            strides ?? Enumerable.Repeat(1L, rank).ToArray(),
            dilations ?? Enumerable.Repeat(1L, rank).ToArray(),
            pads ?? new long[2 * rank]
        );
        long[] places =
        [
            .. sizes.Select(
                (size, i) => (size + _pads[i] + _pads[i + rank] - (kernel[i] - 1) * _dilations[i] - 1) / _strides[i] + 1
            ),
        ];
        Input = [batch, channels, .. sizes];
        Output = [batch, filters, .. places];
        Weight = [filters, channels / group, .. kernel];
        Reference = new WindowReference(sizes, kernel, _strides, _dilations, _pads[..rank], places);
    }

    public int Batch { get; }
    public int Channels { get; }
    public int Filters { get; }
    public int Group { get; }
    public long[] Input { get; }
    public long[] Output { get; }
    public long[] Weight { get; }
    public WindowReference Reference { get; }

    /// <summary>One or two axes, of which each may have any of what there is, and channels that fill vectors or do not.</summary>
    public static ConvolutionCase Draw(Random random, bool dilates, bool depthwise = false)
    {
        int rank = random.Next(1, 3);
        var (sizes, kernel, strides, dilations, pads) = (
            new long[rank],
            new long[rank],
            new long[rank],
            new long[rank],
            new long[2 * rank]
        );
        for (int i = 0; i < rank; i++)
        {
            kernel[i] = random.Next(1, 6);
            strides[i] = random.Next(2) == 0 ? 1 : random.Next(1, 4);
            dilations[i] = dilates && random.Next(3) == 0 ? random.Next(2, 4) : 1;
            // More than a window is wide, too.
            (pads[i], pads[i + rank]) = (random.NextInt64(kernel[i] + 2), random.NextInt64(kernel[i] + 2));
            sizes[i] =
                Math.Max(1, (kernel[i] - 1) * dilations[i] + 1 - pads[i] - pads[i + rank]) + random.NextInt64(0, 14);
        }
        int batch = random.Next(1, 4);
        int channels = random.Next(depthwise ? 2 : 1, 20);
        return new ConvolutionCase(
            batch,
            channels,
            depthwise ? channels * random.Next(1, 4) : random.Next(1, 36),
            sizes,
            kernel,
            strides,
            dilations,
            pads,
            depthwise ? channels : 1
        );
    }

    /// <summary>A graph of one of our nodes, and an output for each of its.</summary>
    public Graph Build(string op)
    {
        var graph = new Graph();
        var attributes = new Attributes
        {
            { "kernel_shape", _kernel },
            { "strides", _strides },
            { "dilations", _dilations },
            { "pads", _pads },
        };
        if (op == "ConvolutionInputGradient")
            attributes.Add("sizes", Input[2..]);
        if (Group > 1)
            attributes.Add("group", Group);
        Value?[] inputs = op switch
        {
            "Convolution" => [Add("x", Input), Add("w", Weight), Add("b", [Filters])],
            "ConvolutionInputGradient" => [Add("dy", Output), Add("w", Weight)],
            _ => [Add("x", Input), Add("dy", Output)],
        };
        var node = graph.Add("kerasharp", op, inputs, attributes);
        for (int i = 0; i < node.Outputs.Count; i++)
            graph.AddOutput($"output{i}", node.Outputs[i]);
        return graph;

        Value Add(string name, long[] dims) => graph.AddInput(name, ElementType.Float32, Shape.Of(dims));
    }

    /// <summary>Numbers for a graph's inputs.</summary>
    public static float[][] Fill(Graph graph, Random random) =>
        [
            .. graph.Inputs.Select(input =>
                Enumerable
                    .Range(0, (int)input.Shape.ToArray().Aggregate(1L, (product, d) => product * d))
                    .Select(_ => (float)(random.NextDouble() * 2 - 1))
                    .ToArray()
            ),
        ];

    /// <summary>What a node of ours is to give.</summary>
    public double[][] Expected(string op, float[][] inputs)
    {
        double[][] given = Array.ConvertAll(inputs, x => Array.ConvertAll(x, e => (double)e));
        int places = given[^1].Length / (Batch * Filters);
        return op switch
        {
            "Convolution" => [Reference.Convolve(given[0], given[1], given[2], Batch, Channels, Filters, Group)],
            "ConvolutionInputGradient" => [Reference.Spread(given[0], given[1], null, Batch, Channels, Filters, Group)],
            _ =>
            [
                Reference.Weigh(given[0], given[1], Batch, Channels, Filters, Group),
                [
                    .. Enumerable
                        .Range(0, Filters)
                        .Select(f => given[1].Where((_, i) => i / places % Filters == f).Sum()),
                ],
            ],
        };
    }

    /// <summary>Holds a node of ours against the loops: no farther from them than its twin may be.</summary>
    public void Check(string op, Random random)
    {
        float[][] inputs = Fill(Build(op), random);
        double[][] expected = Expected(op, inputs);
        float[][] came = Float32Graph.Run(Build(op), inputs);
        float[][] twin = Float32Graph.RunTwin(Build(op), inputs);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, came[i].Length);
            double norm = Math.Sqrt(expected[i].Sum(e => e * e));
            double off = Apart(expected[i], came[i]);
            double allowed = 2 * Apart(expected[i], twin[i]) + 1e-7 * norm + 1e-7;
            Assert.True(
                off <= allowed,
                FormattableString.Invariant(
                    $"{op} of {this}: output {i} is {off} of {norm} apart; {allowed} is allowed"
                )
            );
        }

        static double Apart(double[] a, float[] b) => Math.Sqrt(a.Zip(b, (e, c) => (e - c) * (e - c)).Sum());
    }

    public override string ToString() =>
        $"({string.Join(", ", Input)}) by ({string.Join(", ", Weight)}), strides {string.Join(" ", _strides)}, dilations {string.Join(" ", _dilations)}, pads {string.Join(" ", _pads)}";
}
