using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Products of matrices.</summary>
internal static class Products
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "MatMul",
            Infer = InferMatMul,
            Gradient = (n, dy) => MatMulGradient(n, dy[0]!),
        },
        new Operator
        {
            Name = "Gemm",
            Infer = InferGemm,
            Gradient = (n, dy) => GemmGradient(n, dy[0]!),
        },
        // ONNX Runtime's own, which reads matrices as they lie, transposed or not.
        new Operator
        {
            Name = "FusedMatMul",
            Domain = RuntimeDomain,
            Infer = n => [InferFused(n)],
            Gradient = (n, dys) => ReverseSweep.Through(n, Plain, dys),
            Decompose = Plain,
        },
    ];

    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    public const string RuntimeDomain = "com.microsoft";

    private static TensorType[] InferMatMul(Node n) => [Product(n, n.Input(0).Shape, n.Input(1).Shape)];

    private static TensorType Product(Node n, Shape a, Shape b)
    {
        Define.SameElements(n, n.Input(0), n.Input(1));
        if (a.Rank == 0 || b.Rank == 0)
            throw new GraphException(
                $"{n} got shapes {a} and {b}; a product of matrices needs at least one dimension each."
            );
        Dim inner = a[-1];
        Dim other = b[b.Rank == 1 ? -1 : -2];
        if (inner.IsKnown && other.IsKnown && inner != other)
        {
            throw new GraphException(
                $"{n} got shapes {a} and {b}; the last dimension of the first ({inner}) must equal "
                    + $"the {(b.Rank == 1 ? "" : "second last ")}dimension of the second ({other})."
            );
        }
        var batch = Shapes.Broadcast(n, Outer(a), Outer(b));
        var dims = batch.ToList();
        if (a.Rank > 1)
            dims.Add(a[-2]);
        if (b.Rank > 1)
            dims.Add(b[-1]);
        return new TensorType(n.Input(0).ElementType, new Shape(dims.ToArray()));
    }

    private static TensorType InferFused(Node n)
    {
        if (n.Attributes.Int("transBatchA") != 0 || n.Attributes.Int("transBatchB") != 0)
            throw new GraphException(
                $"{n} transposes stacks of matrices; only matrices were expected to be. Write a Transpose."
            );
        var (a, b) = (n.Input(0), n.Input(1));
        if (a.Rank < 2 || b.Rank < 2)
            throw new GraphException(
                $"{n} got shapes {a.Shape} and {b.Shape}; matrices were expected, or stacks of them. Unsqueeze vectors."
            );
        return Product(
            n,
            n.Attributes.Int("transA") != 0 ? SwappedLast(a) : a.Shape,
            n.Attributes.Int("transB") != 0 ? SwappedLast(b) : b.Shape
        );
    }

    private static Shape SwappedLast(Value x)
    {
        var dims = x.Shape.ToDims();
        (dims[^1], dims[^2]) = (dims[^2], dims[^1]);
        return new Shape(dims);
    }

    private static Value[] Plain(Node n)
    {
        var a = n.Attributes.Int("transA") != 0 ? Op.SwapLast(n.Input(0)) : n.Input(0);
        var b = n.Attributes.Int("transB") != 0 ? Op.SwapLast(n.Input(1)) : n.Input(1);
        var product = Op.MatMul(a, b);
        float alpha = n.Attributes.Float("alpha", 1);
        return [alpha == 1 ? product : product * alpha];
    }

    private static Shape Outer(Shape shape) => new(shape.Take(Math.Max(0, shape.Rank - 2)).ToArray());

    private static Value?[] MatMulGradient(Node n, Value dy)
    {
        var (a, b) = (RandomDrops.Again(n.Input(0), dy), RandomDrops.Again(n.Input(1), dy));
        // Vectors become matrices of one row or one column; the sweep takes the extra axis away again.
        if (a.Rank == 1)
            dy = Op.Unsqueeze(dy, [b.Rank == 1 ? -1 : dy.Rank - 1]);
        if (b.Rank == 1)
            dy = Op.Unsqueeze(dy, [-1]);
        var matrixA = a.Rank == 1 ? Op.Unsqueeze(a, [0]) : a;
        var matrixB = b.Rank == 1 ? Op.Unsqueeze(b, [1]) : b;
        Value da,
            db;
        if (dy.Rank == 2)
        {
            da = Op.Gemm(dy, matrixB, transB: true);
            db = Op.Gemm(matrixA, dy, transA: true);
        }
        else if (matrixB.Rank == 2)
        {
            // One large product instead of many small ones and a sum over them.
            da = Op.MatMul(dy, Op.SwapLast(matrixB));
            db = Op.Gemm(Rows(matrixA), Rows(dy), transA: true);
        }
        else
        {
            da = Op.MatMul(dy, Op.SwapLast(matrixB));
            db = Op.MatMul(Op.SwapLast(matrixA), dy);
        }
        if (a.Rank == 1)
            da = Op.Squeeze(da, [-2]);
        if (b.Rank == 1)
            db = Op.Squeeze(db, [-1]);
        return [da, db];
    }

    private static Value Rows(Value x) =>
        Op.Reshape(x, new Shape(Shapes.Product(x.Shape.ToDims().AsSpan(0, x.Rank - 1)), x.Shape[-1]));

    private static TensorType[] InferGemm(Node n)
    {
        var (a, b) = (n.Input(0), n.Input(1));
        Define.SameElements(n, a, b);
        Shapes.Rank(n, a, 2, "a first factor");
        Shapes.Rank(n, b, 2, "a second factor");
        bool ta = n.Attributes.Int("transA") != 0;
        bool tb = n.Attributes.Int("transB") != 0;
        var (rows, inner) = ta ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        var (other, columns) = tb ? (b.Shape[1], b.Shape[0]) : (b.Shape[0], b.Shape[1]);
        if (inner.IsKnown && other.IsKnown && inner != other)
            throw new GraphException(
                $"{n} got shapes {a.Shape} and {b.Shape}; their inner dimensions {inner} and {other} must be equal."
            );
        var shape = new Shape(rows, columns);
        if (n.Optional(2) is { } c)
        {
            Define.SameElements(n, a, c);
            // It broadcasts to the product, not the product to it.
            if (
                c.Rank > 2
                || Enumerable.Range(1, c.Rank).Any(i => !c.Shape[-i].IsOne && Differ(c.Shape[-i], shape[-i]))
            )
                throw new GraphException(
                    $"{n} got a sum of shape {c.Shape} to be added to a product of shape {shape}; its dimensions must be equal or one, counted from the last. Reshape it."
                );
        }
        return [new TensorType(a.ElementType, shape)];

        static bool Differ(Dim x, Dim y) => x.IsKnown && y.IsKnown && x != y;
    }

    private static Value?[] GemmGradient(Node n, Value dy)
    {
        var (a, b) = (n.Input(0), n.Input(1));
        bool ta = n.Attributes.Int("transA") != 0;
        bool tb = n.Attributes.Int("transB") != 0;
        float alpha = n.Attributes.Float("alpha", 1);
        float beta = n.Attributes.Float("beta", 1);
        var da = ta ? Op.Gemm(b, dy, alpha, transA: tb, transB: true) : Op.Gemm(dy, b, alpha, transB: !tb);
        var db = tb ? Op.Gemm(dy, a, alpha, transA: true, transB: ta) : Op.Gemm(a, dy, alpha, transA: !ta);
        return
        [
            da,
            db,
            n.Optional(2) is null ? null
            : beta == 1 ? dy
            : dy * beta,
        ];
    }
}

