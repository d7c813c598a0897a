using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ScatteringTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "scatter elements", d => Elements(d, "none"), true },
            { "scatter elements by addition", d => Elements(d, "add"), true },
            { "scatter elements by multiplication", d => Elements(d, "mul"), true },
            { "scatter elements, the greatest", d => Elements(d, "max") },
            { "scatter elements, the least", d => Elements(d, "min") },
            {
                "scatter elements by multiplication, some with zero",
                d =>
                {
                    var (dims, indices, axis) = ElementPlaces(d, distinct: false);
                    return new(
                        x => Op.ScatterElements(x[0], x[1], x[2], axis, "mul"),
                        d.Tied(dims),
                        indices,
                        d.Tied(indices.Shape.ToArray())
                    );
                }
            },
            { "scatter rows", d => Rows(d, "none"), true },
            { "scatter rows by addition", d => Rows(d, "add"), true },
            { "scatter rows by multiplication", d => Rows(d, "mul"), true },
            { "scatter rows, the greatest", d => Rows(d, "max") },
            { "scatter rows, the least", d => Rows(d, "min") },
        };

    public static TheoryData<string, int> Forms
    {
        get
        {
            var forms = new TheoryData<string, int>();
            foreach (string reduction in new[] { "none", "add", "mul", "max", "min" })
            foreach (int opset in new[] { 17, 18, 21 })
                forms.Add(reduction, opset);
            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Updates_meet_what_is_at_their_place(string reduction, int opset)
    {
        foreach (int seed in GradientCases.Seeds())
        {
            var d = new Draw(seed);
            var (dims, indices, axis) = ElementPlaces(d, distinct: reduction == "none");
            long[] put = indices.Shape.ToArray();
            var (x, updates) = (d.Normal(dims), d.Normal(put));
            double[] expected = x.ToDoubles();
            foreach (long[] place in Places.Of(put))
            {
                int from = Places.Flat(place, put);
                long index = indices.ToInt64s()[from];
                long[] target = Places.With(place, axis, index < 0 ? index + dims[axis] : index);
                Meet(ref expected[Places.Flat(target, dims)], updates.ToDoubles()[from], reduction);
            }

            var came = GraphRunner.Of(
                v => Op.ScatterElements(v[0], v[1], v[2], axis, reduction),
                [x, indices, updates],
                opset
            );

            Assert.Equal(expected, came.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Rows_meet_what_is_at_their_place(string reduction, int opset)
    {
        foreach (int seed in GradientCases.Seeds())
        {
            var d = new Draw(seed);
            var (dims, indices) = RowPlaces(d, distinct: reduction == "none");
            long[] named = indices.Shape.ToArray();
            int depth = (int)named[^1];
            long[] put = [.. named[..^1], .. dims[depth..]];
            var (x, updates) = (d.Normal(dims), d.Normal(put));
            double[] expected = x.ToDoubles();
            foreach (long[] place in Places.Of(put))
            {
                long[] row = place[..(named.Length - 1)];
                var target = Enumerable
                    .Range(0, depth)
                    .Select(k => indices.ToInt64s()[Places.Flat([.. row, k], named)])
                    .Select((index, k) => index < 0 ? index + dims[k] : index);
                Meet(
                    ref expected[Places.Flat([.. target, .. place[(named.Length - 1)..]], dims)],
                    updates.ToDoubles()[Places.Flat(place, put)],
                    reduction
                );
            }

            var came = GraphRunner.Of(v => Op.ScatterND(v[0], v[1], v[2], reduction), [x, indices, updates], opset);

            Assert.Equal(expected, came.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Theory]
    [InlineData("add")]
    [InlineData("mul")]
    [InlineData("max")]
    public void No_update_is_lost_where_many_meet(string reduction)
    {
        // ScatterND itself, on more than one thread, gives other sums every time.
        var d = new Draw(1);
        const int rows = 20000;
        var indices = d.Indices(4, [rows, 1]);
        var updates = d.Uniform(0.5, 1.5, rows, 8);
        double[] expected = Enumerable.Repeat(1.0, 32).ToArray();
        // Factors of 2 and a half, so that no product runs away.
        double[] given = Array.ConvertAll(
            updates.ToDoubles(),
            e =>
                reduction != "mul" ? e
                : e < 1 ? 0.5
                : 2
        );
        long[] places = indices.ToInt64s();
        for (int i = 0; i < given.Length; i++)
            Meet(ref expected[places[i / 8] * 8 + i % 8], given[i], reduction);

        for (int round = 0; round < 3; round++)
        {
            var came = GraphRunner.Of(
                v => Op.ScatterND(v[0], v[1], v[2], reduction),
                [
                    ConstantTensor.Filled(1, ElementType.Float64, [4, 8]),
                    indices,
                    ConstantTensor.Of<double>(given, rows, 8),
                ]
            );

            Assert.Equal(expected, came.ToDoubles(), (a, b) => Math.Abs(a - b) <= 1e-9 * Math.Abs(a));
        }
    }

    [Fact]
    public void Rows_are_placed_in_a_batch_of_any_size()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 2]);
        var updates = graph.AddInput("updates", ElementType.Float32, [Dim.Symbolic("rows"), 2]);
        var indices = graph.AddInput("indices", ElementType.Int64, [Dim.Symbolic("rows"), 1]);
        graph.AddOutput("y", Op.ScatterND(x, indices, updates, "add"));
        Assert.Equal([Dim.Batch, 2], graph.Outputs[0].Value.Shape);

        var came = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor>
            {
                ["x"] = ConstantTensor.Of<float>([1, 2, 3, 4, 5, 6], 3, 2),
                ["indices"] = ConstantTensor.Of<long>([-1, 0, -1, 2], 4, 1),
                ["updates"] = ConstantTensor.Of<float>([1, 1, 10, 10, 100, 100, 1000, 1000], 4, 2),
            }
        );

        Assert.Equal([11, 12, 3, 4, 1106, 1107], came["y"].ToDoubles());
    }

    [Fact]
    public void Updates_that_are_added_at_one_place_each_get_the_whole_gradient()
    {
        var (x, weights) = (ConstantTensor.Vector<double>(1, 2), ConstantTensor.Vector<double>(10, 20));

        var came = Gradients("add", [0, 1, 0], x, ConstantTensor.Vector<double>(1, 2, 3), weights);

        Assert.Equal([10, 20], came[0]);
        Assert.Equal([10, 20, 10], came[1]);
    }

    [Theory]
    [InlineData("max")]
    [InlineData("min")]
    public void Equal_extremes_share_the_gradient(string reduction)
    {
        double lesser = reduction == "max" ? 1 : 9;
        var x = ConstantTensor.Vector<double>(5, lesser, lesser);
        var updates = ConstantTensor.Vector<double>(5, 5, lesser, 5, 5);

        var came = Gradients(reduction, [0, 0, 0, 1, 1], x, updates, ConstantTensor.Vector<double>(3, 4, 7));

        // Three at the first place, two updates at the second, none at the third.
        Assert.Equal([1, 0, 7], came[0]);
        Assert.Equal([1, 1, 0, 2, 2], came[1]);
    }

    [Fact]
    public void A_factor_gets_the_product_of_the_others_though_some_are_zero()
    {
        // 2·3·4, 2·0·5, 2·0·0, 0·6 and 7 alone.
        var x = ConstantTensor.Vector<double>(2, 2, 2, 0, 7);
        var updates = ConstantTensor.Vector<double>(3, 4, 0, 5, 0, 0, 6);

        var came = Gradients("mul", [0, 0, 1, 1, 2, 2, 3], x, updates, ConstantTensor.Vector<double>(1, 1, 1, 1, 1));

        Assert.Equal([12, 0, 0, 6, 1], came[0]);
        Assert.Equal([8, 6, 10, 0, 0, 0, 0], came[1]);
    }

    [Fact]
    public void Without_a_reduction_each_update_is_taken_to_arrive()
    {
        var (x, weights) = (ConstantTensor.Vector<double>(1, 2, 3), ConstantTensor.Vector<double>(10, 20, 30));

        var came = Gradients("none", [0, 0, 2], x, ConstantTensor.Vector<double>(1, 2, 3), weights);

        Assert.Equal([0, 20, 0], came[0]);
        Assert.Equal([10, 10, 30], came[1]);
    }

    private static void Meet(ref double there, double update, string reduction) =>
        there = reduction switch
        {
            "none" => update,
            "add" => there + update,
            "mul" => there * update,
            "max" => Math.Max(there, update),
            _ => Math.Min(there, update),
        };

    /// <summary>The gradients of a weighted sum by what is there and by the updates, which both forms must give.</summary>
    private static double[][] Gradients(
        string reduction,
        long[] places,
        ConstantTensor x,
        ConstantTensor updates,
        ConstantTensor weights
    )
    {
        var elements = GradientCheck.Of(
            v => Op.ScatterElements(v[0], v[0].Graph.Ints(places), v[1], 0, reduction) * v[0].Graph.Constant(weights),
            x,
            updates
        );
        var rows = GradientCheck.Of(
            v =>
                Op.ScatterND(
                    v[0],
                    v[0].Graph.Constant(ConstantTensor.Of<long>(places, places.Length, 1)),
                    v[1],
                    reduction
                ) * v[0].Graph.Constant(weights),
            x,
            updates
        );
        Assert.Equal(elements, rows);
        return elements;
    }

    private static GradientCase Elements(Draw d, string reduction)
    {
        var (dims, indices, axis) = ElementPlaces(d, distinct: reduction == "none");
        var (x, updates) = Numbers(d, reduction, dims, indices.Shape.ToArray());
        return new(v => Op.ScatterElements(v[0], v[1], v[2], axis, reduction), x, indices, updates);
    }

    private static GradientCase Rows(Draw d, string reduction)
    {
        var (dims, indices) = RowPlaces(d, distinct: reduction == "none");
        long[] put = [.. indices.Shape.SkipLast(1).Select(s => s.Value), .. dims[(int)indices.Shape[-1].Value..]];
        var (x, updates) = Numbers(d, reduction, dims, put);
        return new(v => Op.ScatterND(v[0], v[1], v[2], reduction), x, indices, updates);
    }

    /// <summary>Numbers for what is there and for the updates: no two near each other for an extreme, none near zero else.</summary>
    private static (ConstantTensor X, ConstantTensor Updates) Numbers(Draw d, string reduction, long[] dims, long[] put)
    {
        if (reduction is not ("max" or "min"))
            return (d.OffZero(dims), d.OffZero(put));
        int count = Places.Count(dims);
        double[] all = d.Distinct(count + Places.Count(put)).ToDoubles();
        return (ConstantTensor.Of<double>(all[..count], dims), ConstantTensor.Of<double>(all[count..], put));
    }

    private static (long[] Dims, ConstantTensor Indices, int Axis) ElementPlaces(Draw d, bool distinct)
    {
        long[] dims = d.Dims(1, 3);
        int axis = d.Int(0, dims.Length - 1);
        long[] put = Array.ConvertAll(dims, size => (long)d.Int(1, (int)size));
        if (!distinct)
        {
            put[axis] = d.Int(1, 5);
            return (dims, d.Indices((int)dims[axis], put, fromEnd: true), axis);
        }
        var orders = new Dictionary<string, int[]>();
        long[] places =
        [
            .. Places
                .Of(put)
                .Select(p =>
                {
                    string row = string.Join(' ', Places.With(p, axis, 0));
                    orders.TryAdd(row, d.Order((int)dims[axis]));
                    return (long)orders[row][p[axis]];
                }),
        ];
        return (dims, ConstantTensor.Of<long>(places, put), axis);
    }

    private static (long[] Dims, ConstantTensor Indices) RowPlaces(Draw d, bool distinct)
    {
        long[] dims = d.Dims(1, 4);
        int depth = d.Int(1, dims.Length);
        long[][] all = [.. Places.Of(dims[..depth])];
        long[] rows = distinct ? [d.Int(1, all.Length)] : d.Dims(1, 2, 3);
        int[] order = d.Order(all.Length);
        var numbers = new List<long>();
        for (int i = 0; i < Places.Count(rows); i++)
        {
            long[] row = all[distinct ? order[i] : d.Int(0, all.Length - 1)];
            numbers.AddRange(row.Select((place, k) => d.Chance(0.3) ? place - dims[k] : place));
        }
        return (dims, ConstantTensor.Of<long>(numbers.ToArray(), [.. rows, depth]));
    }
}
