using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// Batch normalisation by the batch's own statistics along any axis, as our kernel has it, with its gradient and their twins. Something may be
/// added to its output and a Relu follow: Passes/RectifiedNormalizations gives both to the node.
/// </summary>
internal static class BatchStatistics
{
    // A channel whose elements do not lie side by side is read by single numbers.
    private const long ShortestPlane = 8;

    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "BatchNormalize",
            Domain = OperatorTable.KernelDomain,
            Infer = Infer,
            Gradient = Gradient,
            Decompose = Forward,
        },
        new Operator
        {
            Name = "BatchNormalizeGradient",
            Domain = OperatorTable.KernelDomain,
            Infer = InferGradient,
            Gradient = (n, dys) => ReverseSweep.Through(n, Backward, dys),
            Decompose = Backward,
        },
    ];

    /// <summary>Whether a node is one of these.</summary>
    public static bool Has(Node n) =>
        n.Domain == OperatorTable.KernelDomain && n.Op.StartsWith("BatchNormalize", StringComparison.Ordinal);

    /// <summary>Whether a node of ours is faster than its twin.</summary>
    public static bool Pays(Node n)
    {
        var shape = n.Output.Shape;
        return shape.IsStatic
            && shape.Skip(AxisOf(n) + 1).Aggregate(1L, (product, d) => product * d.Value) >= ShortestPlane;
    }

    /// <summary>The axis of the channels.</summary>
    public static int AxisOf(Node n) => (int)n.Attributes.Int("axis");

    private static TensorType[] Infer(Node n)
    {
        var x = n.Input(0);
        ElementKind.Float.Demand(n, x);
        Define.SameElements(n, x, n.Input(1));
        Define.SameElements(n, x, n.Input(2));
        if (n.Optional(3) is { } addend)
            Define.SameElements(n, x, addend);
        return [x.Type, n.Input(1).Type, n.Input(1).Type];
    }

    private static TensorType[] InferGradient(Node n)
    {
        var (x, channels) = (n.Input(1).Type, n.Input(2).Type);
        return n.Optional(5) is null ? [x, channels, channels] : [x, channels, channels, x];
    }

    private static Value?[] Gradient(Node n, Value?[] dys)
    {
        if (
            Rectifies(n)
            || n.Optional(3) is not null
            || dys is not [{ } dy, null, null]
            || n.Output.ElementType != ElementType.Float32
        )
            return ReverseSweep.Through(n, Forward, dys);
        var attributes = n.Attributes.Clone();
        var node = n.Graph.Add(
            OperatorTable.KernelDomain,
            "BatchNormalizeGradient",
            [dy, n.Input(0), n.Input(1), n.Outputs[1], n.Outputs[2]],
            attributes
        );
        return [.. node.Outputs];
    }

    private static Value[] Forward(Node n)
    {
        var x = n.Input(0);
        long[] others = Others(x, AxisOf(n));
        var mean = Op.ReduceMean(x, others, keepDims: true);
        // As a sum with the negative mean: backwards, too, it is then the mean's few numbers that change their sign.
        var centred = x + -mean;
        var variance = Op.ReduceMean(centred * centred, others, keepDims: true);
        var factor = Along(n, 1) * (1 / Op.Sqrt(variance + Epsilon(n)));
        var channels = n.Input(1).Shape;
        var y = centred * factor + Along(n, 2);
        if (n.Optional(3) is { } addend)
            y += addend;
        return [Rectifies(n) ? Op.Relu(y) : y, Op.Reshape(mean, channels), Op.Reshape(variance, channels)];
    }

    /// <summary>What the kernel computes, of the output's gradient, input, gamma, mean and variance, and of the output where it was rectified.</summary>
    private static Value[] Backward(Node n)
    {
        var (dy, x) = (n.Input(0), n.Input(1));
        var output = n.Optional(5);
        if (output is not null)
            dy *= Activations.Positive(output);
        long[] others = Others(x, AxisOf(n));
        var channels = n.Input(2).Shape;
        var inverse = 1 / Op.Sqrt(Along(n, 4) + Epsilon(n));
        var normal = (x + -Along(n, 3)) * inverse;
        var scaled = dy * normal;
        var shift = Op.ReduceMean(dy, others, keepDims: true);
        var stretch = Op.ReduceMean(scaled, others, keepDims: true);
        Value[] gradients =
        [
            (dy - (normal * stretch + shift)) * (Along(n, 2) * inverse),
            Op.Reshape(Op.ReduceSum(scaled, others), channels),
            Op.Reshape(Op.ReduceSum(dy, others), channels),
        ];
        return output is null ? gradients : [.. gradients, dy];
    }

    private static bool Rectifies(Node n) => n.Attributes.Int("relu") != 0;

    private static double Epsilon(Node n) => n.Attributes.Float("epsilon");

    private static long[] Others(Value x, int axis) =>
        [.. Enumerable.Range(0, x.Rank).Where(a => a != axis).Select(a => (long)a)];

    /// <summary>A number for each channel as it broadcasts against the input.</summary>
    private static Value Along(Node n, int input)
    {
        var vector = n.Input(input);
        var shape = new Dim[n.Output.Rank - AxisOf(n)];
        Array.Fill(shape, 1);
        shape[0] = vector.Shape[0];
        return Op.Reshape(vector, new Shape(shape));
    }
}

public static partial class Op
{
    /// <summary>(x - mean) / sqrt(variance + epsilon) gamma + beta by mean and variance of each place along an axis; these, too.</summary>
    internal static (Value Output, Value Mean, Value Variance) BatchNormalize(
        Value x,
        Value gamma,
        Value beta,
        int axis,
        double epsilon
    )
    {
        var attributes = new Attributes { { "axis", axis }, { "epsilon", epsilon } };
        var node = x.Graph.Add(OperatorTable.KernelDomain, "BatchNormalize", [x, gamma, beta], attributes);
        return (node.Outputs[0], node.Outputs[1], node.Outputs[2]);
    }
}
