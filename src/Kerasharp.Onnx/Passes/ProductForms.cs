using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Takes the swap of a matrix's two axes out of transpositions beside products, which stacks of matrices have, as in attention: ONNX Runtime's
/// product reads a matrix either way, and what is left of the transposition moves whole rows, or is there already for another product, or
/// is nothing. ONNX Runtime does the last by itself, but what waits for the weight's readers keeps the transposition then.
/// </summary>
internal static class ProductForms
{
    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        Rewriter.Run(graph, node => IsProduct(node) && Direct(node) is { } value ? [value] : null);
        var readers = Readers.Count(graph);
        Rewriter.Run(
            graph,
            node =>
                node is { Domain: "", Op: "Transpose" }
                && readers.GetValueOrDefault(node.Input(0)) == 1
                && Turned(node) is { } value
                    ? [value]
                    : null
        );
    }

    /// <summary>A product of transposed factors.</summary>
    private static Value? Direct(Node n)
    {
        var (a, swapsA) = Unswapped(n.Input(0));
        var (b, swapsB) = Unswapped(n.Input(1));
        return swapsA || swapsB ? Op.FusedMatMul(a, b, swapsA != TransA(n), swapsB != TransB(n)) : null;
    }

    /// <summary>A value whose last two axes swapped are this one, if that leaves less to be moved.</summary>
    private static (Value Value, bool Swaps) Unswapped(Value value)
    {
        if (value.Producer is not { Domain: "", Op: "Transpose" } n)
            return (value, false);
        int[] order = Reshaping.Permutation(n);
        if (order[^1] == order.Length - 1)
            return (value, false);
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return order[^1] == order.Length - 1 ? (Op.Transpose(n.Input(0), order), true) : (value, false);
    }

    /// <summary>A transposed product: that of the transposed factors the other way round.</summary>
    private static Value? Turned(Node n)
    {
        int[] order = Reshaping.Permutation(n);
        int last = order.Length - 1;
        if (order[^1] != last - 1 || n.Input(0).Producer is not { } product || !IsProduct(product))
            return null;
        order = Array.ConvertAll(
            order,
            a =>
                a == last ? last - 1
                : a == last - 1 ? last
                : a
        );
        var turned = Op.FusedMatMul(product.Input(1), product.Input(0), !TransB(product), !TransA(product));
        return Op.Transpose(turned, order);
    }

    private static bool TransA(Node n) => n.Attributes.Int("transA") != 0;

    private static bool TransB(Node n) => n.Attributes.Int("transB") != 0;

    /// <summary>Whether a node multiplies matrices, or stacks of them. Vectors have no axes to swap.</summary>
    private static bool IsProduct(Node n) =>
        (
            n is { Domain: "", Op: "MatMul" }
            || (n is { Domain: Products.RuntimeDomain, Op: "FusedMatMul" } && !n.Attributes.Has("alpha"))
        )
        && n.Output.ElementType == ElementType.Float32
        && n.Input(0).Rank > 1
        && n.Input(1).Rank > 1;
}
