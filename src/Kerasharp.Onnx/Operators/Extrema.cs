using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Activations;

namespace Kerasharp.Onnx.Operators;

/// <summary>The greater or the lesser of two, and values kept within bounds.</summary>
internal static class Extrema
{
    public static Operator[] Operators { get; } =
    [
        Define.Several("Max", Split, ElementKind.Number),
        Define.Several("Min", Split, ElementKind.Number),
        new Operator
        {
            Name = "Clip",
            Elementwise = true,
            Infer = InferClip,
            Gradient = (n, dy) => ClipGradient(n, dy[0]!),
        },
    ];

    /// <summary>The gradient goes to the operand that was chosen; equal ones share it, which of two is the mean of both one-sided slopes.</summary>
    private static Value?[] Split(Node n, Value dy)
    {
        if (n.Inputs.Count == 1)
            return [dy];
        var chosen = n.Inputs.Select(x => Op.Cast(Op.Equal(n.Output, x!), dy.ElementType)).ToArray();
        var share = dy / chosen.Aggregate(Op.Add);
        return Array.ConvertAll(chosen, c => (Value?)(share * c));
    }

    private static TensorType[] InferClip(Node n)
    {
        var type = Define.Same(n, ElementKind.Number);
        foreach (int i in new[] { 1, 2 })
        {
            if (n.Optional(i) is not { } bound)
                continue;
            Define.SameElements(n, n.Input(0), bound);
            if (bound.Rank != 0)
                throw new GraphException(
                    $"{n} got a bound of shape {bound.Shape}; a number without dimensions was expected. Use Max and Min for bounds that differ."
                );
        }
        return [type];
    }

    /// <summary>
    /// The gradient goes to x between the bounds and on them, else to the bound that was taken. Where the lower bound is above the
    /// upper one, the upper one is taken everywhere.
    /// </summary>
    private static Value?[] ClipGradient(Node n, Value dy)
    {
        var (x, low, high) = (n.Input(0), n.Optional(1), n.Optional(2));
        if (
            ActivationGradients.Fits(dy, x)
            && low is null or { IsConstant: true }
            && high is null or { IsConstant: true }
        )
            return
            [
                ActivationGradients.Of<ClipRule>(
                    dy,
                    x,
                    Number(low) ?? float.NegativeInfinity,
                    Number(high) ?? float.PositiveInfinity
                ),
            ];
        var inside = All(low is null ? null : Op.GreaterOrEqual(x, low), high is null ? null : Op.LessOrEqual(x, high));
        var below = low is null ? null : All(Op.Less(x, low), high is null ? null : Op.LessOrEqual(low, high));
        var above =
            high is null ? null
            : low is null ? Op.Greater(x, high)
            : Op.Or(Op.Greater(x, high), Op.Greater(low, high));
        return [Masked(dy, inside) ?? dy, Masked(dy, below), Masked(dy, above)];
    }

    private static float? Number(Value? bound) => (float?)bound?.Constant!.ToDoubles()[0];

    private static Value? All(Value? a, Value? b) =>
        a is null ? b
        : b is null ? a
        : Op.And(a, b);

    private static Value? Masked(Value dy, Value? mask) => mask is null ? null : dy * Op.Cast(mask, dy.ElementType);
}

public static partial class Op
{
    /// <summary>The greater of two, with broadcasting.</summary>
    public static Value Max(Value a, Value b) => a.Graph.Emit("Max", a, b);

    /// <summary>The greatest of several, with broadcasting; equal ones share the gradient.</summary>
    public static Value Max(params ReadOnlySpan<Value> values) => Several("Max", values);

    /// <summary>The lesser of two, with broadcasting.</summary>
    public static Value Min(Value a, Value b) => a.Graph.Emit("Min", a, b);

    /// <summary>The least of several, with broadcasting; equal ones share the gradient.</summary>
    public static Value Min(params ReadOnlySpan<Value> values) => Several("Min", values);

    /// <summary>x, but no less than low and no more than high; the bounds are scalars and may be absent.</summary>
    public static Value Clip(Value x, Value? low, Value? high) => x.Graph.Emit("Clip", x, low, high);
}
