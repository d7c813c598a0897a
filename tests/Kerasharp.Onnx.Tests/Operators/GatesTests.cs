using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class GatesTests
{
    /// <summary>The slopes of each activation function far below 0 and far above, where factors of a rule may over- or underflow.</summary>
    private static readonly Dictionary<string, (Func<Value, Value> Function, double Below, double Above)> Slopes = new()
    {
        ["relu"] = (Op.Relu, 0, 1),
        ["sigmoid"] = (Op.Sigmoid, 0, 0),
        ["tanh"] = (Op.Tanh, 0, 0),
        ["softplus"] = (Op.Softplus, 0, 1),
        ["erf"] = (Op.Erf, 0, 0),
        ["leaky relu"] = (x => Op.LeakyRelu(x, 0.25), 0.25, 1),
        ["prelu"] = (x => Op.PRelu(x, x.Like(-0.5)), -0.5, 1),
        ["thresholded relu"] = (x => Op.ThresholdedRelu(x), 0, 1),
        ["shrink"] = (x => Op.Shrink(x), 1, 1),
        ["elu"] = (x => Op.Elu(x, 2), 0, 1),
        ["selu"] = (Op.Selu, 0, 1.05070102214813232421875),
        ["celu"] = (x => Op.Celu(x, 0.5), 0, 1),
        ["hard sigmoid"] = (x => Op.HardSigmoid(x), 0, 0),
        ["hard swish"] = (Op.HardSwish, 0, 1),
        ["mish"] = (Op.Mish, 0, 1),
        ["gelu"] = (x => Op.Gelu(x), 0, 1),
        ["gelu by tanh"] = (x => Op.Gelu(x, approximate: true), 0, 1),
    };

    public static TheoryData<string> SlopeNames => [.. Slopes.Keys];

    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "hard sigmoid",
                d =>
                    Elements.Of(
                        x => Op.HardSigmoid(x * x * x, 0.25, 0.75),
                        x => Math.Clamp(0.25 * x * x * x + 0.75, 0, 1),
                        // Kinks lie at -3 and 1.
                        Apart(d, Math.Cbrt(-3), 1)
                    ),
                true
            },
            {
                "hard swish",
                d => Elements.Of(Op.HardSwish, x => x * Math.Clamp(x / 6 + 0.5, 0, 1), Apart(d, -3, 3)),
                true
            },
            {
                "mish",
                d => Elements.Of(Op.Mish, x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))), d.Normal(d.Dims())),
                true
            },
            {
                "gelu",
                d =>
                    Elements.Of(
                        x => Op.Gelu(x),
                        x => x * (1 + ActivationsTests.Erf(x / Math.Sqrt(2))) / 2,
                        d.Normal(d.Dims())
                    ),
                true
            },
            {
                "gelu by tanh",
                d =>
                    Elements.Of(
                        x => Op.Gelu(x, approximate: true),
                        x => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2,
                        d.Normal(d.Dims())
                    ),
                true
            },
        };

    [Theory]
    [MemberData(nameof(SlopeNames))]
    public void Far_out_the_slopes_are_right_in_float32(string name)
    {
        var (function, below, above) = Slopes[name];

        double[] came = GradientCheck.Of(
            v => function(v[0]),
            ConstantTensor.Vector(-1e4f, -100f, -50f, 50f, 100f, 1e4f)
        )[0];

        Assert.Equal([below, below, below, above, above, above], came, (p, q) => Math.Abs(p - q) <= 1e-6);
    }

    [Fact]
    public void The_kinks_of_a_hard_sigmoid_are_flat() =>
        Assert.Equal([0, 0, 0.25, 0, 0], GradientCheck.Of(x => Op.HardSigmoid(x, 0.25, 0.5), -3, -2, 0, 2, 3));

    [Fact]
    public void What_an_opset_lacks_is_composed_there()
    {
        Assert.Equal(["Softplus", "Tanh", "Mul"], Written(Op.Mish, 17));
        Assert.Equal(["Mish"], Written(Op.Mish, 18));
        Assert.Equal(["Div", "Erf", "Add", "Mul", "Mul"], Written(x => Op.Gelu(x), 18));
        Assert.Equal(["Gelu"], Written(x => Op.Gelu(x), 20));
        Assert.Equal(["Celu"], Written(x => Op.Celu(x), 17));
    }

    private static IEnumerable<string> Written(Func<Value, Value> function, int opset)
    {
        var graph = new Graph("forms");
        graph.AddOutput("y", function(graph.AddInput("x", ElementType.Float32, [2])));
        return ModelReader.FromBytes(ModelWriter.ToBytes(graph, opset)).Sort().Select(n => n.Op);
    }

    /// <summary>Numbers from -4 to 4 that are not near some others.</summary>
    private static ConstantTensor Apart(Draw d, params double[] from)
    {
        long[] dims = d.Dims();
        double[] x = d.Uniform(-4, 4, dims).ToDoubles();
        return ConstantTensor.Of<double>(
            Array.ConvertAll(x, e => from.Any(f => Math.Abs(e - f) < 0.05) ? e + 0.1 : e),
            dims
        );
    }
}
