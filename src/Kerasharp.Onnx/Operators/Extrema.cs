using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The greater or the lesser of two, and values kept within bounds.</summary>
internal static class Extrema
{
    public static Operator[] Operators { get; } =
    [
        Of("Max"),
        Of("Min"),
        new Operator
        {
            Name = "Clip",
            Elementwise = true,
            Infer = n => [n.Input(0).Type],
            Gradient = (n, dy) => [ClipGradient(n, dy[0]!), null, null],
        },
    ];

    /// <summary>One or more operands, all broadcast.</summary>
    private static Operator Of(string name) =>
        new()
        {
            Name = name,
            Elementwise = true,
            Infer = n => [Broadcast(n)],
            Gradient = (n, dy) => Split(n, dy[0]!),
        };

    private static TensorType Broadcast(Node n)
    {
        var type = n.Input(0).Type;
        for (int i = 1; i < n.Inputs.Count; i++)
        {
            Define.SameElements(n, n.Input(0), n.Input(i));
            type = type with { Shape = Shapes.Broadcast(n, type.Shape, n.Input(i).Shape) };
        }
        return type;
    }

    /// <summary>The gradient goes to the operand that was chosen; equal ones share it, which of two is the mean of both one-sided slopes.</summary>
    private static Value?[] Split(Node n, Value dy)
    {
        if (n.Inputs.Count == 1)
            return [dy];
        var chosen = n.Inputs.Select(x => Op.Cast(Op.Equal(n.Output, x!), dy.ElementType)).ToArray();
        var share = dy / chosen.Aggregate(Op.Add);
        return Array.ConvertAll(chosen, c => (Value?)(share * c));
    }

    private static Value ClipGradient(Node n, Value dy)
    {
        var x = n.Input(0);
        Value? inside = null;
        if (n.Optional(1) is { } low)
            inside = Op.GreaterOrEqual(x, low);
        if (n.Optional(2) is { } high)
            inside = inside is null ? Op.LessOrEqual(x, high) : Op.And(inside, Op.LessOrEqual(x, high));
        return inside is null ? dy : dy * Op.Cast(inside, dy.ElementType);
    }
}

public static partial class Op
{
    /// <summary>The greater of two, with broadcasting.</summary>
    public static Value Max(Value a, Value b) => a.Graph.Emit("Max", a, b);

    /// <summary>The lesser of two, with broadcasting.</summary>
    public static Value Min(Value a, Value b) => a.Graph.Emit("Min", a, b);

    /// <summary>x, but no less than low and no more than high; the bounds are scalars and may be absent.</summary>
    public static Value Clip(Value x, Value? low, Value? high) => x.Graph.Emit("Clip", x, low, high);
}
