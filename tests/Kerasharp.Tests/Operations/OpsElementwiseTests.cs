using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Operations;

/// <summary>Functions of single elements against .NET's, in both precisions that layers and schedules compute in.</summary>
public class OpsElementwiseTests
{
    private static readonly float[] X = [-2.5f, -1.75f, -1f, -0.4f, 0f, 0.3f, 0.5f, 1f, 1.5f, 2.25f];

    public static TheoryData<string, Func<SymbolicTensor, SymbolicTensor>, Func<double, double>> Functions =>
        new()
        {
            { "floor", Ops.Floor, Math.Floor },
            { "ceil", Ops.Ceil, Math.Ceiling },
            { "trunc", Ops.Trunc, Math.Truncate },
            { "round", x => Ops.Round(x), Math.Round },
            { "round to one decimal", x => Ops.Round(x, 1), v => Math.Round(v, 1) },
            { "round to tens", x => Ops.Round(x * 10, -1), v => Math.Round(v) * 10 },
            { "sign", Ops.Sign, v => Math.Sign(v) },
            { "abs", Ops.Abs, Math.Abs },
            { "reciprocal", x => Ops.Reciprocal(x + 5), v => 1 / (v + 5) },
            { "mod", x => Ops.Mod(x, 2), v => v - 2 * Math.Floor(v / 2) },
            { "mod of tensors", x => Ops.Mod(x, x + 7), v => v - (v + 7) * Math.Floor(v / (v + 7)) },
            { "floor_divide", x => Ops.FloorDivide(x, 0.75), v => Math.Floor(v / 0.75) },
            { "floor_divide of tensors", x => Ops.FloorDivide(x, x + 5), v => Math.Floor(v / (v + 5)) },
            { "sin", Ops.Sin, Math.Sin },
            { "cos", Ops.Cos, Math.Cos },
            { "tan", Ops.Tan, Math.Tan },
            { "arcsin", x => Ops.Arcsin(x / 3), v => Math.Asin(v / 3) },
            { "arccos", x => Ops.Arccos(x / 3), v => Math.Acos(v / 3) },
            { "arctan", Ops.Arctan, Math.Atan },
            { "sinh", Ops.Sinh, Math.Sinh },
            { "cosh", Ops.Cosh, Math.Cosh },
            { "log2", x => Ops.Log2(x + 3), v => Math.Log2(v + 3) },
            { "log10", x => Ops.Log10(x + 3), v => Math.Log10(v + 3) },
            { "exp2", Ops.Exp2, v => Math.Pow(2, v) },
            { "greater_equal", x => AsNumber(Ops.GreaterEqual(x, 1), x), v => v >= 1 ? 1 : 0 },
            { "less_equal", x => AsNumber(Ops.LessEqual(x, 1), x), v => v <= 1 ? 1 : 0 },
            {
                "logical_xor",
                x => AsNumber(Ops.LogicalXor(Ops.Less(x, 1), Ops.Greater(x, 0)), x),
                v => v < 1 ^ v > 0 ? 1 : 0
            },
        };

    [Theory]
    [MemberData(nameof(Functions))]
    public void It_is_DotNets(string name, Func<SymbolicTensor, SymbolicTensor> function, Func<double, double> expected)
    {
        foreach (var type in new[] { ElementType.Float32, ElementType.Float64 })
        {
            double[] actual = FunctionRunner.Run(
                x => Ops.Cast(function(Ops.Cast(x, type)), ElementType.Float32),
                X,
                X.Length
            );
            for (int i = 0; i < X.Length; i++)
                Assert.True(
                    Math.Abs(expected(X[i]) - actual[i]) <= 2e-6 * Math.Max(1, Math.Abs(actual[i])),
                    $"{name} of {X[i]} in {type}: {actual[i]} instead of {expected(X[i])}"
                );
        }
    }

    [Fact]
    public void Sines_in_double_precision_are_exact()
    {
        double[] actual = FunctionRunner.Run(
            x => Ops.Cast(1e6 * (Ops.Cos(Ops.Cast(x, ElementType.Float64)) - Math.Cos(0.3f)), ElementType.Float32),
            [0.3f],
            1
        );
        Assert.Equal(0, actual[0], 1e-8);
    }

    [Fact]
    public void A_gradient_of_ones_own()
    {
        // The sign, whose gradient is taken to be that of 3x: what is held back adds to the value alone.
        static SymbolicTensor Function(SymbolicTensor x) => 3 * x + Ops.StopGradient(Ops.Sign(x) - 3 * x);
        Assert.Equal([-1, 1, 1], FunctionRunner.Run(Function, [-0.5f, 0.25f, 2f], 3).Select(v => Math.Round(v, 5)));
        Assert.Equal([3, 3, 3], FunctionRunner.Gradient(x => Ops.Sum(Function(x)), [-0.5f, 0.25f, 2f], 3));
    }

    private static SymbolicTensor AsNumber(SymbolicTensor truth, SymbolicTensor like) =>
        Ops.Cast(truth, like.ElementType);
}
