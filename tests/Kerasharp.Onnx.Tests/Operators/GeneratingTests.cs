using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class GeneratingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "range",
                d =>
                {
                    // The limit lies between the last number and the next one, so that moving anything a little adds none.
                    int count = d.Int(1, 6);
                    double start = d.Number(-2, 2);
                    double delta = d.Number(0.3, 2) * (d.Chance() ? 1 : -1);
                    double limit = start + delta * (count - 0.5);
                    return new(
                        x => Op.Reshape(Op.Range(x[0], x[1], x[2]), count) * Op.Reshape(x[0], 1),
                        ConstantTensor.Scalar(start, ElementType.Float64),
                        ConstantTensor.Scalar(limit, ElementType.Float64),
                        ConstantTensor.Scalar(delta, ElementType.Float64)
                    );
                },
                true
            },
        };

    [Theory]
    [InlineData(0, 5, 2, new double[] { 0, 2, 4 })]
    [InlineData(0, 6, 2, new double[] { 0, 2, 4 })]
    [InlineData(10, 4, -2, new double[] { 10, 8, 6 })]
    [InlineData(3, 3, 1, new double[0])]
    [InlineData(3, 5, -1, new double[0])]
    public void A_range_has_known_numbers_where_its_bounds_are_constants(
        int start,
        int limit,
        int delta,
        double[] expected
    )
    {
        foreach (var type in new[] { ElementType.Int64, ElementType.Int32, ElementType.Float32, ElementType.Float64 })
        {
            Value? built = null;
            var came = GraphRunner.Of(
                x =>
                    built = Op.Range(
                        x[0].Graph.Scalar(start, type),
                        x[0].Graph.Scalar(limit, type),
                        x[0].Graph.Scalar(delta, type)
                    ),
                [ConstantTensor.Scalar(0, type)]
            );

            Assert.Equal(expected, came.ToDoubles());
            Assert.Equal(Shape.Of(expected.Length), built!.Shape);
        }
    }

    [Fact]
    public void A_range_of_fractions_is_as_long_as_the_runtime_says()
    {
        foreach (int seed in GradientCases.Seeds(200))
        {
            var d = new Draw(seed);
            // Tenths are no float32 numbers, so that the last step falls to one side by rounding.
            float start = d.Int(-20, 20) * 0.1f;
            float delta = d.Of(0.1f, 0.2f, 0.3f, 0.7f);
            float limit = start + d.Int(0, 30) * delta;

            // The runner holds what came against the shape that was inferred.
            GraphRunner.Of(
                x =>
                    Op.Range(
                        x[0].Graph.Scalar(start, ElementType.Float32),
                        x[0].Graph.Scalar(limit, ElementType.Float32),
                        x[0].Graph.Scalar(delta, ElementType.Float32)
                    ),
                [ConstantTensor.Scalar(0, ElementType.Float32)]
            );
        }
    }

    [Fact]
    public void A_range_up_to_a_size_has_that_size()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 3]);
        var zero = graph.Scalar(0, ElementType.Int64);
        var one = graph.Scalar(1, ElementType.Int64);
        var size = Op.SizeOf(x, 0, ElementType.Int64);

        Assert.Equal([Dim.Batch], Op.Range(zero, size, one).Shape);
        Assert.False(Op.Range(one, size, one).Shape[0].IsKnown);
    }

    [Fact]
    public void A_shape_is_filled_with_a_number_of_any_type()
    {
        foreach (var type in new[] { ElementType.Float32, ElementType.Float64, ElementType.Int64, ElementType.Bool })
        {
            var came = GraphRunner.Of(x => Op.ConstantOfShape(x[0], 1, type), [ConstantTensor.Vector<long>(2, 3)]);

            Assert.Equal(type, came.Type);
            Assert.Equal(Shape.Of(2, 3), came.Shape);
            Assert.True(came.IsAll(1));
        }
        var zeros = GraphRunner.Of(x => x[0].Graph.Emit("ConstantOfShape", x[0]), [ConstantTensor.Vector<long>(2)]);
        Assert.Equal(ElementType.Float32, zeros.Type);
        Assert.True(zeros.IsAll(0));
    }
}
