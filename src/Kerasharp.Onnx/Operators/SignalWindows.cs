using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Windows for frames of a signal, and the weights of the mel scale: numbers that follow from sizes alone.</summary>
internal static class SignalWindows
{
    public static Operator[] Operators { get; } =
    [
        Of("HannWindow", n => [Size(n, 0)]),
        Of("HammingWindow", n => [Size(n, 0)]),
        Of("BlackmanWindow", n => [Size(n, 0)]),
        Of(
            "MelWeightMatrix",
            n => [Size(n, 1) is { IsKnown: true } length ? length.Value / 2 + 1 : Dim.Unknown, Size(n, 0)]
        ),
    ];

    private static Operator Of(string name, Func<Node, Shape> shape) =>
        new()
        {
            Name = name,
            Infer = n => [new TensorType((ElementType)n.Attributes.Int("output_datatype", 1), shape(n))],
            Constant = "it depends on sizes alone",
        };

    private static Dim Size(Node n, int input)
    {
        var size = Shapes.Elements(n, input);
        return size is [var only]
            ? only.ToDim()
            : throw new GraphException(
                $"{n} got {n.Input(input).Shape} as input {input}; one number was expected. Give one."
            );
    }
}

public static partial class Op
{
    /// <summary>A Hann window, to be repeated periodically, or symmetric.</summary>
    public static Value HannWindow(
        Graph graph,
        long size,
        bool periodic = true,
        ElementType type = ElementType.Float32
    ) => Window("HannWindow", graph, size, periodic, type);

    /// <summary>A Hamming window, to be repeated periodically, or symmetric.</summary>
    public static Value HammingWindow(
        Graph graph,
        long size,
        bool periodic = true,
        ElementType type = ElementType.Float32
    ) => Window("HammingWindow", graph, size, periodic, type);

    /// <summary>A Blackman window, to be repeated periodically, or symmetric.</summary>
    public static Value BlackmanWindow(
        Graph graph,
        long size,
        bool periodic = true,
        ElementType type = ElementType.Float32
    ) => Window("BlackmanWindow", graph, size, periodic, type);

    /// <summary>The matrix (frequencies, bands) that sums the half spectrum of a transform to bands of the mel scale.</summary>
    /// <param name="graph">The graph that gets it.</param>
    /// <param name="bands">The number of bands.</param>
    /// <param name="length">The number of points of the transform.</param>
    /// <param name="sampleRate">Points in a second.</param>
    /// <param name="lowest">Where the lowest band begins, in hertz.</param>
    /// <param name="highest">Where the highest one ends.</param>
    /// <param name="type">The type of the elements.</param>
    public static Value MelWeightMatrix(
        Graph graph,
        long bands,
        long length,
        long sampleRate,
        double lowest,
        double highest,
        ElementType type = ElementType.Float32
    ) =>
        graph.Emit(
            "MelWeightMatrix",
            new Attributes { { "output_datatype", type } },
            graph.Scalar(bands, ElementType.Int64),
            graph.Scalar(length, ElementType.Int64),
            graph.Scalar(sampleRate, ElementType.Int64),
            graph.Scalar(lowest, ElementType.Float32),
            graph.Scalar(highest, ElementType.Float32)
        );

    private static Value Window(string op, Graph graph, long size, bool periodic, ElementType type) =>
        graph.Emit(
            op,
            new Attributes { { "periodic", periodic }, { "output_datatype", type } },
            graph.Scalar(size, ElementType.Int64)
        );
}