public static partial class Op
{
    /// <summary>The product of matrices, or of stacks of them with broadcasting, as NumPy's matmul.</summary>
    public static Value MatMul(Value a, Value b) => a.Graph.Emit("MatMul", a, b);

    /// <summary>alpha times the product of two matrices, either of them transposed, plus beta times c, which broadcasts to it.</summary>
    public static Value Gemm(
        Value a,
        Value b,
        double alpha = 1,
        bool transA = false,
        bool transB = false,
        Value? c = null,
        double beta = 1
    )
    {
        var attributes = new Attributes();
        if (alpha != 1)
            attributes.Add("alpha", alpha);
        if (transA)
            attributes.Add("transA", 1);
        if (transB)
            attributes.Add("transB", 1);
        if (beta != 1)
            attributes.Add("beta", beta);
        return c is null ? a.Graph.Emit("Gemm", attributes, a, b) : a.Graph.Emit("Gemm", attributes, a, b, c);
    }

    /// <summary>The product of two matrices, or stacks of them, of which each may be read transposed; an operator of ONNX Runtime's.</summary>
    internal static Value FusedMatMul(Value a, Value b, bool transA, bool transB) =>
        a
            .Graph.Add(
                Products.RuntimeDomain,
                "FusedMatMul",
                [a, b],
                new Attributes { { "transA", transA }, { "transB", transB } }
            )
            .Output;

    /// <summary>Each matrix of a stack transposed.</summary>
    internal static Value SwapLast(Value x)
    {
        int[] order = Enumerable.Range(0, x.Rank).ToArray();
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return Transpose(x, order);
    }
}
