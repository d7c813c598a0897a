using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ReductionsTests
{
    private const double Infinity = double.PositiveInfinity;

    internal static GradientCases Cases { get; } =
        new()
        {
            { "sum", d => Along(d, Op.ReduceSum), true },
            { "mean", d => Along(d, Op.ReduceMean), true },
            { "max", d => Along(d, Op.ReduceMax), true },
            { "min", d => Along(d, Op.ReduceMin), true },
            { "sum of squares", d => Along(d, Op.ReduceSumSquare), true },
            { "sum of absolute values", d => Along(d, Op.ReduceL1), true },
            { "norm", d => Along(d, Op.ReduceL2), true },
            { "logarithm of a sum", d => Along(d, (x, axes, keep) => Op.ReduceLogSum(x * x + 0.1, axes, keep)), true },
            { "logarithm of a sum of exponentials", d => Along(d, Op.ReduceLogSumExp), true },
            { "product", Product, true },
            {
                "of no axis",
                d =>
                {
                    string op = d.Of(Reductions.Operators).Name;
                    return new(
                        x => Node(x[0] * x[0] + 0.1, op, new Attributes { { "noop_with_empty_axes", 1 } }),
                        d.Distinct(d.Dims())
                    );
                }
            },
            {
                "of an empty list of axes, which is all",
                d =>
                {
                    string op = d.Of(Reductions.Operators).Name;
                    return new(
                        x => Node(x[0] * x[0] + 0.1, op, new Attributes { { "keepdims", 0 } }),
                        d.Distinct(d.Dims(1, 2))
                    );
                }
            },
            {
                "a variance",
                d =>
                {
                    long[] dims = d.Dims(1);
                    long[] axes = d.Axes(dims.Length);
                    return new(x => Variance(x[0], axes), d.Normal(dims));
                },
                true
            },
        };

    public static TheoryData<string> Names => [.. Reductions.Operators.Select(o => o.Name)];

    [Fact]
    public void Equal_extremes_share_the_gradient()
    {
        var x = ConstantTensor.Of<double>([3, 1, 3, 3, 5, 4], 2, 3);

        double third = 1.0 / 3;
        Assert.Equal(
            [third, 0, third, third, 0, 0],
            GradientCheck.Of(v => Op.ReduceMax(v[0]), ConstantTensor.Of<double>([3, 1, 3, 3, 2, 2], 2, 3))[0]
        );
        Assert.Equal([0.5, 0, 0.5, 0, 1, 0], GradientCheck.Of(v => Op.ReduceMax(v[0], [1]), x)[0]);
        Assert.Equal([0.5, 1, 1, 0.5, 0, 0], GradientCheck.Of(v => Op.ReduceMin(v[0], [0], keepDims: true), x)[0]);
    }

    [Fact]
    public void A_product_s_gradient_is_exact_with_zeros()
    {
        Assert.Equal([15, 10, 6], GradientCheck.Of(x => Op.ReduceProd(x), 2, 3, 5));
        Assert.Equal([0, 10, 0], GradientCheck.Of(x => Op.ReduceProd(x), 2, 0, 5));
        Assert.Equal([0, 0, 0, 0], GradientCheck.Of(x => Op.ReduceProd(x), 2, 0, 5, 0));
        Assert.Equal([1], GradientCheck.Of(x => Op.ReduceProd(x), 0));
    }

    [Fact]
    public void A_product_s_gradient_is_there_where_the_product_is_out_of_range()
    {
        // 1e-200 * 1e-200 is 0 in float64.
        double[] came = GradientCheck.Of(x => Op.ReduceProd(x), 1e-200, 1e-200, 1e250);

        Assert.Equal([1e50, 1e50, 0], came, (p, q) => Math.Abs(p - q) <= 1e-15 * p);
    }

    [Fact]
    public void The_norm_of_nothing_pulls_nowhere()
    {
        Assert.Equal([0, 0], GradientCheck.Of(x => Op.ReduceL2(x), 0, 0));
        Assert.Equal([0.6, 0.8], GradientCheck.Of(x => Op.ReduceL2(x), 3, 4), (p, q) => Math.Abs(p - q) < 1e-15);
        Assert.Equal([0, -1, 1], GradientCheck.Of(x => Op.ReduceL1(x), 0, -2, 3));
        Assert.Equal([0, 0], GradientCheck.Of(x => Op.ReduceSum(Slope(Op.ReduceL2, x)), 0, 0));
    }

    [Fact]
    public void Infinities_share_the_gradient_of_a_sum_of_exponentials()
    {
        Assert.Equal([0.5, 0, 0.5], GradientCheck.Of(x => Op.ReduceLogSumExp(x), Infinity, 1, Infinity));
        Assert.Equal([0.5, 0.5], GradientCheck.Of(x => Op.ReduceLogSumExp(x), -Infinity, -Infinity));
        Assert.Equal([0, 0.5, 0.5], GradientCheck.Of(x => Op.ReduceLogSumExp(x), -Infinity, 1e300, 1e300));
        Assert.Equal([1], GradientCheck.Of(x => Op.ReduceLogSumExp(x), -Infinity));
    }

    [Fact]
    public void Shares_of_large_exponents_in_float32_are_as_exact_as_their_differences()
    {
        float[] x = [1000, 1000.5f, 999.25f];
        double[] shares = Array.ConvertAll(x, e => Math.Exp(e - 1000.0));

        double[] came = GradientCheck.Of(v => Op.ReduceLogSumExp(v[0]), ConstantTensor.Vector(x))[0];

        Assert.Equal(shares.Select(s => s / shares.Sum()), came, (p, q) => Math.Abs(p - q) < 1.2e-7);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_an_empty_set_they_give_what_onnx_says(string op)
    {
        double expected = op switch
        {
            "ReduceProd" => 1,
            "ReduceMax" or "ReduceLogSum" or "ReduceLogSumExp" => -Infinity,
            "ReduceMin" => Infinity,
            _ => 0,
        };
        foreach (bool keep in (bool[])[true, false])
        {
            var graph = new Graph();
            var x = graph.AddInput("x", ElementType.Float32, [2, 0, 3]);
            var y = graph.Add("", op, [x, graph.Ints(1)], new Attributes { { "keepdims", keep } }).Output;
            graph.AddOutput("y", y);
            graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(y), [x])[0]!);
            var inputs = new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Of<float>([], 2, 0, 3) };

            var outputs = GraphRunner.Run(graph, inputs);

            Assert.Equal(keep ? Shape.Of(2, 1, 3) : Shape.Of(2, 3), outputs["y"].Shape);
            Assert.Equal(Shape.Of(2, 0, 3), outputs["dx"].Shape);
            // ONNX leaves the mean open.
            if (op != "ReduceMean")
                Assert.Equal(Enumerable.Repeat(expected, 6), outputs["y"].ToDoubles());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_no_axis_each_number_is_reduced_alone_in_every_opset(string op)
    {
        Func<double, double> alone = op switch
        {
            "ReduceSumSquare" => x => x * x,
            "ReduceL1" or "ReduceL2" => Math.Abs,
            "ReduceLogSum" => Math.Log,
            _ => x => x,
        };
        foreach (int opset in (int[])[17, 18, 21])
        foreach (bool given in (bool[])[true, false])
        {
            var graph = new Graph();
            var x = graph.AddInput("x", ElementType.Float64, [3]);
            var none = given ? graph.Ints() : null;
            var y = graph.Add("", op, [x, none], new Attributes { { "noop_with_empty_axes", 1 } }).Output;
            graph.AddOutput("y", y);
            var inputs = new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Vector(-2.0, 0.5, 3) };

            double[] came = GraphRunner.Run(graph, inputs, opset)["y"].ToDoubles();

            Assert.Equal(
                ((double[])[-2.0, 0.5, 3]).Select(alone),
                came,
                (p, q) => p.Equals(q) || Math.Abs(p - q) < 1e-15
            );
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Builders_take_no_axis_as_none(string op)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float64, [2]);
        var build = typeof(Op).GetMethod(op)!.CreateDelegate<Func<Value, long[]?, bool, Value>>();
        graph.AddOutput("none", build(x, [], false));
        graph.AddOutput("alone", build(Op.Unsqueeze(x, [1]), [1], false));
        var inputs = new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Vector(0.5, 3) };

        var outputs = GraphRunner.Run(graph, inputs);

        Assert.Equal(Shape.Of(2), outputs["none"].Shape);
        Assert.Equal(outputs["alone"].ToDoubles(), outputs["none"].ToDoubles());
    }

    [Fact]
    public void Axes_computed_from_data_leave_the_rank_known()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2, 3, 4]);
        var axes = graph.AddInput("axes", ElementType.Int64, [2]);
        graph.AddOutput("kept", graph.Add("", "ReduceProd", [x, axes]).Output);
        graph.AddOutput("gone", graph.Add("", "ReduceL1", [x, axes], new Attributes { { "keepdims", 0 } }).Output);
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["x"] = ConstantTensor.Filled(2, ElementType.Float32, [2, 3, 4]),
            ["axes"] = ConstantTensor.Vector<long>(-1, 0),
        };

        var outputs = GraphRunner.Run(graph, inputs);

        Assert.Equal([3, 1], graph.Outputs.Select(o => o.Value.Rank));
        Assert.Equal([256, 256, 256], outputs["kept"].ToDoubles());
        Assert.Equal([16, 16, 16], outputs["gone"].ToDoubles());
    }

    [Theory]
    [InlineData("ReduceMax", 1, 0, 1)]
    [InlineData("ReduceMin", 0, 0, 1)]
    public void Of_truth_values_they_give_truth_values_in_every_opset(string op, int mixed, int none, int all)
    {
        foreach (int opset in (int[])[17, 18, 21])
        {
            var graph = new Graph();
            var x = graph.AddInput("x", ElementType.Bool, [3, 2]);
            var y = graph.Add("", op, [x, graph.Ints(1)], new Attributes { { "keepdims", 0 } }).Output;
            graph.AddOutput("y", y);
            var truths = ConstantTensor.Of<bool>([true, false, false, false, true, true], 3, 2);

            var came = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = truths }, opset)["y"];

            Assert.Equal(ElementType.Bool, came.Type);
            Assert.Equal([mixed, none, all], came.ToDoubles());
        }
    }

    private static GradientCase Along(Draw d, Func<Value, long[]?, bool, Value> reduce)
    {
        long[] dims = d.Dims(0);
        long[]? axes = dims.Length == 0 || d.Chance(0.2) ? null : d.Axes(dims.Length, 0);
        bool keepDims = d.Chance();
        // Squared with its sign, so that second derivatives are not zero.
        return new(x => reduce(x[0] * x[0] * x[0], axes, keepDims), d.Distinct(dims));
    }

    /// <summary>Factors near one, of which some are zero, for which a division would fail.</summary>
    private static GradientCase Product(Draw d)
    {
        long[] dims = d.Dims(0, 3, 5);
        long[]? axes = dims.Length == 0 || d.Chance(0.2) ? null : d.Axes(dims.Length, 0);
        bool keepDims = d.Chance();
        double zeros = d.Of(0, 0.1, 0.5);
        double[] factors = Array.ConvertAll(
            d.Uniform(0.6, 1.5, dims).ToDoubles(),
            f =>
                d.Chance(zeros) ? 0
                : d.Chance() ? -f
                : f
        );
        return new(x => Op.ReduceProd(-x[0], axes, keepDims), ConstantTensor.Of<double>(factors, dims));
    }

    private static Value Slope(Func<Value, long[]?, bool, Value> reduce, Value x) =>
        ReverseSweep.Gradients(reduce(x, null, false), [x])[0]!;

    private static Value Node(Value x, string op, Attributes attributes) =>
        x.Graph.Add("", op, [x, x.Graph.Ints()], attributes).Output;

    private static Value Variance(Value x, long[] axes)
    {
        var centred = x - Op.ReduceMean(x, axes, keepDims: true);
        return Op.ReduceMean(centred * centred, axes);
    }
}
