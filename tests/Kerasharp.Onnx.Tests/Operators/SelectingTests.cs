using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class SelectingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "compress along an axis",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    int axis = d.Int(-dims.Length, dims.Length - 1);
                    int at = axis < 0 ? axis + dims.Length : axis;
                    var condition = Condition(d, (int)dims[at]);
                    long count = condition.ToInt64s().Sum();
                    bool known = d.Chance();
                    return new(
                        x =>
                        {
                            var given = known ? x[0].Graph.Constant(condition) : x[1];
                            return Op.Reshape(
                                Op.Compress(x[0] * x[0], given, axis),
                                Shape.Of(Places.With(dims, at, count))
                            );
                        },
                        d.Normal(dims),
                        condition
                    );
                },
                true
            },
            {
                "compress of all elements",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    var condition = Condition(d, Places.Count(dims));
                    return new(
                        x => Op.Reshape(Op.Compress(x[0] * x[0], x[1]), condition.ToInt64s().Sum()),
                        d.Normal(dims),
                        condition
                    );
                },
                true
            },
            {
                "compress in the middle of things",
                d =>
                {
                    var condition = Condition(d, 4);
                    return new(
                        x =>
                        {
                            var kept = Op.Compress(x[0], x[1], 0);
                            return Op.ReduceSum(Op.MatMul(kept * kept, x[2]), [0]);
                        },
                        d.Normal(4, 3),
                        condition,
                        d.Normal(3, 2)
                    );
                },
                true
            },
            {
                "a number added to so many elements as are kept",
                d =>
                    new(
                        x => Op.ReduceSum(Op.Compress(x[0], x[1], 0) + x[2]) * x[2],
                        d.Normal(4, 2),
                        Condition(d, 4),
                        d.Chance() ? d.Normal() : d.Normal(1, 1)
                    ),
                true
            },
            {
                "elements under a mask, changed and put back",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    return new(
                        x =>
                        {
                            var places = Op.Transpose(Op.NonZero(x[1]), 1, 0);
                            var there = Op.GatherND(x[0], places);
                            return Op.ScatterND(x[0] * x[0], places, there * there * there);
                        },
                        d.Normal(dims),
                        d.Truths(dims)
                    );
                },
                true
            },
            {
                "unique",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    bool sorted = d.Chance();
                    return new(
                        x => Op.Reshape(Op.Unique(x[0], sorted: sorted).Values, Places.Count(dims)),
                        d.Distinct(dims)
                    );
                }
            },
            {
                "unique along an axis",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    int axis = d.Int(-dims.Length, dims.Length - 1);
                    return new(x => Op.Reshape(Op.Unique(x[0], axis).Values, Shape.Of(dims)), d.Distinct(dims));
                }
            },
        };

    [Fact]
    public void What_a_known_condition_keeps_has_a_known_size()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 3]);
        var condition = graph.Constant(ConstantTensor.Vector(true, false, true));

        Assert.Equal([Dim.Batch, 2], Op.Compress(x, condition, -1).Shape);
        Assert.Equal([2], Op.Compress(x, condition).Shape);
        Assert.False(Op.Compress(x, graph.AddInput("c", ElementType.Bool, [3]), 1).Shape[1].IsKnown);
    }

    [Fact]
    public void Elements_that_occur_again_leave_the_gradient_to_the_first()
    {
        var x = ConstantTensor.Vector<double>(3, 1, 3, 2, 1);

        var came = GradientCheck.Of(
            v => Op.Unique(v[0]).Values * v[0].Graph.Constant(ConstantTensor.Vector<double>(10, 20, 30)),
            x
        );

        Assert.Equal([30, 10, 0, 20, 0], came[0]);
    }

    [Fact]
    public void Unique_says_where_each_one_stands_and_how_often()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2, 3]);
        var (values, first, inverse, counts) = Op.Unique(x, sorted: false);
        graph.AddOutput("values", values);
        graph.AddOutput("first", first);
        graph.AddOutput("inverse", inverse);
        graph.AddOutput("counts", counts);

        var came = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Of<float>([5, 4, 5, 4, 4, 1], 2, 3) }
        );

        Assert.Equal([5, 4, 1], came["values"].ToDoubles());
        Assert.Equal([0, 1, 5], came["first"].ToDoubles());
        Assert.Equal([0, 1, 0, 1, 1, 2], came["inverse"].ToDoubles());
        Assert.Equal([2, 3, 1], came["counts"].ToDoubles());
        Assert.Equal([6], inverse.Shape);
    }

    [Fact]
    public void Places_of_what_is_not_zero_come_in_rows()
    {
        var came = GraphRunner.Of(v => Op.NonZero(v[0]), [ConstantTensor.Of<float>([0, 2, 0, 0, -1, 3], 2, 3)]);

        Assert.Equal([2L, 3L], came.Shape.ToArray());
        Assert.Equal([0, 1, 1, 1, 1, 2], came.ToDoubles());
    }

    [Fact]
    public void Boxes_that_overlap_fall_out()
    {
        var boxes = ConstantTensor.Of<float>([0, 0, 1, 1, 0, 0.1f, 1, 1.1f, 0, 2, 1, 3], 1, 3, 4);
        var scores = ConstantTensor.Of<float>([0.7f, 0.9f, 0.2f], 1, 1, 3);

        var all = GraphRunner.Of(v => Op.NonMaxSuppression(v[0], v[1], 5, 0.5), [boxes, scores]);
        var high = GraphRunner.Of(v => Op.NonMaxSuppression(v[0], v[1], 5, 0.5, 0.3), [boxes, scores]);

        Assert.Equal([0, 0, 1, 0, 0, 2], all.ToDoubles());
        Assert.Equal([0, 0, 1], high.ToDoubles());
    }

    [Fact]
    public void No_gradient_flows_through_places()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float64, [3]);
        var loss = Op.ReduceSum(Op.Cast(Op.NonZero(x), ElementType.Float64));

        Assert.Null(ReverseSweep.Gradients(loss, [x])[0]);
    }

    /// <summary>Truth values, of which at least one holds; sometimes fewer than there are elements, which are then left out.</summary>
    private static ConstantTensor Condition(Draw d, int size)
    {
        bool[] holds = new bool[d.Chance(0.3) ? d.Int(1, size) : size];
        foreach (int place in d.Some(holds.Length))
            holds[place] = true;
        return ConstantTensor.Vector<bool>(holds);
    }
}
