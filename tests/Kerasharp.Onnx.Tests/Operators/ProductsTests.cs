using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ProductsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "of two matrices", d => MatMul(d, [d.Int(1, 3)], [], [d.Int(1, 3)], []), true },
            { "of a vector and a matrix", d => MatMul(d, [], [], [d.Int(1, 3)], []), true },
            { "of a matrix and a vector", d => MatMul(d, [d.Int(1, 3)], [], [], []), true },
            { "of two vectors", d => MatMul(d, [], [], [], []), true },
            { "of a stack and a matrix", d => MatMul(d, [d.Int(1, 3)], d.Dims(1, 2), [d.Int(1, 3)], []), true },
            { "of a matrix and a stack", d => MatMul(d, [d.Int(1, 3)], [], [d.Int(1, 3)], d.Dims(1, 2)), true },
            { "of a stack and a vector", d => MatMul(d, [d.Int(1, 3)], d.Dims(1, 2), [], []), true },
            { "of a vector and a stack", d => MatMul(d, [], [], [d.Int(1, 3)], d.Dims(1, 2)), true },
            {
                "of two stacks that broadcast",
                d =>
                {
                    long[] whole = d.Dims(1, 2);
                    return MatMul(d, [d.Int(1, 3)], d.Narrowed(whole), [d.Int(1, 3)], d.Narrowed(whole));
                },
                true
            },
            { "general", General, true },
        };

    private static GradientCase MatMul(Draw d, long[] rows, long[] stackA, long[] columns, long[] stackB)
    {
        long inner = d.Int(1, 4);
        return new(
            x => Op.MatMul(x[0], x[1]),
            d.Normal([.. stackA, .. rows, inner]),
            d.Normal([.. stackB, inner, .. columns])
        );
    }

    private static GradientCase General(Draw d)
    {
        var (rows, inner, columns) = (d.Int(1, 4), d.Int(1, 4), d.Int(1, 4));
        var (transA, transB) = (d.Chance(), d.Chance());
        var (alpha, beta) = (d.Of(1, 0.5, -2), d.Of(1, 0.25, 3));
        var a = d.Normal(transA ? [inner, rows] : [rows, inner]);
        var b = d.Normal(transB ? [columns, inner] : [inner, columns]);
        if (d.Chance(0.3))
            return new(x => Op.Gemm(x[0], x[1], alpha, transA, transB), a, b);
        var attributes = new Attributes
        {
            { "alpha", alpha },
            { "beta", beta },
            { "transA", transA },
            { "transB", transB },
        };
        return new(
            x => x[0].Graph.Add("", "Gemm", [x[0], x[1], x[2]], attributes.Clone()).Output,
            a,
            b,
            d.Normal(d.Narrowed([rows, columns]))
        );
    }
}
