using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Computes the weights of RNN, GRU and LSTM, which layers keep in another order, where they follow from constants: a file holds them as
/// ONNX wants them, under the node's scope and ONNX's letters, as <c>lstm/W</c>.
/// </summary>
internal static class RecurrentConstants
{
    private static readonly string[] Letters = ["", "W", "R", "B"];

    public static void Run(Graph graph)
    {
        foreach (var node in graph.Sort())
        {
            if (node.Domain.Length > 0 || node.Op is not ("RNN" or "GRU" or "LSTM"))
                continue;
            for (int i = 1; i < Letters.Length; i++)
                if (node.Optional(i) is { IsConstant: false } value && Compute(value) is { } tensor)
                    node.ReplaceInput(
                        i,
                        graph.NamedConstant(node.Scope.Length == 0 ? Letters[i] : $"{node.Scope}/{Letters[i]}", tensor)
                    );
        }
    }

    /// <summary>The elements of a value that follows from constants by moving them; null for others.</summary>
    private static ConstantTensor? Compute(Value value)
    {
        if (value.IsConstant)
            return value.Constant;
        if (value.Producer is not { Domain: "" } node || Compute(node.Input(0)) is not { } x || !value.Shape.IsStatic)
            return null;
        switch (node.Op)
        {
            case "Reshape" or "Squeeze" or "Unsqueeze":
                return x.Reshaped(value.Shape.ToArray());
            case "Transpose":
                return ConstantFolding.Transpose(x, Reshaping.Permutation(node));
            case "Concat":
                var parts = node.Inputs.Select(i => Compute(i!)).ToArray();
                return parts.Contains(null) ? null : Join(parts!, Axis(node, x), value.Shape);
            case "Split":
                int axis = Axis(node, x);
                long start = node.Outputs.TakeWhile(o => o != value).Sum(o => o.Shape[axis].Value);
                return Part(x, axis, start, value.Shape);
            case "Slice" when Cut(node) is var (along, from):
                return Part(x, along, from, value.Shape);
            case "Mul" when node.Input(1).Constant is { Count: 1 } factor && factor.ToDoubles()[0] == 0:
                return ConstantTensor.Filled(0, x.Type, value.Shape.ToArray());
            default:
                return null;
        }
    }

    private static int Axis(Node node, ConstantTensor x)
    {
        int axis = (int)node.Attributes.Int("axis");
        return axis < 0 ? axis + x.Shape.Rank : axis;
    }

    /// <summary>The axis along which a node cuts a part out, and where that begins; null for other forms.</summary>
    private static (int Axis, long From)? Cut(Node node) =>
        Shapes.Known(node, 3) is [>= 0 and var axis]
        && Shapes.Known(node, 1) is [>= 0 and var from]
        && (node.Optional(4) is null || Shapes.Known(node, 4) is [1])
            ? ((int)axis, from)
            : null;

    /// <summary>What lies within a stretch of an axis.</summary>
    private static ConstantTensor Part(ConstantTensor x, int axis, long start, Shape shape)
    {
        int step = Stride(x, axis);
        int length = (int)shape[axis].Value * step;
        int row = (int)x.Shape[axis].Value * step;
        var bytes = new byte[shape.ElementCount * x.Type.Size()];
        for (int to = 0, from = (int)start * step; to < bytes.Length; to += length, from += row)
            x.Bytes.Slice(from, length).CopyTo(bytes.AsSpan(to));
        return new ConstantTensor(x.Type, shape.ToArray(), bytes);
    }

    /// <summary>Tensors side by side along an axis.</summary>
    private static ConstantTensor Join(ConstantTensor[] parts, int axis, Shape shape)
    {
        int step = Stride(parts[0], axis);
        var bytes = new byte[shape.ElementCount * parts[0].Type.Size()];
        var read = new int[parts.Length];
        for (int to = 0; to < bytes.Length; )
        for (int i = 0; i < parts.Length; i++)
        {
            int length = (int)parts[i].Shape[axis].Value * step;
            parts[i].Bytes.Slice(read[i], length).CopyTo(bytes.AsSpan(to));
            read[i] += length;
            to += length;
        }
        return new ConstantTensor(parts[0].Type, shape.ToArray(), bytes);
    }

    /// <summary>How many bytes lie from one place of an axis to the next.</summary>
    private static int Stride(ConstantTensor x, int axis) =>
        x.Type.Size() * (int)x.Shape.Skip(axis + 1).Aggregate(1L, (product, d) => product * d.Value);
}
