using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class MagnitudeNormalizationsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "division by length",
                d =>
                {
                    long[] dims = d.Dims(1);
                    int axis = d.Int(-dims.Length, dims.Length - 1);
                    return new(x => Op.LpNormalization(x[0], axis), d.OffZero(dims));
                },
                true
            },
            {
                "division by the sum of absolute values",
                d =>
                {
                    long[] dims = d.Dims(1);
                    int axis = d.Int(-dims.Length, dims.Length - 1);
                    return new(x => Op.LpNormalization(x[0], axis, 1), d.OffZero(dims));
                },
                true
            },
            { "local response normalization", d => Response(d, d.Dims(2, 4, 5), d.Int(1, 6)), true },
            {
                "local response normalization of float32",
                d => Response(d, d.Dims(4, 4, 5), d.Of(1, 3, 5), compared: true)
            },
        };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_vector_of_zeros_has_no_slope(int p)
    {
        var x = ConstantTensor.Of<double>([0, 0, 3, -4], 2, 2);

        double[] gradient = GradientCheck.Of(v => Op.LpNormalization(v[0], -1, p), x)[0];

        Assert.Equal([0, 0], gradient[..2]);
        Assert.All(gradient[2..], g => Assert.True(g != 0 && double.IsFinite(g)));
    }

    [Fact]
    public void Responses_are_those_of_the_channels_around()
    {
        foreach (int seed in GradientCases.Seeds())
        {
            var draw = new Draw(seed);
            var @case = Response(draw, draw.Dims(2, 4, 6), draw.Int(1, 6), compared: true);
            var graph = new Graph();
            graph.AddOutput("y", @case.Function([graph.AddInput("x", ElementType.Float64, @case.Inputs[0].Shape)]));

            double[] y = GraphRunner
                .Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = @case.Inputs[0] })["y"]
                .ToDoubles();

            Assert.Equal(@case.Reference!([@case.Inputs[0].ToDoubles()]), y, (e, c) => Math.Abs(e - c) < 1e-6);
        }
    }

    private static GradientCase Response(Draw d, long[] dims, int size, bool compared = false)
    {
        var (alpha, beta, bias) = (d.Number(0.1, 2), d.Number(0.3, 1.5), d.Number(0.5, 2));
        var @case = new GradientCase(x => Op.LRN(x[0], size, alpha, beta, bias), d.Normal(dims));
        return compared ? @case with { Reference = Reference } : @case;

        double[] Reference(double[][] inputs)
        {
            double[] x = inputs[0];
            long inner = dims[2..].Aggregate(1L, (product, dim) => product * dim);
            return
            [
                .. x.Select(
                    (element, place) =>
                    {
                        long channel = place / inner % dims[1];
                        double sum = 0;
                        for (
                            long c = Math.Max(0, channel - (size - 1) / 2);
                            c <= Math.Min(dims[1] - 1, channel + size / 2);
                            c++
                        )
                            sum += Math.Pow(x[place + (c - channel) * inner], 2);
                        return element / Math.Pow((float)bias + (float)alpha / size * sum, (float)beta);
                    }
                ),
            ];
        }
    }
}
