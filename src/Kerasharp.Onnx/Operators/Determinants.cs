using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The determinant of square matrices.</summary>
internal static class Determinants
{
    /// <summary>The largest matrix that is differentiated: it has a thousand minors of nearly a thousand elements.</summary>
    private const int Largest = 32;

    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Det",
            Infer = Infer,
            Gradient = (n, dy) => [Gradient(n, dy[0]!)],
        },
    ];

    private static TensorType[] Infer(Node n)
    {
        var shape = n.Input(0).Shape;
        if (shape.Rank < 2 || (shape[-1].IsKnown && shape[-2].IsKnown && shape[-1] != shape[-2]))
            throw new GraphException(
                $"{n} got a shape {shape}; square matrices were expected, whose last two dimensions are equal. Slice or reshape it."
            );
        return [n.Input(0).Type with { Shape = new Shape(shape.Take(shape.Rank - 2).ToArray()) }];
    }

    /// <summary>
    /// To each element its cofactor, the determinant of what is left without the element's row and column. ONNX has no inverse, and
    /// none would do for singular matrices, of which the cofactors are right.
    /// </summary>
    private static Value Gradient(Node n, Value dy)
    {
        var x = n.Input(0);
        int rank = x.Rank;
        long size = x.Shape[-1].Value;
        if (size > Largest)
            throw new GraphException(
                $"{n} takes determinants of {size}x{size}; the gradient is there up to {Largest}x{Largest}, "
                    + "since it takes a determinant for each element. Freeze the weights before it, or use smaller matrices."
            );
        dy = Op.Unsqueeze(dy, [-2, -1]);
        if (size < 2)
            return dy;
        var others = new long[size * (size - 1)];
        for (long i = 0; i < others.Length; i++)
            others[i] = i % (size - 1) + (i % (size - 1) >= i / (size - 1) ? 1 : 0);
        var places = n.Graph.Constant(ConstantTensor.Of<long>(others, size, size - 1));
        // (…, row left out, other rows, column left out, other columns), from which the minors are to be the last two.
        var minors = Op.Gather(Op.Gather(x, places, rank - 2), places, rank);
        int[] order = [.. Enumerable.Range(0, rank - 1), rank, rank - 1, rank + 1];
        var signs = Enumerable.Range(0, (int)(size * size)).Select(i => (i / size + i % size) % 2 == 0 ? 1 : -1);
        var sign = n.Graph.Constant(ConstantTensor.Of<int>(signs.ToArray(), size, size));
        return dy * (Op.Det(Op.Transpose(minors, order)) * Op.Cast(sign, x.ElementType));
    }
}

public static partial class Op
{
    /// <summary>The determinant of the matrices in the last two axes.</summary>
    public static Value Det(Value x) => x.Graph.Emit("Det", x);
}
