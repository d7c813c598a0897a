using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class NormalizationsTests
{
    private const double Epsilon = 0.015625;

    internal static GradientCases Cases { get; } =
        new()
        {
            { "instance normalization", d => Instance(d, 1), true },
            { "instance normalization of float32", d => Compared(d, Instance(d, 3), InstanceReference) },
            { "group normalization by channel", d => Group(d, 1, false), true },
            { "group normalization by group", d => Group(d, 1, true), true },
            { "group normalization of float32", d => Group(d, 3, d.Chance(), compared: true) },
            { "mean and variance normalization", d => Along(d, 2, d.Axes(3)), true },
            { "mean and variance normalization of float32", d => Along(d, 3, d.Axes(3), compared: true) },
        };

    [Fact]
    public void Channels_and_places_may_be_open()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 4, Dim.Symbolic("h"), Dim.Symbolic("w")]);
        var scale = graph.Constant(ConstantTensor.Vector(1f, 2f, 3f, 4f));
        graph.AddOutput("y", Op.GroupNormalization(x, scale, scale, 2));
        var input = new Draw(1).Normal(2, 4, 3, 2);
        float[] elements = Array.ConvertAll(input.ToDoubles(), e => (float)e);

        double[] y = GraphRunner
            .Run(
                graph,
                new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Of<float>(elements, 2, 4, 3, 2) }
            )["y"]
            .ToDoubles();

        long[] dims = [2, 4, 3, 2];
        double[] normal = NormalizationReference.Normalise(
            input.ToDoubles(),
            dims,
            i => i[0] * 2 + i[1] / 2,
            v => Math.Sqrt(v + 1e-5)
        );
        double[] expected = NormalizationReference.Scale(normal, dims, [1, 2, 3, 4], [1, 2, 3, 4], i => i[1]);
        Assert.Equal(expected, y, (e, c) => Math.Abs(e - c) < 1e-4);
    }

    [Fact]
    public void What_does_not_vary_has_a_finite_gradient()
    {
        var flat = ConstantTensor.Filled(3, ElementType.Float64, [2, 1, 2, 2]);
        var one = ConstantTensor.Vector<double>(1);

        double[] along = GradientCheck.Of(x => Op.MeanVarianceNormalization(x[0]) * Weights(x[0]), flat)[0];
        double[] instance = GradientCheck.Of(
            x => Op.InstanceNormalization(x[0], x[1], x[1], 0.01) * Weights(x[0]),
            flat,
            one
        )[0];

        Assert.Equal(new double[8], along);
        // Of a channel's weights 1, 2, 3, 4 their mean is taken off; the deviation is the root of epsilon.
        Assert.Equal([-15, -5, 5, 15], instance[..4], (e, c) => Math.Abs(e - c) < 1e-5);

        static Value Weights(Value x) => x.Graph.Constant(ConstantTensor.Of<double>([1, 2, 3, 4], 2, 2));
    }

    [Theory]
    [InlineData("InstanceNormalization")]
    [InlineData("GroupNormalization")]
    [InlineData("MeanVarianceNormalization")]
    public void A_large_mean_costs_no_precision(string op)
    {
        long[] dims = [2, 8, 8, 16];
        var x = NormalizationReference.FarOff(dims);
        var graph = new Graph();
        var input = graph.AddInput("x", x.Type, x.Shape);
        var scale = graph.Constant(ConstantTensor.Filled(1, ElementType.Float32, [8]));
        var bias = graph.Constant(ConstantTensor.Filled(0, ElementType.Float32, [8]));
        Func<long[], object> key = op switch
        {
            "InstanceNormalization" => i => i[0] * 8 + i[1],
            "GroupNormalization" => i => i[0] * 2 + i[1] / 4,
            _ => i => i[1],
        };
        graph.AddOutput(
            "y",
            op switch
            {
                "InstanceNormalization" => Op.InstanceNormalization(input, scale, bias),
                "GroupNormalization" => Op.GroupNormalization(input, scale, bias, 2),
                _ => Op.MeanVarianceNormalization(input),
            }
        );

        double[] y = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = x })["y"].ToDoubles();

        double epsilon = op == "MeanVarianceNormalization" ? 0 : 1e-5;
        double[] expected = NormalizationReference.Normalise(x.ToDoubles(), dims, key, v => Math.Sqrt(v + epsilon));
        Assert.InRange(NormalizationReference.Error(y, expected), 0, 6e-3);
    }

    private static GradientCase Instance(Draw d, int least)
    {
        long[] dims = d.Dims(3, 4, 3, least);
        return new(
            x => Op.InstanceNormalization(x[0], x[1], x[2], Epsilon),
            d.Normal(dims),
            d.Normal(dims[1]),
            d.Normal(dims[1])
        );
    }

    private static double[] InstanceReference(double[][] x, long[] dims) =>
        NormalizationReference.Scale(
            NormalizationReference.Normalise(x[0], dims, i => i[0] * dims[1] + i[1], v => Math.Sqrt(v + Epsilon)),
            dims,
            x[1],
            x[2],
            i => i[1]
        );

    private static GradientCase Group(Draw d, int least, bool perGroup, bool compared = false)
    {
        long[] dims = d.Dims(3, 4, 3, least);
        int groups = d.Int(1, 3);
        dims[1] = groups * d.Int(1, 3);
        long size = dims[1] / groups;
        long count = perGroup ? groups : dims[1];
        var @case = new GradientCase(
            x => Op.GroupNormalization(x[0], x[1], x[2], groups, Epsilon),
            d.Normal(dims),
            d.Normal(count),
            d.Normal(count)
        );
        return compared ? Compared(d, @case, Reference) : @case;

        double[] Reference(double[][] x, long[] _) =>
            NormalizationReference.Scale(
                NormalizationReference.Normalise(
                    x[0],
                    dims,
                    i => i[0] * groups + i[1] / size,
                    v => Math.Sqrt(v + Epsilon)
                ),
                dims,
                x[1],
                x[2],
                i => perGroup ? i[1] / size : i[1]
            );
    }

    private static GradientCase Along(Draw d, int least, long[] axes, bool compared = false)
    {
        long[] dims = d.Dims(3, 3, 4, least);
        bool[] together = new bool[3];
        foreach (long axis in axes)
            together[axis < 0 ? axis + 3 : axis] = true;
        var @case = new GradientCase(x => Op.MeanVarianceNormalization(x[0], axes), d.Normal(dims));
        return compared ? Compared(d, @case, Reference) : @case;

        double[] Reference(double[][] x, long[] _) =>
            NormalizationReference.Normalise(
                x[0],
                dims,
                i => string.Join(' ', i.Select((place, axis) => together[axis] ? 0 : place)),
                v => Math.Sqrt(v) + 1e-9
            );
    }

    /// <summary>
    /// The case in float32, as the runtime's own kernels compute it, against plain loops. The outputs are weighted, since those of a
    /// whole row hardly change in sum.
    /// </summary>
    private static GradientCase Compared(Draw d, GradientCase @case, Func<double[][], long[], double[]> reference)
    {
        long[] dims = @case.Inputs[0].Shape.ToArray();
        var weights = d.Normal(dims);
        return @case with
        {
            Function = x => @case.Function(x) * Op.Cast(x[0].Graph.Constant(weights), x[0].ElementType),
            Reference = x => [.. reference(x, dims).Zip(weights.ToDoubles(), (y, w) => y * w)],
        };
    }
}
