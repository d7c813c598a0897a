using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class RegionPoolsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            // ONNX Runtime has RoiAlign in float64, so that its kernel is what the gradient is held against.
            { "roi align", d => Align(d, "avg"), true },
            { "roi align of greatest", d => Align(d, "max") },
            { "max roi pool", Greatest },
        };

    [Fact]
    public void As_many_points_as_a_region_has_places_have_no_gradient()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [1, 1, 4, 4]);
        var regions = graph.Constant(ConstantTensor.Of<float>([0, 0, 3, 3], 1, 4));
        var y = Op.RoiAlign(x, regions, graph.Ints(0), 2, 2);

        var error = Assert.Throws<GraphException>(() => ReverseSweep.Gradients(Op.ReduceSum(y), [x]));

        Assert.Contains("got a sampling ratio of 0", error.Message);
        Assert.EndsWith("Give one of 1 or more.", error.Message);
    }

    private static GradientCase Align(Draw d, string mode)
    {
        var (batch, regions) = (d.Int(1, 2), d.Int(1, 3));
        long[] dims = [batch, d.Int(1, 2), d.Int(2, 5), d.Int(2, 5)];
        var bounds = d.Uniform(-3, 12, regions, 4);
        var images = d.Indices(batch, [regions]);
        var (height, width, points) = (d.Int(1, 3), d.Int(1, 3), d.Int(1, 3));
        bool half = d.Chance();
        return new(
            v =>
                Op.RoiAlign(
                    v[0],
                    v[0].Graph.Constant(bounds),
                    v[0].Graph.Constant(images),
                    height,
                    width,
                    points,
                    0.5,
                    mode,
                    half
                ),
            d.Distinct(dims)
        );
    }

    private static GradientCase Greatest(Draw d)
    {
        var (batch, regions) = (d.Int(1, 2), d.Int(1, 3));
        int[] dims = [batch, d.Int(1, 2), d.Int(2, 6), d.Int(2, 6)];
        var (height, width) = (d.Int(1, 3), d.Int(1, 3));
        var told = new double[regions * 5];
        for (int i = 0; i < regions; i++)
        {
            double[] region = [d.Int(0, batch - 1), d.Number(0, 8), d.Number(0, 8), d.Number(0, 14), d.Number(0, 14)];
            region.CopyTo(told, i * 5);
        }
        return new(
            v =>
                Op.MaxRoiPool(
                    v[0],
                    v[0].Graph.Constant(ConstantTensor.From(told, v[0].ElementType, [regions, 5])),
                    height,
                    width,
                    0.5
                ),
            d.Distinct(Array.ConvertAll(dims, i => (long)i))
        )
        {
            Reference = v => Greatest(v[0], dims, told, height, width),
        };
    }

    private static double[] Greatest(double[] x, int[] dims, double[] told, int height, int width)
    {
        var y = new List<double>();
        foreach (double[] region in told.Chunk(5))
            for (int channel = 0; channel < dims[1]; channel++)
            for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++)
            {
                var (top, bottom) = Bounds(region[2], region[4], height, row, dims[2]);
                var (left, right) = Bounds(region[1], region[3], width, column, dims[3]);
                double greatest = double.NegativeInfinity;
                for (int i = top; i < bottom; i++)
                for (int j = left; j < right; j++)
                    greatest = Math.Max(
                        greatest,
                        x[(((int)region[0] * dims[1] + channel) * dims[2] + i) * dims[3] + j]
                    );
                y.Add(double.IsNegativeInfinity(greatest) ? 0 : greatest);
            }
        return [.. y];
    }

    private static (int First, int End) Bounds(double from, double to, int parts, int part, int size)
    {
        double start = Math.Round((float)from * 0.5, MidpointRounding.AwayFromZero);
        double end = Math.Round((float)to * 0.5, MidpointRounding.AwayFromZero);
        double step = Math.Max(end - start + 1, 1) / parts;
        return (
            (int)Math.Clamp(Math.Floor(part * step) + start, 0, size),
            (int)Math.Clamp(Math.Ceiling((part + 1) * step) + start, 0, size)
        );
    }
}
