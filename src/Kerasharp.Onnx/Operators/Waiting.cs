using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>A value that is not there before another one is: what is computed of it is computed late, and is not taken for what was computed early.</summary>
internal static class Waiting
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "After",
            Domain = OperatorTable.KernelDomain,
            Infer = n => [n.Input(0).Type],
            Decompose = Decompose,
        },
    ];

    /// <summary>No number is below itself, but no runtime knows that before it has looked.</summary>
    private static Value[] Decompose(Node n)
    {
        var first = Op.Slice(Op.Reshape(n.Input(1), -1), 0, 0, 1);
        return [Op.Where(Op.Less(first, first), n.Input(0), n.Input(0))];
    }
}

public static partial class Op
{
    /// <summary>The same value once another one has been computed.</summary>
    internal static Value After(Value x, Value other)
    {
        bool kernel = x.ElementType == ElementType.Float32 && other.ElementType == ElementType.Float32;
        var node = x.Graph.Add(OperatorTable.KernelDomain, "After", [x, other]);
        return kernel ? node.Output : OperatorTable.Get(node).Decompose!(node)[0];
    }
}
