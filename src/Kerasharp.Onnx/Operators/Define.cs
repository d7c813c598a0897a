using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Short forms for the operators that come in families.</summary>
internal static class Define
{
    /// <summary>An operator of one input that works element by element.</summary>
    public static Operator Unary(string name, Func<Node, Value, Value> gradient) =>
        new()
        {
            Name = name,
            Elementwise = true,
            Infer = n => [n.Input(0).Type],
            Gradient = (n, dy) => [gradient(n, dy[0]!)],
        };

    /// <summary>An operator of two inputs that broadcasts and works element by element.</summary>
    public static Operator Binary(string name, Func<Node, Value, Value?[]> gradient) =>
        new()
        {
            Name = name,
            Elementwise = true,
            Infer = n => [Broadcast(n)],
            Gradient = (n, dy) => gradient(n, dy[0]!),
        };

    /// <summary>An operator of two inputs that broadcasts and gives truth values.</summary>
    public static Operator Comparison(string name) =>
        new()
        {
            Name = name,
            Elementwise = true,
            Infer = n => [Broadcast(n) with { ElementType = ElementType.Bool }],
            Constant = "its output is constant but for jumps",
        };

    /// <summary>An operator without a derivative that works element by element on its one input.</summary>
    public static Operator Stepwise(string name) =>
        new()
        {
            Name = name,
            Elementwise = true,
            Infer = n => [n.Input(0).Type],
            Constant = "its output is constant but for jumps",
        };

    /// <summary>An operator that stands for a composition of others: its gradient is theirs.</summary>
    public static Operator Composed(
        string name,
        InferRule infer,
        Decomposition compose,
        bool elementwise = false,
        int since = 1,
        Func<Node, int, bool>? lacks = null
    ) =>
        new()
        {
            Name = name,
            Elementwise = elementwise,
            Since = since,
            Lacks = lacks,
            Infer = infer,
            Decompose = compose,
            Gradient = (n, dy) => ReverseSweep.Through(n, compose, dy),
        };

    /// <summary>The type of two inputs of one element type, broadcast.</summary>
    public static TensorType Broadcast(Node node)
    {
        var (a, b) = (node.Input(0), node.Input(1));
        SameElements(node, a, b);
        return new TensorType(a.ElementType, Shapes.Broadcast(node, a.Shape, b.Shape));
    }

    /// <summary>Refuses inputs of different element types.</summary>
    public static void SameElements(Node node, Value a, Value b)
    {
        if (a.ElementType != b.ElementType)
        {
            throw new GraphException(
                $"{node} got elements of {a.ElementType} and {b.ElementType}; both must be of one type. Cast one of them."
            );
        }
    }
}
