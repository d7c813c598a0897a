using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class PaddingTests
{
    private static readonly string[] Repeating = ["edge", "reflect", "wrap"];

    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "pad",
                d =>
                {
                    long[] dims = d.Dims(1, 4, 4);
                    long[] pads = Widths(d, dims, 2);
                    double number = d.Of(0, 1.5);
                    return new(x => Op.Pad(x[0] * x[0], pads, number), d.Normal(dims));
                },
                true
            },
            {
                "pad of some axes",
                d =>
                {
                    long[] dims = d.Dims(1, 4, 4);
                    var (axes, pads) = OfSome(d, dims, 2);
                    string mode = d.Of("constant", "edge");
                    return new(x => Pad(x[0] * x[0], x[0].Graph.Ints(pads), axes, mode), d.Normal(dims));
                }
            },
            {
                "pad by a number",
                d =>
                {
                    long[] dims = d.Dims(1, 3, 4);
                    long[] pads = Widths(d, dims, 2);
                    return new(
                        x => Op.Pad(x[0] * x[0], pads, x[1] * x[1]),
                        d.Normal(dims),
                        d.Chance() ? d.Normal() : d.Normal(1)
                    );
                },
                true
            },
            { "pad by edge", d => By(d, "edge"), true },
            { "pad by reflect", d => By(d, "reflect"), true },
            { "pad by wrap", d => By(d, "wrap"), true },
        };

    public static TheoryData<string> Modes => ["constant", .. Repeating];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Every_element_comes_from_where_the_mode_says(string mode)
    {
        foreach (int seed in GradientCases.Seeds(60))
        foreach (int opset in new[] { 18, 21 })
        {
            var d = new Draw(seed);
            long[] dims = d.Dims(1, 3, 4);
            // Wider than the axis, too, by which mirror images and copies follow each other.
            long[] pads = Widths(d, dims, mode == "constant" ? 3 : 9);
            var x = d.Normal(dims);
            long[] padded = Padded(dims, pads);

            var came = GraphRunner.Of(v => Pad(v[0], v[0].Graph.Ints(pads), null, mode), [x], opset);

            Assert.Equal(padded, came.Shape.ToArray());
            Assert.Equal(Places.Take(x.ToDoubles(), dims, padded, p => Origin(p, dims, pads, mode)), came.ToDoubles());
        }
    }

    [Fact]
    public void What_no_opset_lacks_is_written_as_it_is()
    {
        Assert.Equal(["Pad"], Written("reflect", [2, 1], 17));
        Assert.Equal(["Pad"], Written("wrap", [2, 3], 19));
        Assert.DoesNotContain("Pad", Written("wrap", [2, 3], 18));
        // ONNX Runtime would refuse the first and give zeros for the second.
        Assert.DoesNotContain("Pad", Written("reflect", [3, 0], 21));
        Assert.DoesNotContain("Pad", Written("wrap", [4, 0], 21));
    }

    [Fact]
    public void Borders_are_made_of_slices_where_the_size_is_not_known()
    {
        foreach (string mode in Repeating)
        {
            var graph = new Graph();
            var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 2]);
            var padded = Pad(x, graph.Ints(2, 0, 1, 0), null, mode);
            graph.AddOutput("y", padded.Producer is { } node ? OperatorTable.Get(node).Decompose!(node)[0] : padded);

            var came = GraphRunner.Run(
                graph,
                new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Of<float>([1, 2, 3, 4, 5, 6], 3, 2) }
            );

            double[] rows = [1, 2, 3, 4, 5, 6];
            Assert.Equal(
                Places.Take(rows, [3, 2], [6, 2], p => Origin(p, [3, 2], [2, 0, 1, 0], mode)),
                came["y"].ToDoubles()
            );
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public void Computed_widths_of_some_axes_are_written(int opset)
    {
        var x = ConstantTensor.Of<float>([1, 2, 3, 4], 1, 2, 2);

        var came = GraphRunner.Of(
            v => Pad(v[0], v[1], [-1, 0], "edge"),
            [x, ConstantTensor.Vector<long>(1, 0, 0, 1)],
            opset
        );

        Assert.Equal([2L, 2L, 3L], came.Shape.ToArray());
        Assert.Equal([1, 1, 2, 3, 3, 4, 1, 1, 2, 3, 3, 4], came.ToDoubles());
    }

    [Fact]
    public void A_border_gives_back_the_gradients_of_all_copies()
    {
        var x = ConstantTensor.Vector<double>(1, 2, 3);

        Assert.Equal([3, 1, 2], GradientCheck.Of(v => Op.Pad(v[0], [2, 1], "edge"), x)[0]);
        Assert.Equal([1, 3, 2], GradientCheck.Of(v => Op.Pad(v[0], [2, 1], "reflect"), x)[0]);
        Assert.Equal([2, 2, 2], GradientCheck.Of(v => Op.Pad(v[0], [2, 1], "wrap"), x)[0]);
        // What was cut off before the border was made gets nothing.
        Assert.Equal([0, 2, 2], GradientCheck.Of(v => Op.Pad(v[0], [-1, 2], "wrap"), x)[0]);
        Assert.Equal([0, 1, 3], GradientCheck.Of(v => Op.Pad(v[0], [-1, 2], "edge"), x)[0]);
    }

    private static List<string> Written(string mode, long[] pads, int opset)
    {
        var graph = new Graph();
        graph.AddOutput("y", Op.Pad(graph.AddInput("x", ElementType.Float32, [3]), pads, mode));
        Decompose.ForOpset(graph, opset);
        return graph.Sort().ConvertAll(n => n.Op);
    }

    private static Value Pad(Value x, Value pads, long[]? axes, string mode) =>
        x.Graph.Emit(
            "Pad",
            new Attributes { { "mode", mode } },
            x,
            pads,
            null,
            axes is null ? null : x.Graph.Ints(axes)
        );

    private static GradientCase By(Draw d, string mode)
    {
        long[] dims = d.Dims(1, 3, 4);
        long[] pads = Widths(d, dims, 6);
        return new(x => Op.Pad(x[0] * x[0], pads, mode), d.Normal(dims));
    }

    /// <summary>Borders, of which some cut off; some elements remain.</summary>
    private static long[] Widths(Draw d, long[] dims, int widest)
    {
        var pads = new long[2 * dims.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            pads[i] = d.Int(dims[i] > 2 ? -1 : 0, widest);
            pads[i + dims.Length] = d.Int(dims[i] > 2 ? -1 : 0, widest);
        }
        return pads;
    }

    private static (long[] Axes, long[] Pads) OfSome(Draw d, long[] dims, int widest)
    {
        long[] axes = d.Axes(dims.Length);
        long[] all = Widths(d, dims, widest);
        int[] counted = Array.ConvertAll(axes, a => (int)(a < 0 ? a + dims.Length : a));
        return (axes, [.. counted.Select(a => all[a]), .. counted.Select(a => all[a + dims.Length])]);
    }

    private static long[] Padded(long[] dims, long[] pads) =>
        [.. dims.Select((size, i) => size + pads[i] + pads[i + dims.Length])];

    /// <summary>The place from which NumPy's pad takes an element, after what negative widths cut off is gone.</summary>
    private static long[]? Origin(long[] place, long[] dims, long[] pads, string mode)
    {
        var origin = new long[place.Length];
        for (int i = 0; i < origin.Length; i++)
        {
            long cut = Math.Max(0, -pads[i]);
            long left = dims[i] - cut - Math.Max(0, -pads[i + dims.Length]);
            long at = place[i] - Math.Max(0, pads[i]);
            if (mode == "constant" && (at < 0 || at >= left))
                return null;
            origin[i] =
                cut
                + mode switch
                {
                    "edge" => Math.Clamp(at, 0, left - 1),
                    "wrap" => (at % left + left) % left,
                    "reflect" => Reflected(at, left),
                    _ => at,
                };
        }
        return origin;
    }

    private static long Reflected(long at, long size)
    {
        while (size > 1 && (at < 0 || at >= size))
            at = at < 0 ? -at : 2 * (size - 1) - at;
        return size == 1 ? 0 : at;
    }
}
