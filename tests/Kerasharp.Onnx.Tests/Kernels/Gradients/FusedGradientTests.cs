using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Kernels.Gradients;

/// <summary>Kernels that compute a gradient in one pass, against their twins in standard operators, on sizes that no vector divides.</summary>
public sealed class FusedGradientTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(3, 64)]
    [InlineData(1000, 37)]
    public void Of_softmax(int rows, int columns)
    {
        float[] y = [.. Draw(rows * columns, 1).Select(n => Math.Abs(n) / columns)];
        Check(
            g => g.Add("kerasharp", "SoftmaxGradient", [Input(g, "dy", rows, columns), Input(g, "y", rows, columns)]),
            Draw(rows * columns, 2),
            y
        );
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(3, 64)]
    [InlineData(1000, 37)]
    public void Of_layer_normalization(int rows, int columns) =>
        Check(
            g =>
                g.Add(
                    "kerasharp",
                    "LayerNormalizationGradient",
                    [
                        Input(g, "dy", rows, columns),
                        Input(g, "x", rows, columns),
                        Input(g, "scale", columns),
                        Input(g, "mean", rows, 1),
                        Input(g, "inverse", rows, 1),
                    ]
                ),
            Draw(rows * columns, 1),
            Draw(rows * columns, 2),
            Draw(columns, 3),
            Draw(rows, 4),
            Draw(rows, 5)
        );

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(2, 3, 64)]
    [InlineData(9, 16, 1001)]
    public void Of_batch_normalization(int outer, int channels, int inner)
    {
        var attributes = new Attributes { { "axis", 1 }, { "epsilon", 1e-3 } };
        float[] x = [.. Draw(outer * channels * inner, 2).Select(n => n + 5)];
        Check(
            g =>
                g.Add(
                    "kerasharp",
                    "BatchNormalize",
                    [Input(g, "x", outer, channels, inner), Input(g, "gamma", channels), Input(g, "beta", channels)],
                    attributes
                ),
            x,
            Draw(channels, 3),
            Draw(channels, 4)
        );
        Check(
            g =>
                g.Add(
                    "kerasharp",
                    "BatchNormalizeGradient",
                    [
                        Input(g, "dy", outer, channels, inner),
                        Input(g, "x", outer, channels, inner),
                        Input(g, "gamma", channels),
                        Input(g, "mean", channels),
                        Input(g, "variance", channels),
                    ],
                    attributes
                ),
            Draw(outer * channels * inner, 1),
            x,
            Draw(channels, 3),
            [.. Draw(channels, 4).Select(n => n + 5)],
            [.. Draw(channels, 5).Select(n => n + 2)]
        );
    }

    [Theory]
    [InlineData(1, 1, 1, false)]
    [InlineData(3, 5, 7, true)]
    [InlineData(2, 3, 64, false)]
    [InlineData(9, 16, 1001, true)]
    public void Of_batch_normalization_with_a_relu(int outer, int channels, int inner, bool adds)
    {
        var forward = new Attributes
        {
            { "axis", 1 },
            { "epsilon", 1e-3 },
            { "relu", 1 },
        };
        float[] x = [.. Draw(outer * channels * inner, 2).Select(n => n + 5)];
        float[] addend = Draw(x.Length, 7);
        Check(
            g =>
            {
                Value[] inputs =
                [
                    Input(g, "x", outer, channels, inner),
                    Input(g, "gamma", channels),
                    Input(g, "beta", channels),
                ];
                return g.Add(
                    "kerasharp",
                    "BatchNormalize",
                    adds ? [.. inputs, Input(g, "addend", outer, channels, inner)] : inputs,
                    forward
                );
            },
            adds ? [x, Draw(channels, 3), Draw(channels, 4), addend] : [x, Draw(channels, 3), Draw(channels, 4)]
        );
        Check(
            g =>
                g.Add(
                    "kerasharp",
                    "BatchNormalizeGradient",
                    [
                        Input(g, "dy", outer, channels, inner),
                        Input(g, "x", outer, channels, inner),
                        Input(g, "gamma", channels),
                        Input(g, "mean", channels),
                        Input(g, "variance", channels),
                        Input(g, "y", outer, channels, inner),
                    ],
                    new Attributes { { "axis", 1 }, { "epsilon", 1e-3 } }
                ),
            adds ? null : 3,
            Draw(outer * channels * inner, 1),
            x,
            Draw(channels, 3),
            [.. Draw(channels, 4).Select(n => n + 5)],
            [.. Draw(channels, 5).Select(n => n + 2)],
            addend
        );
    }

    [Theory]
    [InlineData(5, 3, 7)]
    [InlineData(2000, 130, 900)]
    public void Of_gather(int rows, int size, int taken)
    {
        long[] places = [.. Enumerable.Range(0, taken).Select(i => (long)(i * i * 31 % (2 * rows) - rows))];
        Check(
            g =>
                g.Add(
                    "kerasharp",
                    "GatherGradient",
                    [Input(g, "dy", taken, size), g.Constant(ConstantTensor.Of<long>(places, taken))],
                    new Attributes { { "rows", rows } }
                ),
            Draw(taken * size, 1)
        );
    }

    private static void Check(Func<Graph, Node> make, params float[][] inputs) => Check(make, null, inputs);

    /// <summary>Holds a node's outputs against its twin's: all of them, or so many, and nobody reads the others.</summary>
    private static void Check(Func<Graph, Node> make, int? outputs, params float[][] inputs)
    {
        float[][] came = Float32Graph.Run(Written(make, outputs), inputs);
        float[][] twin = Float32Graph.RunTwin(Written(make, outputs), inputs);
        for (int i = 0; i < came.Length; i++)
        {
            Assert.Equal(twin[i].Length, came[i].Length);
            double norm = Math.Sqrt(twin[i].Sum(t => (double)t * t));
            double apart = Math.Sqrt(twin[i].Zip(came[i], (t, c) => (double)(t - c) * (t - c)).Sum());
            Assert.True(
                apart <= 1e-6 * norm + 1e-7,
                FormattableString.Invariant($"output {i} is {apart} of {norm} apart")
            );
        }
    }

    private static Graph Written(Func<Graph, Node> make, int? outputs)
    {
        var graph = new Graph();
        var node = make(graph);
        for (int i = 0; i < (outputs ?? node.Outputs.Count); i++)
            graph.AddOutput($"output{i}", node.Outputs[i]);
        return graph;
    }

    private static Value Input(Graph graph, string name, params long[] dims) =>
        graph.AddInput(name, ElementType.Float32, Shape.Of(dims));

    private static float[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }
}
