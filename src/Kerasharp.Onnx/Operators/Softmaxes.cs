using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Softmax and its logarithm along an axis.</summary>
internal static class Softmaxes
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Softmax",
            Infer = Infer,
            Gradient = (n, dy) =>
            {
                var weighted = dy[0]! * n.Output;
                return [weighted - n.Output * Op.ReduceSum(weighted, [Axis(n)], keepDims: true)];
            },
        },
        new Operator
        {
            Name = "LogSoftmax",
            Infer = Infer,
            Gradient = (n, dy) => [dy[0]! - Op.Exp(n.Output) * Op.ReduceSum(dy[0]!, [Axis(n)], keepDims: true)],
        },
    ];

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

    /// <summary>The logarithm of Softmax, computed without loss of precision.</summary>
    public static Value LogSoftmax(Value x, int axis = -1) =>
        x.Graph.Emit("LogSoftmax", new Attributes { { "axis", axis } }, x);
}
