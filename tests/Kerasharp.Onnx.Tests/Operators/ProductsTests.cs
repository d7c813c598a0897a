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
            { "of any ranks", OfAnyRanks, true },
            { "general", General, true },
            { "of stacks read transposed", Fused, true },
        };

    private static GradientCase Fused(Draw d)
    {
        bool transA = d.Int(0, 1) == 1;
        bool transB = d.Int(0, 1) == 1;
        var (stack, rows, inner, columns) = (d.Int(1, 3), d.Int(1, 3), d.Int(1, 4), d.Int(1, 3));
        return new(
            x => Op.FusedMatMul(x[0], x[1], transA, transB),
            transA ? d.Normal(stack, inner, rows) : d.Normal(stack, rows, inner),
            transB ? d.Normal(stack, columns, inner) : d.Normal(stack, inner, columns)
        );
    }

    private static GradientCase MatMul(Draw d, long[] rows, long[] stackA, long[] columns, long[] stackB)
    {
        long inner = d.Int(1, 4);
        // A vector has no stack.
        return new(
            x => Op.MatMul(x[0], x[1]),
            d.Normal([.. stackA, .. stackA.Length > 0 && rows.Length == 0 ? [1L] : rows, inner]),
            d.Normal([.. stackB, inner, .. stackB.Length > 0 && columns.Length == 0 ? [1L] : columns])
        );
    }

    [Fact]
    public void Every_pair_of_ranks_is_multiplied_as_plain_loops_do()
    {
        var draw = new Draw(5);
        foreach (int left in Enumerable.Range(1, 4))
        foreach (int right in Enumerable.Range(1, 4))
        {
            long[] stack = [2, 3];
            long[] a = [.. Narrow(stack[^Math.Max(0, left - 2)..]), .. left > 1 ? [4L] : (long[])[], 5];
            long[] b = [.. Narrow(stack[^Math.Max(0, right - 2)..]), 5, .. right > 1 ? [6L] : (long[])[]];
            var (x, y) = (draw.Normal(a), draw.Normal(b));
            var graph = new Graph();
            graph.AddOutput(
                "y",
                Op.MatMul(
                    graph.AddInput("a", ElementType.Float64, Shape.Of(a)),
                    graph.AddInput("b", ElementType.Float64, Shape.Of(b))
                )
            );

            var came = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["a"] = x, ["b"] = y })["y"];

            Assert.Equal(Expected(x, y), came.ToDoubles(), (p, q) => Math.Abs(p - q) < 1e-12);
        }

        long[] Narrow(long[] stack) => Array.ConvertAll(stack, size => draw.Chance(0.3) ? 1 : size);
    }

    [Fact]
    public void Empty_factors_have_gradients()
    {
        var a = ConstantTensor.Of<double>([], 0, 2, 3);
        var b = ConstantTensor.Filled(1, ElementType.Float64, [3, 4]);

        double[][] came = GradientCheck.Of(x => Op.MatMul(x[0], x[1]), a, b);

        Assert.Empty(came[0]);
        Assert.Equal(new double[12], came[1]);
    }

    [Fact]
    public void A_summand_that_would_stretch_the_product_is_refused()
    {
        foreach (
            long[] dims in (long[][])
                [
                    [3, 4],
                    [1, 2, 4],
                    [3],
                ]
        )
        {
            var graph = new Graph();
            var x = graph.AddInput("x", ElementType.Float32, [2, 3]);
            var y = graph.AddInput("y", ElementType.Float32, [3, 4]);
            var c = graph.AddInput("c", ElementType.Float32, Shape.Of(dims));

            var error = Assert.Throws<GraphException>(() => Op.Gemm(x, y, c: c));

            Assert.Contains($"got a sum of shape {c.Shape} to be added to a product of shape (2, 4)", error.Message);
        }
    }

    private static double[] Expected(ConstantTensor a, ConstantTensor b)
    {
        // Vectors are matrices of one row or one column; stacks are counted from the last.
        long[] left = a.Shape.Rank == 1 ? [1, .. a.Shape.ToArray()] : a.Shape.ToArray();
        long[] right = b.Shape.Rank == 1 ? [.. b.Shape.ToArray(), 1] : b.Shape.ToArray();
        left = [.. Enumerable.Repeat(1L, 4 - left.Length), .. left];
        right = [.. Enumerable.Repeat(1L, 4 - right.Length), .. right];
        var (x, y) = (a.ToDoubles(), b.ToDoubles());
        var result = new List<double>();
        for (long s = 0; s < Math.Max(left[0], right[0]); s++)
        for (long t = 0; t < Math.Max(left[1], right[1]); t++)
        for (long i = 0; i < left[2]; i++)
        for (long j = 0; j < right[3]; j++)
        {
            double sum = 0;
            for (long k = 0; k < left[3]; k++)
                sum += x[Place(left, s, t, i, k)] * y[Place(right, s, t, k, j)];
            result.Add(sum);
        }
        return result.ToArray();

        static long Place(long[] dims, long s, long t, long i, long k) =>
            ((Math.Min(s, dims[0] - 1) * dims[1] + Math.Min(t, dims[1] - 1)) * dims[2] + i) * dims[3] + k;
    }

    private static GradientCase OfAnyRanks(Draw d)
    {
        long[] whole = d.Dims(2, 2);
        return MatMul(d, Perhaps(d), Stack(d, whole), Perhaps(d), Stack(d, whole));

        static long[] Perhaps(Draw d) => d.Chance(0.8) ? [d.Int(1, 3)] : [];
        static long[] Stack(Draw d, long[] whole) => d.Narrowed(whole[d.Int(0, 2)..]);
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
        var c = d.Normal(d.Narrowed([rows, columns]));
        return new(x => Op.Gemm(x[0], x[1], alpha, transA, transB, x[2], beta), a, b, c);
    }
}
