using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class RemaindersTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "mod with the dividend's sign", d => Case(d, truncated: true), true },
            { "mod with the divisor's sign", d => Case(d, truncated: false), true },
        };

    [Fact]
    public void Remainders_of_numbers_have_the_sign_asked_for()
    {
        double[] a = [5.5, -5.5, 5.5, -5.5, 4, -4, 0];
        double[] b = [2, 2, -2, -2, 2, -2, 3];

        Assert.Equal(a.Zip(b, (p, q) => p % q), Numbers(truncated: true));
        Assert.Equal(a.Zip(b, (p, q) => p - q * Math.Floor(p / q)), Numbers(truncated: false));

        double[] Numbers(bool truncated) =>
            Elements
                .Run(
                    x => Op.Mod(x[0], x[1], truncated),
                    ConstantTensor.Vector<double>(a),
                    ConstantTensor.Vector<double>(b)
                )
                .ToDoubles();
    }

    [Fact]
    public void Remainders_of_integers_have_the_sign_asked_for()
    {
        var a = ConstantTensor.Vector<long>(7, -7, 7, -7, 6);
        var b = ConstantTensor.Vector<long>(3, 3, -3, -3, 3);

        Assert.Equal([1, -1, 1, -1, 0], Elements.Run(x => Op.Mod(x[0], x[1], truncated: true), a, b).ToDoubles());
        Assert.Equal([1, 2, -2, -1, 0], Elements.Run(x => Op.Mod(x[0], x[1]), a, b).ToDoubles());
    }

    [Fact]
    public void The_gradient_by_the_divisor_is_the_quotient()
    {
        var a = ConstantTensor.Vector<float>(5.5f, -5.5f, 1e6f, 1);
        var b = ConstantTensor.Vector<float>(2, 2, 0.75f, float.PositiveInfinity);

        double[][] truncated = GradientCheck.Of(x => Op.Mod(x[0], x[1], truncated: true), a, b);
        double[][] floored = GradientCheck.Of(x => Op.Mod(x[0], x[1]), a, b);

        Assert.Equal([1, 1, 1, 1], truncated[0]);
        Assert.Equal([-2, 2, -1333333, 0], truncated[1]);
        Assert.Equal([1, 1, 1, 1], floored[0]);
        Assert.Equal([-2, 3, -1333333, 0], floored[1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Shapes_that_remainders_compute_are_known(bool truncated)
    {
        var graph = new Graph("shapes");
        var rest = Op.Mod(graph.Ints(-7), graph.Ints(4), truncated);
        var x = graph.AddInput("x", ElementType.Float32, [9]);

        // -7 mod 4 is 1 rounded down and -3 rounded to zero.
        var y = graph.Add("", "Slice", [x, graph.Ints(0), rest]).Output;

        Assert.Equal(Shape.Of(truncated ? 6 : 1), y.Shape);
    }

    // Quotients are never near a whole number, where a remainder jumps.
    private static GradientCase Case(Draw d, bool truncated)
    {
        long[][] shapes = d.Broadcasting(2);
        double[] a = Array.ConvertAll(d.Uniform(0.3, 1.7, shapes[0]).ToDoubles(), e => (e + 2 * d.Int(0, 3)) * Sign(d));
        double[] b = Array.ConvertAll(d.Uniform(2, 2.02, shapes[1]).ToDoubles(), e => e * Sign(d));
        return new(
            x => Op.Mod(x[0], x[1], truncated) * x[0],
            ConstantTensor.Of<double>(a, shapes[0]),
            ConstantTensor.Of<double>(b, shapes[1])
        );
    }

    private static int Sign(Draw d) => d.Chance() ? 1 : -1;
}
