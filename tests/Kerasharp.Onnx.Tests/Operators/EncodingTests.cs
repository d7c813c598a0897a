using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class EncodingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "one hot",
                d =>
                {
                    int depth = d.Int(1, 4);
                    long[] dims = d.Dims(1, 2);
                    int axis = d.Int(-dims.Length - 1, dims.Length);
                    // Beyond either end, too, where all is off.
                    var indices = d.Indices(depth + 2, dims, fromEnd: true);
                    double[] places = indices.ToDoubles();
                    return new(x => Op.OneHot(x[1], x[0].Graph.Ints(depth), x[0], axis), d.Normal(2), indices)
                    {
                        Reference = x => Rows(places, dims, depth, axis, x[0]),
                    };
                },
                true
            },
        };

    [Fact]
    public void The_depth_may_be_computed_and_of_any_type()
    {
        var indices = ConstantTensor.Vector<long>(1, -1, 5);
        foreach (var type in new[] { ElementType.Int64, ElementType.Float32 })
        {
            var came = GraphRunner.Of(
                x => Op.OneHot(x[0], x[1], x[2]),
                [indices, ConstantTensor.Scalar(3, type), ConstantTensor.Vector(-1f, 2f)]
            );

            Assert.Equal([-1, 2, -1, -1, -1, 2, -1, -1, -1], came.ToDoubles());
        }
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Int64, [Dim.Batch]);
        var levels = graph.Constant(ConstantTensor.Vector(0f, 1f));
        Assert.Equal([Dim.Batch, Dim.Batch], Op.OneHot(x, Op.SizeOf(x, 0, ElementType.Int64), levels).Shape);
        Assert.Equal([Dim.Batch, 4], Op.OneHot(x, graph.Constant(ConstantTensor.Vector(4f)), levels).Shape);
    }

    [Fact]
    public void Words_are_counted_in_a_row_for_each_example()
    {
        var attributes = new Attributes
        {
            { "mode", "TF" },
            { "min_gram_length", 1 },
            { "max_gram_length", 1 },
            { "max_skip_count", 0 },
            { "ngram_counts", new long[] { 0 } },
            { "ngram_indexes", new long[] { 2, 0, 1 } },
            { "pool_int64s", new long[] { 7, 8, 9 } },
        };

        var came = GraphRunner.Of(
            x => x[0].Graph.Emit("TfIdfVectorizer", attributes, x[0]),
            [ConstantTensor.Of<long>([7, 7, 9, 8, 1, 8], 2, 3)]
        );

        Assert.Equal(Shape.Of(2, 3), came.Shape);
        Assert.Equal([0, 1, 2, 2, 0, 0], came.ToDoubles());
    }

    private static double[] Rows(double[] indices, long[] dims, int depth, int axis, double[] levels)
    {
        int at = axis < 0 ? axis + dims.Length + 1 : axis;
        long[] rows = [.. dims[..at], depth, .. dims[at..]];
        return
        [
            .. Places
                .Of(rows)
                .Select(p =>
                {
                    double index = indices[Places.Flat([.. p[..at], .. p[(at + 1)..]], dims)];
                    return levels[p[at] == (index < 0 ? index + depth : index) ? 1 : 0];
                }),
        ];
    }
}
