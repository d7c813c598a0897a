using Kerasharp.Onnx.Operators;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>Whether a = b, as truth values.</summary>
    public static SymbolicTensor Equal(SymbolicTensor a, SymbolicTensor b) => new(Op.Equal(a.Value, b.Value));

    /// <summary>Whether a differs from b, as truth values.</summary>
    public static SymbolicTensor NotEqual(SymbolicTensor a, SymbolicTensor b) =>
        new(Op.Not(Op.Equal(a.Value, b.Value)));

    /// <summary>Whether a &gt; b, as truth values.</summary>
    public static SymbolicTensor Greater(SymbolicTensor a, SymbolicTensor b) => new(Op.Greater(a.Value, b.Value));

    /// <summary>Whether x is above a number, as truth values.</summary>
    public static SymbolicTensor Greater(SymbolicTensor x, double bound) =>
        new(Op.Greater(x.Value, x.Value.Like(bound)));

    /// <summary>Whether a &gt;= b, as truth values.</summary>
    public static SymbolicTensor GreaterEqual(SymbolicTensor a, SymbolicTensor b) =>
        new(Op.GreaterOrEqual(a.Value, b.Value));

    /// <summary>Whether x is a number or above it, as truth values.</summary>
    public static SymbolicTensor GreaterEqual(SymbolicTensor x, double bound) =>
        new(Op.GreaterOrEqual(x.Value, x.Value.Like(bound)));

    /// <summary>Whether a &lt; b, as truth values.</summary>
    public static SymbolicTensor Less(SymbolicTensor a, SymbolicTensor b) => new(Op.Less(a.Value, b.Value));

    /// <summary>Whether x is below a number, as truth values.</summary>
    public static SymbolicTensor Less(SymbolicTensor x, double bound) => new(Op.Less(x.Value, x.Value.Like(bound)));

    /// <summary>Whether a &lt;= b, as truth values.</summary>
    public static SymbolicTensor LessEqual(SymbolicTensor a, SymbolicTensor b) => new(Op.LessOrEqual(a.Value, b.Value));

    /// <summary>Whether x is a number or below it, as truth values.</summary>
    public static SymbolicTensor LessEqual(SymbolicTensor x, double bound) =>
        new(Op.LessOrEqual(x.Value, x.Value.Like(bound)));

    /// <summary>Whether both hold.</summary>
    public static SymbolicTensor LogicalAnd(SymbolicTensor a, SymbolicTensor b) => new(Op.And(a.Value, b.Value));

    /// <summary>Whether one of them holds, or both.</summary>
    public static SymbolicTensor LogicalOr(SymbolicTensor a, SymbolicTensor b) => new(Op.Or(a.Value, b.Value));

    /// <summary>Whether one of them holds, and not both.</summary>
    public static SymbolicTensor LogicalXor(SymbolicTensor a, SymbolicTensor b) => new(Op.Xor(a.Value, b.Value));

    /// <summary>Whether it does not hold.</summary>
    public static SymbolicTensor LogicalNot(SymbolicTensor a) => new(Op.Not(a.Value));

    /// <summary>a where the condition holds, else b; all three broadcast.</summary>
    public static SymbolicTensor Where(SymbolicTensor condition, SymbolicTensor a, SymbolicTensor b) =>
        new(Op.Where(condition.Value, a.Value, b.Value));
}
