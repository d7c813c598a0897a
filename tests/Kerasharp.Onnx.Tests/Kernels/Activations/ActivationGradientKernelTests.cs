using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Activations;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Kernels.Activations;

public sealed class ActivationGradientKernelTests
{
    private static readonly float[] Special =
    [
        0,
        -0f,
        float.NaN,
        float.PositiveInfinity,
        float.NegativeInfinity,
        float.Epsilon,
        -float.Epsilon,
        1e-40f,
        1e20f,
        -1e20f,
        100,
        -100,
        float.MaxValue,
        float.MinValue,
    ];

    public static TheoryData<string> Operators => [.. ActivationSlope.All.Keys];

    [Fact]
    public void Every_rule_is_here() =>
        Assert.Equal(ActivationKernels.Make().Select(k => k.Operator).Order(), ActivationSlope.All.Keys.Order());

    // Odd lengths leave parts of vectors over; the last ones are split over threads.
    [Theory]
    [MemberData(nameof(Operators))]
    public void Is_its_twin_and_the_formula(string op)
    {
        var slope = ActivationSlope.All[op];
        foreach (int length in (int[])[0, 7, 48, 33_001])
        {
            var random = new Random(length);
            float[] dy = Draw(random, length, 2);
            float[] at = Draw(random, length, 6);

            float[] came = Float32Graph.Run(Node(slope, length), dy, at)[0];
            float[] twin = Float32Graph.RunTwin(Node(slope, length), dy, at)[0];

            Assert.Equal(length, came.Length);
            for (int i = 0; i < length; i++)
            {
                // Units of the last place of the greatest of what is added up.
                float scale = Scale(slope, at[i]);
                double unit = MathF.BitIncrement(scale) - scale;
                double allowed = 4 * unit * Math.Abs(dy[i]) + float.Epsilon;
                double exact = dy[i] * slope.Slope(at[i]);
                Assert.True(
                    Math.Abs(came[i] - twin[i]) <= allowed || Math.Abs(came[i] - exact) <= Math.Abs(twin[i] - exact),
                    FormattableString.Invariant(
                        $"{op} of {dy[i]} at {at[i]}: {came[i]}, the twin {twin[i]}, exact {exact}"
                    )
                );
                Assert.InRange(came[i], exact - 2 * allowed, exact + 2 * allowed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Treats_infinities_and_what_is_no_number_as_its_twin_does(string op)
    {
        var slope = ActivationSlope.All[op];
        float[] dy = [.. Special.SelectMany(_ => Special)];
        float[] at = [.. Special.SelectMany(s => Enumerable.Repeat(s, Special.Length))];

        float[] came = Float32Graph.Run(Node(slope, dy.Length), dy, at)[0];
        float[] twin = Float32Graph.RunTwin(Node(slope, dy.Length), dy, at)[0];

        for (int i = 0; i < dy.Length; i++)
        {
            // Far out float32's exponential ends at its normal numbers here, and goes on to 0 there.
            if (op == "GeluGradient" && Math.Abs(at[i]) > 1e9)
                continue;
            bool same =
                float.IsFinite(dy[i]) && float.IsFinite(twin[i])
                    ? Math.Abs(came[i] - twin[i]) <= 1e-6 * Math.Max(Math.Abs(dy[i]), Math.Abs(twin[i])) + 1e-37
                : float.IsFinite(dy[i]) || float.IsNaN(dy[i]) || float.IsNaN(at[i]) ? came[i].Equals(twin[i])
                // An infinity times a slope that may be 0 or nearly so.
                : !float.IsFinite(came[i]) || came[i].Equals(twin[i]);
            Assert.True(
                same,
                FormattableString.Invariant($"{op} of {dy[i]} at {at[i]}: {came[i]}, the twin {twin[i]}")
            );
        }
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void An_elements_number_does_not_depend_on_its_place(string op)
    {
        var slope = ActivationSlope.All[op];
        float[] dy = Draw(new Random(1), 61, 2);
        float[] at = Draw(new Random(2), 61, 6);

        float[] came = Float32Graph.Run(Node(slope, 61), dy, at)[0];
        float[] moved = Float32Graph.Run(Node(slope, 58), dy[3..], at[3..])[0];

        Assert.Equal(came[3..], moved);
    }

    /// <summary>The greatest of what a slope is made of.</summary>
    private static float Scale(ActivationSlope slope, float at) =>
        slope.Operator switch
        {
            "TanhGradient" or "SigmoidGradient" => 1 + at * at,
            // The tanh's rounding, times how fast what goes into it rises.
            "TanhGeluGradient" => 1 + Math.Abs(at) * (1 + at * at / 7),
            _ => 1 + Math.Abs(at),
        };

    private static Graph Node(ActivationSlope slope, int length)
    {
        var graph = new Graph();
        var dy = graph.AddInput("dy", ElementType.Float32, [length]);
        var at = graph.AddInput("at", ElementType.Float32, [length]);
        graph.AddOutput("dx", slope.On(dy, at));
        return graph;
    }

    private static float[] Draw(Random random, int length, float range) =>
        [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 2 - 1) * range)];
}
