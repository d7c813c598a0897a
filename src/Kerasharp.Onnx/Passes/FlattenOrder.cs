using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Between the last convolution and the first dense layer stands a transposition back to channels last, for the sake of the dense
/// weight's order alone. Where that weight is a constant, its rows are put in the order of channels first instead.
/// </summary>
internal static class FlattenOrder
{
    public static void Run(Graph graph)
    {
        Rewriter.Run(graph, node => Fold(node) is { } value ? [value] : null);
        Simplify.Run(graph);
    }

    private static Value? Fold(Node n)
    {
        if (
            n.Domain.Length > 0
            || n.Op is not ("MatMul" or "Gemm")
            || n.Attributes.Int("transA") != 0
            || n.Attributes.Int("transB") != 0
        )
            return null;
        if (
            n.Input(0).Producer is not { Domain: "", Op: "Reshape" or "Flatten" } flatten
            || n.Input(1).Constant is not { } weight
        )
            return null;
        if (
            flatten.Input(0).ProducedBy("Transpose") is not { } transpose
            || n.Input(1).Rank != 2
            || n.Input(0).Rank != 2
        )
            return null;
        int[] order = Reshaping.Permutation(transpose);
        var shape = transpose.Output.Shape;
        if (
            order[0] != 0
            || shape.Skip(1).Any(d => !d.IsKnown)
            || shape.Skip(1).Aggregate(1L, (p, d) => p * d.Value) != weight.Shape[0].Value
        )
            return null;
        // Rows as a tensor of the flattened axes, brought back to the order before the transposition.
        long[] rows = [.. shape.Skip(1).Select(d => d.Value), weight.Shape[1].Value];
        int[] back = [.. Permutations.Inverse(order).Skip(1).Select(a => a - 1), rows.Length - 1];
        var reordered = ConstantFolding.Transpose(weight.Reshaped(rows), back).Reshaped(weight.Shape.ToArray());
        var inputs = n.Inputs.ToArray();
        inputs[0] = Op.Reshape(transpose.Input(0), 0, -1);
        // The name says how the rows lie now, for whoever reads weights out of the file.
        string sizes = string.Join("x", transpose.Input(0).Shape.Skip(1).Select(d => d.Value));
        inputs[1] = n.Graph.NamedConstant($"{n.Input(1).Name ?? "weight"}.{sizes}", reordered);
        return n.Graph.Add("", n.Op, inputs, n.Attributes.Clone()).Output;
    }
}
