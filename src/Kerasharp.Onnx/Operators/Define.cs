using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Short forms for the operators that come in families.</summary>
internal static class Define
{
    /// <summary>Why comparisons and their like have no gradient.</summary>
    public const string Steps = "its output is constant but for jumps";

    /// <summary>Why operators on integers and truth values have no gradient.</summary>
    public const string Discrete = "its elements are no floating-point numbers";

    /// <summary>An operator of one input that works element by element.</summary>
    public static Operator Unary(string name, Func<Node, Value, Value> gradient, ElementKind? kind = null) =>
        new()
        {
            Name = name,
            Elementwise = true,
            Infer = n => [Same(n, kind ?? ElementKind.Float)],
            Gradient = (n, dy) => [gradient(n, dy[0]!)],
        };

    /// <summary>An operator of two inputs that broadcasts and works element by element.</summary>
    public static Operator Binary(string name, Func<Node, Value, Value?[]> gradient, ElementKind? kind = null) =>
        new()
        {
            Name = name,
            Elementwise = true,
            Infer = n => [Broadcast(n, 2, kind ?? ElementKind.Number)],
            Gradient = (n, dy) => gradient(n, dy[0]!),
        };

    /// <summary>An operator of one or more inputs that broadcasts and works element by element.</summary>
    public static Operator Several(string name, Func<Node, Value, Value?[]> gradient, ElementKind kind) =>
        new()
        {
            Name = name,
            Elementwise = true,
            Infer = n => [Broadcast(n, n.Inputs.Count, kind)],
            Gradient = (n, dy) => gradient(n, dy[0]!),
        };

    /// <summary>An operator of two inputs that broadcasts and gives truth values.</summary>
    public static Operator Comparison(string name, ElementKind kind) =>
        new()
        {
            Name = name,
            Elementwise = true,
            Infer = n => [Broadcast(n, 2, kind) with { ElementType = ElementType.Bool }],
            Constant = Steps,
        };

    /// <summary>An operator without a derivative that works element by element on its one input.</summary>
    public static Operator Stepwise(string name, ElementKind? kind = null) =>
        new()
        {
            Name = name,
            Elementwise = true,
            Infer = n => [Same(n, kind ?? ElementKind.Float)],
            Constant = Steps,
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
            IsComposed = true,
        };

    /// <summary>The type of the first input, which must be of a kind.</summary>
    public static TensorType Same(Node node, ElementKind kind)
    {
        kind.Demand(node, node.Input(0));
        return node.Input(0).Type;
    }

    /// <summary>The type of so many inputs of one element type, broadcast.</summary>
    public static TensorType Broadcast(Node node, int count, ElementKind kind)
    {
        var type = Same(node, kind);
        for (int i = 1; i < count; i++)
        {
            SameElements(node, node.Input(0), node.Input(i));
            type = type with { Shape = Shapes.Broadcast(node, type.Shape, node.Input(i).Shape) };
        }
        return type;
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
