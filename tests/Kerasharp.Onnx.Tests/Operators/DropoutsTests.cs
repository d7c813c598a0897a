using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class DropoutsTests
{
    // What is dropped cannot be foretold, so the points are those where nothing is.
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "dropout that is switched off",
                d =>
                {
                    double ratio = d.Number(0, 0.9);
                    // What is kept is read, too: else there is no such node in a file.
                    return new(
                        x =>
                        {
                            var off = x[0].Graph.Scalar(0, ElementType.Bool);
                            var dropped = Op.Dropout(x[0], x[0].Like(ratio), off);
                            return dropped[0] * Op.Cast(dropped[1], x[0].ElementType);
                        },
                        d.Normal(d.Dims())
                    );
                },
                true
            },
            {
                "dropout of nothing",
                d =>
                    new(
                        x => Op.Dropout(x[0], x[0].Like(0), x[0].Graph.Scalar(1, ElementType.Bool))[0],
                        d.Normal(d.Dims())
                    ),
                true
            },
            {
                "dropout whose switch is computed",
                d =>
                    new(
                        x => Op.Dropout(x[0], x[0].Like(0.25), x[1])[0],
                        d.Normal(d.Dims()),
                        ConstantTensor.Scalar(0, ElementType.Bool)
                    )
            },
        };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_gradient_goes_where_elements_were_kept(bool known)
    {
        var graph = new Graph("dropout");
        var x = graph.AddInput("x", ElementType.Float64, [40, 25]);
        var on = known ? graph.Scalar(1, ElementType.Bool) : graph.AddInput("on", ElementType.Bool, []);
        var dropped = Op.Dropout(x, x.Like(0.75), on);
        graph.AddOutput("y", dropped[0]);
        graph.AddOutput("kept", dropped[1]);
        graph.AddOutput("g", ReverseSweep.Gradients(Op.ReduceSum(dropped[0] * x), [x])[0]!);
        double[] elements = new Draw(3).Normal(40, 25).ToDoubles();

        var came = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor>
            {
                ["x"] = ConstantTensor.Of<double>(elements, 40, 25),
                ["on"] = ConstantTensor.Scalar(1, ElementType.Bool),
            }
        );

        double[] kept = came["kept"].ToDoubles();
        Assert.InRange(kept.Average(), 0.18, 0.32);
        Assert.Equal(elements.Zip(kept, (e, k) => e * k * 4), came["y"].ToDoubles(), Near);
        Assert.Equal(elements.Zip(kept, (e, k) => 2 * e * k * 4), came["g"].ToDoubles(), Near);
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-9 * (1 + Math.Abs(a));
}
