using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The p-norm of each window, or of each channel: the p-th root of the sum of |x|^p.</summary>
internal static class LpPools
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "LpPool",
            Infer = n => Checked(n, Pools.Pooled(n, ElementKind.Float)),
            Gradient = (n, dy) =>
                [Gradient(n, dy[0]!, parts => WindowSums.Spread(parts, WindowAttributes.OfPool(n), n.Input(0).Shape))],
            Lacks = (n, opset) => IsMisinferred(n) || AutoPad.IsMisread(n) || (opset < 18 && HasLaterForm(n)),
            Decompose = n => [Compose(n)],
        },
        new Operator
        {
            Name = "GlobalLpPool",
            Infer = n => Checked(n, GlobalPools.Pooled(n)),
            Gradient = (n, dy) => [Gradient(n, dy[0]!, parts => parts)],
        },
    ];

    /// <summary>ONNX Runtime computes what ceil_mode asks for, but infers the shape that goes without.</summary>
    private static bool IsMisinferred(Node n) =>
        n.Attributes.Int("ceil_mode") != 0 && n.Input(0).Shape.Skip(2).All(d => d.IsKnown);

    private static bool HasLaterForm(Node n) => n.Attributes.Has("dilations") || n.Attributes.Has("ceil_mode");

    private static long Power(Node n) => n.Attributes.Int("p", 2);

    private static TensorType[] Checked(Node n, TensorType type) =>
        Power(n) >= 1
            ? [type]
            : throw new GraphException($"{n} got a norm of p = {Power(n)}; p must be at least 1. Change it.");

    /// <summary>
    /// A norm changes with x as sign(x) (|x| / y)^(p-1). A norm of 0 has zeros alone under it, which get 0: the mean of the slopes on
    /// either side.
    /// </summary>
    /// <param name="n">The pooling.</param>
    /// <param name="dy">Its output's gradient.</param>
    /// <param name="spread">Gives what belongs to each norm to all that it is taken of.</param>
    private static Value Gradient(Node n, Value dy, Func<Value, Value> spread)
    {
        var (x, y) = (n.Input(0), n.Output);
        long p = Power(n);
        if (p == 1)
            return Op.Sign(x) * spread(dy);
        var norm = Op.Where(Op.Equal(y, y.Like(0)), y.Like(1), y);
        return p == 2
            ? x * spread(dy / norm)
            : Op.Sign(x) * Op.Pow(Op.Abs(x), x.Like(p - 1)) * spread(dy / Op.Pow(norm, y.Like(p - 1)));
    }

    private static Value Compose(Node n)
    {
        var window = WindowAttributes.OfPool(n);
        long p = Power(n);
        if (!window.IsWide && window.Dilations.All(d => d == 1))
        {
            var plain = AutoPad.Explicit(n);
            var attributes = plain.Attributes.Clone();
            attributes.Remove("ceil_mode");
            // A part of a window at the end is a whole one over more padding, which is zeros.
            if (window.Ceil && !AutoPad.IsSame(window.Mode))
                attributes.Add("pads", WindowSums.Pads(n));
            return n.Graph.Emit("LpPool", attributes, plain.Input(0));
        }
        var x = Op.Abs(n.Input(0));
        var sums = WindowSums.Of(n, p == 1 ? x : Op.Pow(x, x.Like(p)));
        return p == 1 ? sums : Op.Pow(sums, x.Like(1.0 / p));
    }
}

public static partial class Op
{
    /// <summary>The p-norm of each window; x is (batch, channels, sizes…), and padding counts as zeros.</summary>
    public static Value LpPool(
        Value x,
        long[] kernel,
        long p = 2,
        long[]? strides = null,
        long[]? pads = null,
        long[]? dilations = null,
        bool ceil = false,
        string? autoPad = null
    )
    {
        var attributes = WindowParts(x, kernel, strides, pads, dilations, autoPad);
        attributes.Add("p", p);
        if (ceil)
            attributes.Add("ceil_mode", 1);
        return x.Graph.Emit("LpPool", attributes, x);
    }

    /// <summary>The p-norm of each channel of each sample, as (batch, channels, 1…).</summary>
    public static Value GlobalLpPool(Value x, long p = 2) =>
        x.Graph.Emit("GlobalLpPool", new Attributes { { "p", p } }, x);
}
