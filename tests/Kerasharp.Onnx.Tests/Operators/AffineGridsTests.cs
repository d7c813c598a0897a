using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class AffineGridsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "grid of positions", Case },
            {
                "samples at a grid of positions",
                d =>
                {
                    long[] dims = [2, 1, 3, 3];
                    return new(
                        x => Op.GridSample(x[0], Op.AffineGrid(x[1], x[1].Graph.Ints(2, 1, 2, 3)), padding: "border"),
                        d.Normal(dims),
                        d.Uniform(-0.5, 0.5, 2, 2, 3)
                    );
                }
            },
        };

    private static GradientCase Case(Draw d)
    {
        int axes = d.Int(2, 3);
        bool align = d.Chance();
        long[] size = [d.Int(1, 3), d.Int(1, 2), .. Enumerable.Range(0, axes).Select(_ => (long)d.Int(1, 4))];
        return new(x => Op.AffineGrid(x[0] * x[0], x[0].Graph.Ints(size), align), d.Normal(size[0], axes, axes + 1))
        {
            Reference = x => Grid(Array.ConvertAll(x[0], e => e * e), size, align),
        };
    }

    private static double[] Grid(double[] theta, long[] size, bool align)
    {
        int axes = size.Length - 2;
        long points = size[2..].Aggregate(1L, (product, s) => product * s);
        var grid = new double[size[0] * points * axes];
        for (long i = 0; i < grid.Length; i++)
        {
            long row = (i / (points * axes) * axes + i % axes) * (axes + 1);
            long rest = i / axes % points;
            double sum = theta[row + axes];
            // x, the last axis, comes first.
            for (int k = 0; k < axes; k++)
            {
                long count = size[^(k + 1)];
                long place = rest % count;
                rest /= count;
                double position =
                    !align ? (2.0 * place + 1) / count - 1
                    : count == 1 ? -1
                    : 2.0 * place / (count - 1) - 1;
                sum += theta[row + k] * position;
            }
            grid[i] = sum;
        }
        return grid;
    }
}
