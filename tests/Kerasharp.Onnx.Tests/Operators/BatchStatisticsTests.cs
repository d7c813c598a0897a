using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class BatchStatisticsTests
{
    private const double Epsilon = 0.125;

    internal static GradientCases Cases { get; } =
        new()
        {
            { "batch normalization of channels", d => Case(d, v => v.Output), true },
            { "the batch's mean and variance beside it", d => Case(d, v => v.Output * v.Variance + v.Mean, true) },
            { "batch normalization's gradient", d => Gradient(d, rectified: false) },
            { "batch normalization with an addition and a relu", Rectified },
            { "its gradient", d => Gradient(d, rectified: true) },
        };

    [Fact]
    public void A_transposition_moves_through()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(2, 3, 4, 4));
        var vector = graph.AddInput("v", ElementType.Float32, Shape.Of(3));
        var y = Op.BatchNormalize(Op.Transpose(x, [0, 2, 3, 1]), vector, vector, 3, Epsilon).Output;
        graph.AddOutput("y", Op.Transpose(y, [0, 3, 1, 2]));

        AxisOrder.Run(graph);
        Simplify.Run(graph);

        var node = Assert.Single(graph.Sort());
        Assert.Equal(1, node.Attributes.Int("axis"));
        Assert.Same(x, node.Input(0));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, false)]
    public void Pays_where_a_channel_lies_side_by_side(int axis, bool pays)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(2, 4, 4, 4));
        var vector = graph.AddInput("v", ElementType.Float32, Shape.Of(4));

        Assert.Equal(pays, BatchStatistics.Pays(Op.BatchNormalize(x, vector, vector, axis, Epsilon).Output.Producer!));
    }

    private static GradientCase Case(
        Draw d,
        Func<(Value Output, Value Mean, Value Variance), Value> combine,
        bool alongLast = false
    )
    {
        long[] dims = d.Dims(2, 4);
        dims[0]++;
        // Statistics broadcast against the output along its last axis alone.
        int axis = alongLast ? dims.Length - 1 : d.Int(1, dims.Length - 1);
        return new(
            v => combine(Op.BatchNormalize(v[0], v[1], v[2], axis, Epsilon)),
            d.Normal(dims),
            d.Normal(dims[axis]),
            d.Normal(dims[axis])
        )
        {
            Reference = v =>
            {
                double[] normal = NormalizationReference.Normalise(
                    v[0],
                    dims,
                    i => i[axis],
                    variance => Math.Sqrt(variance + Epsilon)
                );
                double[] y = NormalizationReference.Scale(normal, dims, v[1], v[2], i => i[axis]);
                if (!alongLast)
                    return y;
                var statistics = v[0]
                    .Select((x, place) => (x, Channel: NormalizationReference.Index(place, dims)[axis]))
                    .GroupBy(pair => pair.Channel, pair => pair.x)
                    .ToDictionary(
                        g => g.Key,
                        g => (Mean: g.Average(), Variance: g.Average(x => Math.Pow(x - g.Average(), 2)))
                    );
                return
                [
                    .. y.Select(
                        (e, place) =>
                        {
                            var (mean, variance) = statistics[NormalizationReference.Index(place, dims)[axis]];
                            return e * variance + mean;
                        }
                    ),
                ];
            },
        };
    }

    private static GradientCase Rectified(Draw d)
    {
        long[] dims = d.Dims(2, 4);
        int axis = d.Int(1, dims.Length - 1);
        var attributes = new Attributes
        {
            { "axis", axis },
            { "epsilon", Epsilon },
            { "relu", 1 },
        };
        // What is added is larger than all else, so that no difference crosses the Relu's bend.
        const double Large = 40;
        return new(
            v => v[0].Graph.Add("kerasharp", "BatchNormalize", [v[0], v[1], v[2], v[3] * Large], attributes).Output,
            d.Normal(dims),
            d.Uniform(0.5, 1, dims[axis]),
            d.Uniform(-0.5, 0.5, dims[axis]),
            d.OffZero(dims)
        )
        {
            Reference = v =>
            {
                double[] normal = NormalizationReference.Normalise(
                    v[0],
                    dims,
                    i => i[axis],
                    variance => Math.Sqrt(variance + Epsilon)
                );
                double[] y = NormalizationReference.Scale(normal, dims, v[1], v[2], i => i[axis]);
                return [.. y.Zip(v[3], (e, addend) => Math.Max(0, e + Large * addend))];
            },
        };
    }

    private static GradientCase Gradient(Draw d, bool rectified)
    {
        long[] dims = d.Dims(2, 4);
        int axis = d.Int(1, dims.Length - 1);
        var attributes = new Attributes { { "axis", axis }, { "epsilon", Epsilon } };
        return new(
            v => v[0].Graph.Add("kerasharp", "BatchNormalizeGradient", [.. v], attributes).Output,
            [
                d.Normal(dims),
                d.Normal(dims),
                d.Normal(dims[axis]),
                d.Normal(dims[axis]),
                d.Uniform(0.5, 2, dims[axis]),
                .. rectified ? [d.OffZero(dims)] : Array.Empty<ConstantTensor>(),
            ]
        )
        {
            Reference = v =>
            {
                double[] dy = rectified ? [.. v[0].Zip(v[5], (g, y) => y > 0 ? g : 0)] : v[0];
                var dx = new double[dy.Length];
                foreach (
                    var channel in Enumerable
                        .Range(0, dx.Length)
                        .GroupBy(place => NormalizationReference.Index(place, dims)[axis])
                )
                {
                    double inverse = 1 / Math.Sqrt(v[4][channel.Key] + Epsilon);
                    double shift = channel.Average(place => dy[place]);
                    double stretch = channel.Average(place => dy[place] * Normal(place));
                    foreach (int place in channel)
                        dx[place] = v[2][channel.Key] * inverse * (dy[place] - shift - Normal(place) * stretch);

                    double Normal(int place) => (v[1][place] - v[3][channel.Key]) * inverse;
                }
                return dx;
            },
        };
    }
}
