using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class LayerNormalizationsTests
{
    private const double Epsilon = 0.015625;

    internal static GradientCases Cases { get; } =
        new()
        {
            { "layer normalization", d => Case(d, 1), true },
            { "layer normalization by wide statistics", d => Case(d, 11), true },
            { "layer normalization of float32", d => Case(d, 1, 3) with { Reference = Reference }, true },
            {
                "layer normalization with its statistics",
                d => Case(d, 11, 1, n => Op.Concat([.. n.Outputs.Select(o => Op.Reshape(o, -1))], 0)),
                true
            },
            { "layer normalization's gradient", Backward, true },
            {
                "layer normalization with a bias that broadcasts",
                d =>
                {
                    long[] dims = d.Dims(2, 4);
                    return new(
                        x => Op.LayerNormalization(x[0], x[1], x[2], -2, Epsilon),
                        d.Normal(dims),
                        d.Normal(dims[^2..]),
                        d.Normal(d.Narrowed(dims[^2..]))
                    );
                }
            },
        };

    [Fact]
    public void A_large_mean_costs_the_gradient_no_more_than_the_output()
    {
        long[] dims = [4, 8, 64];
        var x = NormalizationReference.FarOff(dims);
        var draw = new Draw(3);
        double[] weights = draw.Normal(dims).ToDoubles();

        double[] y = new double[weights.Length];
        double[] gradient = Run(x, weights, y);

        double[] exact = NormalizationReference.Normalise(x.ToDoubles(), dims, Row, v => Math.Sqrt(v + 1e-5f));
        double[] expected = new double[weights.Length];
        for (int row = 0; row < 32; row++)
        {
            var places = Enumerable.Range(row * 64, 64).ToArray();
            double mean = places.Average(i => x.ToDoubles()[i]);
            double variance = places.Average(i => Math.Pow(x.ToDoubles()[i] - mean, 2));
            double ofWeights = places.Average(i => weights[i]);
            double ofProducts = places.Average(i => weights[i] * exact[i]);
            foreach (int i in places)
                expected[i] = (weights[i] - ofWeights - exact[i] * ofProducts) / Math.Sqrt(variance + 1e-5f);
        }
        double forward = NormalizationReference.Error(y, exact);
        Assert.InRange(NormalizationReference.Error(gradient, expected), 0, 2 * forward);
    }

    [Fact]
    public void Statistics_are_written_only_where_they_are_read()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2, 3]);
        graph.AddOutput("y", Op.LayerNormalization(x, graph.Constant(ConstantTensor.Vector(1f, 2f, 3f))));

        var model = ModelWriter.ToModel(graph, 18, null);

        Assert.Single(Assert.Single(model.Graph.Node).Output);
    }

    private static object Row(long[] index) => index[0] * 1000 + index[1];

    private static double[] Run(ConstantTensor x, double[] weights, double[] y)
    {
        var graph = new Graph();
        var input = graph.AddInput("x", x.Type, x.Shape);
        var scale = graph.Constant(ConstantTensor.Filled(1, x.Type, [x.Shape[-1].Value]));
        var output = Op.LayerNormalization(input, scale);
        float[] elements = Array.ConvertAll(weights, w => (float)w);
        var loss = Op.ReduceSum(output * graph.Constant(ConstantTensor.Of<float>(elements, x.Shape.ToArray())));
        graph.AddOutput("y", output);
        graph.AddOutput("dx", Onnx.Gradients.ReverseSweep.Gradients(loss, [input])[0]!);
        var came = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = x });
        came["y"].ToDoubles().CopyTo(y, 0);
        return came["dx"].ToDoubles();
    }

    private static GradientCase Case(Draw d, int stash, int least = 1, Func<Node, Value>? pick = null)
    {
        long[] dims = d.Dims(1, 4, 4, least);
        int axis = d.Int(-dims.Length, dims.Length - 1);
        long[] last = dims[(axis < 0 ? axis + dims.Length : axis)..];
        bool biased = d.Chance(0.7);
        return new(
            x =>
            {
                var attributes = new Attributes
                {
                    { "axis", axis },
                    { "epsilon", Epsilon },
                    { "stash_type", stash },
                };
                var node = x[0].Graph.Add("", "LayerNormalization", x, attributes);
                return pick is null ? node.Output : pick(node);
            },
            biased ? [d.Normal(dims), d.Normal(last), d.Normal(last)] : [d.Normal(dims), d.Normal(last)]
        );
    }

    private static double[] Reference(double[][] x)
    {
        // The scale is as large as what is normalised together.
        int size = x[1].Length;
        double[] bias = x.Length > 2 ? x[2] : new double[size];
        long[] rows = [x[0].Length / size, size];
        double[] normal = NormalizationReference.Normalise(x[0], rows, i => i[0], v => Math.Sqrt(v + Epsilon));
        return NormalizationReference.Scale(normal, rows, x[1], bias, i => i[1]);
    }

    /// <summary>All three outputs in a row; the gradient handed in is squared, so that second derivatives are not zero.</summary>
    private static GradientCase Backward(Draw d)
    {
        int rows = d.Int(1, 3);
        int size = d.Int(1, 4);
        return new(
            x =>
            {
                var node = x[0]
                    .Graph.Add(
                        OperatorTable.KernelDomain,
                        "LayerNormalizationGradient",
                        [x[0] * x[0], x[1], x[2], x[3], x[4]]
                    );
                return Op.Concat([.. node.Outputs.Select(o => Op.Reshape(o, -1))], 0);
            },
            d.Normal(rows, size),
            d.Normal(rows, size),
            d.Normal(size),
            d.Normal(rows, 1),
            d.Normal(rows, 1)
        )
        {
            Reference = x => Loops(x, rows, size),
        };
    }

    private static double[] Loops(double[][] x, int rows, int size)
    {
        double[] dx = new double[rows * size];
        double[] ofScale = new double[size];
        double[] ofBias = new double[size];
        for (int row = 0; row < rows; row++)
        {
            double shift = 0;
            double stretch = 0;
            for (int i = 0; i < size; i++)
            {
                double g = Dy(row, i) * x[2][i];
                shift += g / size;
                stretch += g * Normal(row, i) / size;
                ofScale[i] += Dy(row, i) * Normal(row, i);
                ofBias[i] += Dy(row, i);
            }
            for (int i = 0; i < size; i++)
                dx[row * size + i] = x[4][row] * (Dy(row, i) * x[2][i] - shift - Normal(row, i) * stretch);
        }
        return [.. dx, .. ofScale, .. ofBias];

        double Dy(int row, int i) => x[0][row * size + i] * x[0][row * size + i];
        double Normal(int row, int i) => (x[1][row * size + i] - x[3][row]) * x[4][row];
    }
}
