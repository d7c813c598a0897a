using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;
using Kerasharp.Onnx.Tests.Kernels.Activations;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ActivationGradientsTests
{
    /// <summary>The function, and the node that is its gradient.</summary>
    private static readonly Dictionary<string, (Func<Value, Value> Function, string Gradient)> Functions = new()
    {
        ["relu"] = (Op.Relu, "ReluGradient"),
        ["leaky relu"] = (x => Op.LeakyRelu(x), "LeakyReluGradient"),
        ["leaky relu that falls below 0"] = (x => Op.LeakyRelu(x, -0.5), "LeakyReluGradient"),
        ["elu"] = (x => Op.Elu(x), "EluGradient"),
        ["celu"] = (x => Op.Celu(x, 2), "EluGradient"),
        ["selu"] = (Op.Selu, "SeluGradient"),
        ["hard sigmoid"] = (x => Op.HardSigmoid(x), "RampGradient"),
        ["clip"] = (x => Op.Clip(x, x.Like(-0.5), x.Like(0.5)), "ClipGradient"),
        ["clip from below"] = (x => Op.Clip(x, x.Like(-0.5), null), "ClipGradient"),
        ["clip from above"] = (x => Op.Clip(x, null, x.Like(0.5)), "ClipGradient"),
        ["tanh"] = (Op.Tanh, "TanhGradient"),
        ["sigmoid"] = (Op.Sigmoid, "SigmoidGradient"),
        ["softplus"] = (Op.Softplus, "SoftplusGradient"),
        ["softsign"] = (Op.Softsign, "SoftsignGradient"),
        ["hard swish"] = (Op.HardSwish, "HardSwishGradient"),
        ["mish"] = (Op.Mish, "MishGradient"),
        ["gelu"] = (x => Op.Gelu(x), "GeluGradient"),
        ["gelu by tanh"] = (x => Op.Gelu(x, approximate: true), "TanhGeluGradient"),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    internal static GradientCases Cases { get; } =
        new()
        {
            { "with kinks", d => Sum(d, kinked: true, 4), true },
            // Further out slopes that bend are too small beside their rounding.
            { "smooth", d => Sum(d, kinked: false, 1.5), true },
        };

    [Theory]
    [MemberData(nameof(Names))]
    public void An_activation_of_float32_has_a_gradient_of_one_node_and_the_slopes_of_float64(string name)
    {
        var (function, gradient) = Functions[name];
        float[] x = [-50, -3.5f, -1, -0.3f, -1e-9f, 0, 1e-9f, 0.4f, 1, 2.6f, 50];

        Assert.Equal(
            [gradient],
            Differentiated(function, ElementType.Float32).Sort().Where(n => n.Domain.Length > 0).Select(n => n.Op)
        );
        double[] came = Slopes(function, ConstantTensor.Vector(x));
        // What ONNX Runtime has in float32 alone is composed for float64.
        double[] exact = Slopes(
            v => Op.Cast(function(Op.Cast(v, ElementType.Float32)), ElementType.Float64),
            ConstantTensor.Vector(Array.ConvertAll(x, e => (double)e))
        );
        Assert.Equal(exact, came, (p, q) => Math.Abs(p - q) <= 1e-6);
        Assert.Equal(Differences(function, x), came, (p, q) => double.IsNaN(p) || Math.Abs(p - q) <= 0.03);
    }

    [Fact]
    public void Other_types_and_gradients_that_are_still_to_be_broadcast_stay_with_standard_operators()
    {
        Assert.All(Differentiated(Op.Tanh, ElementType.Float64).Sort(), n => Assert.Empty(n.Domain));
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2, 3]);
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(Op.Sigmoid(Op.Tanh(x))), [x])[0]!);

        Assert.All(graph.Sort(), n => Assert.True(n.Domain.Length == 0 || n.Op == "TanhGradient"));
    }

    [Fact]
    public void Slopes_where_alpha_is_negative_go_by_the_input()
    {
        double[] Of(Func<Value, Value> function) => Slopes(function, ConstantTensor.Vector(-1f, -0.25f, 0.5f));

        double[] below = [Math.Exp(-1), Math.Exp(-0.25)];
        Assert.Equal([-2, -2, 1], Of(x => Op.LeakyRelu(x, -2)));
        Assert.Equal([-2 * below[0], -2 * below[1], 1], Of(x => Op.Elu(x, -2)), (p, q) => Math.Abs(p - q) < 1e-6);
    }

    /// <summary>The sum of some nodes, on a gradient that is a square, so that second derivatives are not zero.</summary>
    private static GradientCase Sum(Draw d, bool kinked, double range)
    {
        ActivationSlope[] slopes = [.. ActivationSlope.All.Values.Where(s => s.Kinks.Length > 0 == kinked)];
        // Many elements: the sum of a single one's second derivatives may be as small as its rounding.
        long[] dims = d.Dims(leastRank: 2, greatestRank: 3, leastSize: 2);
        double[] at = Array.ConvertAll(
            d.Uniform(-range, range, dims).ToDoubles(),
            e => slopes.Any(s => s.Kinks.Any(k => Math.Abs(e - k) < 0.05)) ? e + 0.1 : e
        );
        return new(
            x => slopes.Select(s => s.On(x[0] * x[0], x[1])).Aggregate(Op.Add),
            d.Normal(dims),
            ConstantTensor.Of<double>(at, dims)
        )
        {
            Reference = x => [.. x[0].Zip(x[1], (dy, e) => dy * dy * slopes.Sum(s => s.Slope(e)))],
        };
    }

    /// <summary>A graph with the gradient of a sum of squares, which has every element's own.</summary>
    private static Graph Differentiated(Func<Value, Value> function, ElementType type)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", type, [2, 3]);
        var y = function(x);
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(y * graph.AddInput("dy", type, [2, 3])), [x])[0]!);
        return graph;
    }

    /// <summary>The slopes, by a gradient in the activation's shape.</summary>
    private static double[] Slopes(Func<Value, Value> function, ConstantTensor x)
    {
        var ones = ConstantTensor.From(Enumerable.Repeat(1.0, (int)x.Count).ToArray(), x.Type, x.Shape.ToArray());
        return GradientCheck.Of(v => function(v[0]) * v[1], x, ones)[0];
    }

    /// <summary>Central differences in float32; NaN near kinks.</summary>
    private static double[] Differences(Func<Value, Value> function, float[] x)
    {
        const float Step = 0.02f;
        double[] At(float move) =>
            Elements.Run(v => function(v[0]), ConstantTensor.Vector(Array.ConvertAll(x, e => e + move))).ToDoubles();

        double[] left = At(-Step);
        double[] here = At(0);
        double[] right = At(Step);
        return
        [
            .. x.Select(
                (_, i) =>
                    Math.Abs(left[i] + right[i] - 2 * here[i]) > 0.03 * Step
                        ? double.NaN
                        : (right[i] - left[i]) / (2 * Step)
            ),
        ];
    }
}
