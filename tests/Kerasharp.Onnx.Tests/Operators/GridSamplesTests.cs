using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class GridSamplesTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "sample pictures linearly", d => Case(d, "bilinear", 2), true },
            { "sample pictures by cubic curves", d => Case(d, "bicubic", 2), true },
            { "sample the nearest of pictures", d => Case(d, "nearest", 2) },
            { "sample volumes linearly", d => Case(d, "bilinear", 3), true },
            { "sample volumes by cubic curves", d => Case(d, "bicubic", 3) },
            { "sample the nearest of volumes", d => Case(d, "nearest", 3) },
            { "sample curves", d => Case(d, d.Of("bilinear", "bicubic", "nearest"), 1) },
        };

    public static TheoryData<string, string, bool> Kinds =>
        new MatrixTheoryData<string, string, bool>(
            ["bilinear", "bicubic", "nearest"],
            ["zeros", "border", "reflection"],
            [false, true]
        );

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_composition_gives_what_the_kernel_gives_at_edges_and_outside(
        string mode,
        string padding,
        bool align
    )
    {
        // Every half place from far outside on one side to far outside on the other, edges and centers among them.
        double[] places = Enumerable.Range(-30, 80).Select(i => i / 2.0).ToArray();
        long[] dims = [1, 2, 3, 4];
        double[] grid =
        [
            .. places.SelectMany(p =>
                places.SelectMany(q =>
                    (double[])[GridSampleReference.Position(p, 4, align), GridSampleReference.Position(q, 3, align)]
                )
            ),
        ];
        var reference = new GridSampleReference(dims, [places.Length, places.Length], mode, padding, align);
        var x = new Draw(1).Normal(dims);
        var positions = ConstantTensor.Of<double>(grid, 1, places.Length, places.Length, 2);
        var graph = new Graph();
        var inputs = (graph.AddInput("x", x.Type, x.Shape), graph.AddInput("grid", x.Type, positions.Shape));
        var y = Op.GridSample(inputs.Item1, inputs.Item2, mode, padding, align);
        graph.AddOutput("kernel", y);
        graph.AddOutput("composed", OperatorTable.Get(y.Producer!).Decompose!(y.Producer!)[0]);

        var came = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = x, ["grid"] = positions });

        double[] expected = reference.Run(x.ToDoubles(), grid);
        Assert.Equal(expected, came["composed"].ToDoubles(), Close);
        Assert.Equal(expected, came["kernel"].ToDoubles(), Close);

        static bool Close(double a, double b) => Math.Abs(a - b) < 1e-6;
    }

    [Fact]
    public void Any_number_of_axes_is_sampled_as_the_specification_says()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var d = new Draw(seed);
            var (x, grid, reference) = Sample(d, d.Of("bilinear", "bicubic", "nearest"), d.Int(1, 3));

            var y = Elements.Run(
                v => Op.GridSample(v[0], v[1], reference.Mode, reference.Padding, reference.Align),
                x,
                grid
            );

            double[] expected = reference.Run(x.ToDoubles(), grid.ToDoubles());
            Assert.Equal(expected, y.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-9);
        }
    }

    [Fact]
    public void At_a_place_the_slope_is_that_towards_the_next_one()
    {
        var x = ConstantTensor.Of<double>([1, 2, 4, 8], 1, 1, 1, 4);
        // In the corners' way -1 is the first place, 1/3 the third, and 1 the last, behind which lies nothing.
        var grid = ConstantTensor.Of<double>([-1, 0, 1.0 / 3, 0, 1, 0], 1, 1, 3, 2);

        double[] slopes(string padding) =>
            GradientCheck.Of(v => Op.GridSample(v[0], v[1], padding: padding, alignCorners: true), x, grid)[1];

        // A step of 2/3 in the position is one of 1 in the place.
        Assert.Equal([1.5, 0, 6, 0, 1.5 * -8, 0], slopes("zeros"), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([1.5, 0, 6, 0, 0, 0], slopes("border"), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([1.5, 0, 6, 0, 1.5 * -4, 0], slopes("reflection"), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(21)]
    public void Volumes_run_in_every_opset_with_an_open_batch(int opset)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 2, 3, 2, 4]);
        var grid = graph.AddInput("grid", ElementType.Float32, [Dim.Batch, 2, Dim.Symbolic("h"), 3, 3]);
        graph.AddOutput("y", Op.GridSample(x, grid, padding: "border"));
        var draw = new Draw(opset);
        var reference = new GridSampleReference([2, 2, 3, 2, 4], [2, 3, 3], "bilinear", "border", false);
        float[] elements = [.. draw.Normal(2, 2, 3, 2, 4).ToDoubles().Select(e => (float)e)];
        float[] positions = [.. draw.Uniform(-1.5, 1.5, 2, 2, 3, 3, 3).ToDoubles().Select(e => (float)e)];

        var y = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor>
            {
                ["x"] = ConstantTensor.Of<float>(elements, 2, 2, 3, 2, 4),
                ["grid"] = ConstantTensor.Of<float>(positions, 2, 2, 3, 3, 3),
            },
            opset
        )["y"];

        double[] expected = reference.Run(
            Array.ConvertAll(elements, e => (double)e),
            Array.ConvertAll(positions, p => (double)p)
        );
        Assert.Equal(expected, y.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    // In float64 the composition runs, which the other tests hold against loops and the kernel.
    private static GradientCase Case(Draw d, string mode, int axes)
    {
        var (x, grid, reference) = Sample(d, mode, axes);
        return new(v => Op.GridSample(v[0] * v[0], v[1], mode, reference.Padding, reference.Align), x, grid);
    }

    private static (ConstantTensor X, ConstantTensor Grid, GridSampleReference Reference) Sample(
        Draw d,
        string mode,
        int axes
    )
    {
        long[] spatial = Enumerable.Range(0, axes).Select(_ => (long)d.Int(2, 4)).ToArray();
        long[] points = Enumerable.Range(0, axes).Select(_ => (long)d.Int(1, 3)).ToArray();
        var (batch, channels) = (d.Int(1, 2), d.Int(1, 2));
        string padding = d.Of("zeros", "border", "reflection");
        bool align = d.Chance();
        long count = batch * points.Aggregate(1L, (product, p) => product * p);
        var grid = new double[count * axes];
        for (int i = 0; i < grid.Length; i++)
        {
            long size = spatial[axes - 1 - i % axes];
            // Between places, and never half way, where rounding turns; some outside.
            double place = d.Int(-(int)size, 2 * (int)size) + (d.Chance() ? d.Number(0.1, 0.4) : d.Number(0.6, 0.9));
            grid[i] = GridSampleReference.Position(place, size, align);
        }
        var reference = new GridSampleReference([batch, channels, .. spatial], points, mode, padding, align);
        return (d.Normal(reference.Dims), ConstantTensor.Of<double>(grid, [batch, .. points, axes]), reference);
    }
}
