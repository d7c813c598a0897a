using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Gradients;

namespace Kerasharp.Onnx.Operators;

/// <summary>The gradient of a bias, alone or with that of the activation behind it: sums over all axes but the last.</summary>
internal static class ColumnSums
{
    public static Operator[] Operators { get; } = [Of<PlainColumns>(), Of<ReluColumns>()];

    /// <summary>Whether a node sums up rows in a form that our kernel has.</summary>
    public static bool Fits(Node n) =>
        n is { Op: "ReduceSum", Domain.Length: 0 } && Reductions.TakesFirst(n, n.Input(0).Rank - 1);

    /// <summary>Our node for such a one.</summary>
    public static Value Of(Node sum) => Add<PlainColumns>(sum.Input(0))[0];

    /// <summary>The node that gives a Relu's gradient and its sums.</summary>
    public static IReadOnlyList<Value> OfRelu(Node gradient) => Add<ReluColumns>(gradient.Input(0), gradient.Input(1));

    /// <summary>A node of a rule.</summary>
    public static IReadOnlyList<Value> Add<TRule>(params ReadOnlySpan<Value?> inputs)
        where TRule : struct, IColumnRule =>
        inputs[0]!.Graph.Add(OperatorTable.KernelDomain, TRule.Operator, inputs).Outputs;

    private static Operator Of<TRule>()
        where TRule : struct, IColumnRule =>
        new()
        {
            Name = TRule.Operator,
            Domain = OperatorTable.KernelDomain,
            Infer = Infer<TRule>,
            Gradient = (n, dys) => ReverseSweep.Through(n, Write<TRule>, dys),
            Decompose = Write<TRule>,
        };

    private static TensorType[] Infer<TRule>(Node n)
        where TRule : struct, IColumnRule
    {
        var dy = n.Input(0);
        ElementKind.Float.Demand(n, dy);
        if (dy.Rank == 0 || (TRule.IsActivated && !n.Input(1).Shape.Equals(dy.Shape)))
            throw new GraphException(
                $"{n} got a gradient {dy.Shape}{(TRule.IsActivated ? $" for an output {n.Input(1).Shape}" : "")}; equal shapes of at least one dimension were expected. Expand the gradient."
            );
        var sums = dy.Type with { Shape = new Shape(dy.Shape[-1]) };
        return TRule.IsActivated ? [dy.Type, sums] : [sums];
    }

    private static Value[] Write<TRule>(Node n)
        where TRule : struct, IColumnRule
    {
        var x = n.Input(0);
        if (TRule.IsActivated)
            x = TRule.Pull(new GraphArithmetic(x), new GraphArithmetic(n.Input(1))).Value;
        var sums = x.Rank == 1 ? x : Op.ReduceSum(x, [.. Enumerable.Range(0, x.Rank - 1).Select(a => (long)a)]);
        return TRule.IsActivated ? [x, sums] : [sums];
    }
}
