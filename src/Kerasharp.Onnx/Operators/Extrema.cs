using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The greater or the lesser of two, and values kept within bounds.</summary>
internal static class Extrema
{
    public static Operator[] Operators { get; } =
    [
        Define.Binary("Max", (n, dy) => Split(n, dy)),
        Define.Binary("Min", (n, dy) => Split(n, dy)),
        new Operator
        {
            Name = "Clip",
            Elementwise = true,
            Infer = n => [n.Input(0).Type],
            Gradient = (n, dy) => [ClipGradient(n, dy[0]!), null, null],
        },
    ];

    /// <summary>The gradient goes to the operand that was chosen; equal ones share it, which is the mean of both one-sided slopes.</summary>
    private static Value?[] Split(Node n, Value dy)
    {
        var (a, b) = (n.Input(0), n.Input(1));
        var type = dy.ElementType;
        var isA = Op.Cast(Op.Equal(n.Output, a), type);
        var isB = Op.Cast(Op.Equal(n.Output, b), type);
        var share = dy / (isA + isB);
        return [share * isA, share * isB];
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
