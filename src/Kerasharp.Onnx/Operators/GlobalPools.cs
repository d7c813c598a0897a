using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>One number for each channel of each sample: reductions by another name.</summary>
internal static class GlobalPools
{
    public static Operator[] Operators { get; } =
    [
        Define.Composed("GlobalAveragePool", n => [Pooled(n)], n => [Op.ReduceMean(n.Input(0), Spatial(n), true)]),
        Define.Composed("GlobalMaxPool", n => [Pooled(n)], n => [Op.ReduceMax(n.Input(0), Spatial(n), true)]),
    ];

    /// <summary>The type of a pooling of all places.</summary>
    public static TensorType Pooled(Node n)
    {
        var x = n.Input(0);
        ElementKind.Float.Demand(n, x);
        if (x.Rank < 3)
            throw new GraphException(
                $"{n} got a shape {x.Shape}; pooling needs (batch, channels, sizes…), 3 to 5 dimensions. Reshape it."
            );
        return x.Type with { Shape = new Shape([x.Shape[0], x.Shape[1], .. x.Shape.Skip(2).Select(_ => (Dim)1)]) };
    }

    private static long[] Spatial(Node n) => Enumerable.Range(2, n.Input(0).Rank - 2).Select(i => (long)i).ToArray();
}

public static partial class Op
{
    /// <summary>The mean of each channel of each sample, as (batch, channels, 1…).</summary>
    public static Value GlobalAveragePool(Value x) => x.Graph.Emit("GlobalAveragePool", x);

    /// <summary>The greatest of each channel of each sample, as (batch, channels, 1…); equal ones share the gradient.</summary>
    public static Value GlobalMaxPool(Value x) => x.Graph.Emit("GlobalMaxPool", x);
}
