using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Softmax, its logarithm and its limit along an axis.</summary>
internal static class Softmaxes
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Softmax",
            Infer = Infer,
            Gradient = (n, dy) => [Op.SoftmaxGradient(dy[0]!, n.Output, Axis(n))],
        },
        new Operator
        {
            Name = "SoftmaxGradient",
            Domain = OperatorTable.KernelDomain,
            Infer = n => [n.Input(1).Type],
            Gradient = (n, dy) => ReverseSweep.Through(n, Backward, dy),
            Decompose = Backward,
        },
        new Operator
        {
            Name = "LogSoftmax",
            Infer = Infer,
            Gradient = (n, dy) => [dy[0]! - Op.Exp(n.Output) * Op.ReduceSum(dy[0]!, [Axis(n)], keepDims: true)],
        },
        new Operator
        {
            Name = "Hardmax",
            Infer = Infer,
            Constant = "the place of the greatest changes only in jumps",
        },
    ];

    /// <summary>One of these as it was before opset 13: over all axes from one on together.</summary>
    public static Value OfMatrix(string op, Value x, long axis)
    {
        bool last = axis == -1 || axis == x.Rank - 1;
        var y = x.Graph.Emit(op, new Attributes { { "axis", -1 } }, last ? x : Op.Flatten(x, (int)axis));
        return last ? y
            : x.Shape.Count(d => !d.IsKnown) <= 1 ? Op.Reshape(y, x.Shape)
            : x.Graph.Emit("Reshape", y, Op.ShapeOf(x));
    }

    private static Value[] Backward(Node n) => [Backward(n.Input(0), n.Input(1), n.Output.Rank - 1)];

    /// <summary>Of a Softmax's output y and its gradient dy that of the input: y (dy - sum of y dy).</summary>
    internal static Value Backward(Value dy, Value y, int axis)
    {
        var weighted = dy * y;
        return weighted - y * Op.ReduceSum(weighted, [axis], keepDims: true);
    }

    private static TensorType[] Infer(Node n)
    {
        Axis(n);
        return [n.Input(0).Type];
    }

    private static int Axis(Node n) => Shapes.Axis(n, n.Attributes.Int("axis", -1), n.Input(0).Rank);
}

public static partial class Op
{
    /// <summary>e^x divided by its sum along an axis.</summary>
    public static Value Softmax(Value x, int axis = -1) =>
        x.Graph.Emit("Softmax", new Attributes { { "axis", axis } }, x);

    /// <summary>The gradient that a Softmax of output y hands on; one node where our kernel can serve.</summary>
    internal static Value SoftmaxGradient(Value dy, Value y, int axis) =>
        y.ElementType == ElementType.Float32 && axis == y.Rank - 1
            ? y.Graph.Add(OperatorTable.KernelDomain, "SoftmaxGradient", [dy, y]).Output
            : Softmaxes.Backward(dy, y, axis);

    /// <summary>The logarithm of Softmax, computed without loss of precision.</summary>
    public static Value LogSoftmax(Value x, int axis = -1) =>
        x.Graph.Emit("LogSoftmax", new Attributes { { "axis", axis } }, x);

    /// <summary>1 at the first greatest element along an axis, else 0.</summary>
    public static Value Hardmax(Value x, int axis = -1) =>
        x.Graph.Emit("Hardmax", new Attributes { { "axis", axis } }, x);
}
