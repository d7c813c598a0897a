using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Graphs;

/// <summary>
/// An edge of a graph: an input, a constant, or an output of a node. Arithmetic on values builds nodes, with ONNX's broadcasting.
/// </summary>
public sealed class Value
{
    internal Value(Graph graph, TensorType type, Node? producer = null, int index = 0)
    {
        Graph = graph;
        Type = type;
        Producer = producer;
        Index = index;
    }

    /// <summary>The graph to which the value belongs.</summary>
    public Graph Graph { get; }

    /// <summary>The element type and shape.</summary>
    public TensorType Type { get; internal set; }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType => Type.ElementType;

    /// <summary>The dimensions.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>The number of dimensions.</summary>
    public int Rank => Type.Shape.Rank;

    /// <summary>The node that computes the value; null for inputs and constants.</summary>
    public Node? Producer { get; }

    /// <summary>Which output of its node the value is.</summary>
    public int Index { get; }

    /// <summary>The elements, where they are known before anything runs.</summary>
    public ConstantTensor? Constant { get; internal init; }

    /// <summary>What is known of the elements of a small integer value that is computed; see <see cref="KnownElements.Of"/>.</summary>
    internal Element[]? Elements { get; set; }

    /// <summary>A name of its own: set for inputs and for values that were read with one; others are named when written.</summary>
    public string? Name { get; internal set; }

    /// <summary>Whether the elements are known before anything runs.</summary>
    public bool IsConstant => Constant is not null;

    /// <summary>The producing node if it is of the given operator, else null.</summary>
    internal Node? ProducedBy(string op) => Producer is { } node && node.Op == op ? node : null;

    /// <summary>The sum, element by element.</summary>
    public static Value operator +(Value a, Value b) => Op.Add(a, b);

    /// <summary>The difference, element by element.</summary>
    public static Value operator -(Value a, Value b) => Op.Sub(a, b);

    /// <summary>The product, element by element.</summary>
    public static Value operator *(Value a, Value b) => Op.Mul(a, b);

    /// <summary>The quotient, element by element.</summary>
    public static Value operator /(Value a, Value b) => Op.Div(a, b);

    /// <summary>The negative.</summary>
    public static Value operator -(Value a) => Op.Neg(a);

    /// <summary>A number added.</summary>
    public static Value operator +(Value a, double b) => Op.Add(a, a.Like(b));

    /// <summary>A number added.</summary>
    public static Value operator +(double a, Value b) => Op.Add(b, b.Like(a));

    /// <summary>A number subtracted.</summary>
    public static Value operator -(Value a, double b) => Op.Sub(a, a.Like(b));

    /// <summary>The difference from a number.</summary>
    public static Value operator -(double a, Value b) => Op.Sub(b.Like(a), b);

    /// <summary>A multiple.</summary>
    public static Value operator *(Value a, double b) => Op.Mul(a, a.Like(b));

    /// <summary>A multiple.</summary>
    public static Value operator *(double a, Value b) => Op.Mul(b, b.Like(a));

    /// <summary>Divided by a number.</summary>
    public static Value operator /(Value a, double b) => Op.Div(a, a.Like(b));

    /// <summary>A number divided by the value.</summary>
    public static Value operator /(double a, Value b) => Op.Div(b.Like(a), b);

    /// <summary>A constant of this value's element type, without dimensions.</summary>
    internal Value Like(double number) => Graph.Scalar(number, ElementType);

    /// <summary>Name and type, for messages.</summary>
    public override string ToString() => $"{Name ?? Producer?.ToString() ?? "constant"}: {Type}";
}
