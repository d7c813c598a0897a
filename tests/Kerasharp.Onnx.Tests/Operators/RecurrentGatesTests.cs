using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Recurrent;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>The gates of cells: kernels in float32 against plain loops, and the same written out in float64.</summary>
public sealed class RecurrentGatesTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "lstm gates", d => Case<LstmGates>(d) with { Reference = Lstm } },
            { "lstm gates, gradient", d => Case<LstmGatesGradient>(d) with { Reference = LstmGradient } },
            { "gru gates", d => Case<GruGates>(d) with { Reference = Gru } },
            { "gru gates, gradient", d => Case<GruGatesGradient>(d) with { Reference = GruGradient } },
            { "lstm gates written out", Case<LstmGates>, true },
            { "gru gates written out", Case<GruGates>, true },
        };

    private const int Units = 3;

    [Fact]
    public void The_gradient_is_one_node()
    {
        var graph = new Graph();
        var z = graph.AddInput("z", ElementType.Float32, [2, 12]);
        var c = graph.AddInput("c", ElementType.Float32, [2, 3]);
        var (h, next) = Op.LstmGates(z, c);

        var gradients = ReverseSweep.Gradients(Op.ReduceSum(h * next), [z, c]);

        Assert.Single(graph.Sort([.. gradients!]), n => n.Op == "LstmGatesGradient");
        Assert.DoesNotContain(graph.Sort([.. gradients!]), n => n.Op is "Sigmoid" or "Tanh");
    }

    /// <summary>All outputs beside one another.</summary>
    private static GradientCase Case<TRule>(Draw d)
        where TRule : struct, IGateRule
    {
        long rows = d.Int(1, 3);
        return new(
            v => Op.Concat([.. RecurrentGates.Add<TRule>([.. v])], 1),
            [.. TRule.Inputs.Select(width => d.Normal(rows, width * Units))]
        );
    }

    private static double[] Lstm(double[][] x) =>
        Rows(
            x,
            [4, 1],
            u =>
            {
                var (i, f, g, o) = (Sigmoid(u[0]), Sigmoid(u[1]), Math.Tanh(u[2]), Sigmoid(u[3]));
                double c = f * u[4] + i * g;
                return [o * Math.Tanh(c), c, i, f, g, o, Math.Tanh(c)];
            }
        );

    private static double[] LstmGradient(double[][] x) =>
        Rows(
            x,
            [1, 1, 4, 1, 1],
            u =>
            {
                var (dh, i, f, g, o, t) = (u[0], u[2], u[3], u[4], u[5], u[7]);
                double dc = u[1] + dh * o * (1 - t * t);
                return
                [
                    dc * g * i * (1 - i),
                    dc * u[6] * f * (1 - f),
                    dc * i * (1 - g * g),
                    dh * t * o * (1 - o),
                    dc * f,
                ];
            }
        );

    private static double[] Gru(double[][] x) =>
        Rows(
            x,
            [3, 3, 1],
            u =>
            {
                var (z, r) = (Sigmoid(u[0] + u[3]), Sigmoid(u[1] + u[4]));
                double n = Math.Tanh(u[2] + r * u[5]);
                return [z * u[6] + (1 - z) * n, z, r, n, u[5]];
            }
        );

    private static double[] GruGradient(double[][] x) =>
        Rows(
            x,
            [1, 4, 1],
            u =>
            {
                var (dh, z, r, n, m, h) = (u[0], u[1], u[2], u[3], u[4], u[5]);
                double dz = dh * (h - n) * z * (1 - z);
                double dn = dh * (1 - z) * (1 - n * n);
                double dr = dn * m * r * (1 - r);
                return [dz, dr, dn, dz, dr, dn * r, dh * z];
            }
        );

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>A function of each unit; what it gives lies beside one another, as many times as wide as the units.</summary>
    private static double[] Rows(double[][] x, int[] widths, Func<double[], double[]> unit)
    {
        int rows = x[0].Length / (Units * widths[0]);
        var result = new List<double>();
        for (int row = 0; row < rows; row++)
        {
            double[][] given =
            [
                .. Enumerable
                    .Range(0, Units)
                    .Select(j =>
                        unit([
                            .. widths.SelectMany(
                                (width, p) =>
                                    Enumerable.Range(0, width).Select(g => x[p][(row * width + g) * Units + j])
                            ),
                        ])
                    ),
            ];
            for (int slot = 0; slot < given[0].Length; slot++)
                result.AddRange(given.Select(u => u[slot]));
        }
        return [.. result];
    }
}
