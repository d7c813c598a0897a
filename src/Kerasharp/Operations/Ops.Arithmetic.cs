using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp;

/// <summary>
/// What Keras calls <c>keras.ops</c>: functions on symbolic tensors, under Keras's names, for custom layers, losses and metrics. Every
/// one of them has a gradient unless it says otherwise; shapes are checked when the function is called.
/// </summary>
public static partial class Ops
{
    /// <summary>a + b, with broadcasting.</summary>
    public static SymbolicTensor Add(SymbolicTensor a, SymbolicTensor b) => a + b;

    /// <summary>a - b, with broadcasting.</summary>
    public static SymbolicTensor Subtract(SymbolicTensor a, SymbolicTensor b) => a - b;

    /// <summary>a * b, with broadcasting.</summary>
    public static SymbolicTensor Multiply(SymbolicTensor a, SymbolicTensor b) => a * b;

    /// <summary>a / b, with broadcasting.</summary>
    public static SymbolicTensor Divide(SymbolicTensor a, SymbolicTensor b) => a / b;

    /// <summary>-x.</summary>
    public static SymbolicTensor Negative(SymbolicTensor x) => -x;

    /// <summary>|x|; its gradient at 0 is 0.</summary>
    public static SymbolicTensor Absolute(SymbolicTensor x) => new(Op.Abs(x.Value));

    /// <summary>|x|, as <see cref="Absolute"/>.</summary>
    public static SymbolicTensor Abs(SymbolicTensor x) => Absolute(x);

    /// <summary>1 / x.</summary>
    public static SymbolicTensor Reciprocal(SymbolicTensor x) => 1 / x;

    /// <summary>x * x.</summary>
    public static SymbolicTensor Square(SymbolicTensor x) => x * x;

    /// <summary>The square root.</summary>
    public static SymbolicTensor Sqrt(SymbolicTensor x) => new(Op.Sqrt(x.Value));

    /// <summary>1 / sqrt(x).</summary>
    public static SymbolicTensor Rsqrt(SymbolicTensor x) => 1 / Sqrt(x);

    /// <summary>e to the power x.</summary>
    public static SymbolicTensor Exp(SymbolicTensor x) => new(Op.Exp(x.Value));

    /// <summary>The natural logarithm.</summary>
    public static SymbolicTensor Log(SymbolicTensor x) => new(Op.Log(x.Value));

    /// <summary>The logarithm to the base 2.</summary>
    public static SymbolicTensor Log2(SymbolicTensor x) => Log(x) / Math.Log(2);

    /// <summary>The logarithm to the base 10.</summary>
    public static SymbolicTensor Log10(SymbolicTensor x) => Log(x) / Math.Log(10);

    /// <summary>2 to the power x.</summary>
    public static SymbolicTensor Exp2(SymbolicTensor x) => Exp(x * Math.Log(2));

    /// <summary>x to the power p, with broadcasting.</summary>
    public static SymbolicTensor Power(SymbolicTensor x, SymbolicTensor p) => Promoted(x, p, Op.Pow);

    /// <summary>x to the power p.</summary>
    public static SymbolicTensor Power(SymbolicTensor x, double p) => new(Op.Pow(x.Value, x.Value.Like(p)));

    /// <summary>The greater of two; equal ones share the gradient.</summary>
    public static SymbolicTensor Maximum(SymbolicTensor a, SymbolicTensor b) => Promoted(a, b, (x, y) => Op.Max(x, y));

    /// <summary>The greater of x and a number.</summary>
    public static SymbolicTensor Maximum(SymbolicTensor x, double bound) => new(Op.Max(x.Value, x.Value.Like(bound)));

    /// <summary>The lesser of two; equal ones share the gradient.</summary>
    public static SymbolicTensor Minimum(SymbolicTensor a, SymbolicTensor b) => Promoted(a, b, (x, y) => Op.Min(x, y));

    /// <summary>The lesser of x and a number.</summary>
    public static SymbolicTensor Minimum(SymbolicTensor x, double bound) => new(Op.Min(x.Value, x.Value.Like(bound)));

    /// <summary>x, but no less than low and no more than high; outside, the gradient is 0.</summary>
    public static SymbolicTensor Clip(SymbolicTensor x, double low, double high) =>
        new(Op.Clip(x.Value, x.Value.Like(low), x.Value.Like(high)));

    /// <summary>-1, 0 or 1. Its gradient is 0.</summary>
    public static SymbolicTensor Sign(SymbolicTensor x) => new(Op.Sign(x.Value));

    /// <summary>x, whose gradient is taken to be 0.</summary>
    public static SymbolicTensor StopGradient(SymbolicTensor x) => new(Op.StopGradient(x.Value));

    /// <summary>Zeros in the shape of x.</summary>
    public static SymbolicTensor ZerosLike(SymbolicTensor x) => new(Op.ExpandLike(x.Value.Like(0), x.Value));

    /// <summary>Ones in the shape of x.</summary>
    public static SymbolicTensor OnesLike(SymbolicTensor x) => new(Op.ExpandLike(x.Value.Like(1), x.Value));

    /// <summary>A number in the graph and of the element type of x, without dimensions.</summary>
    public static SymbolicTensor Constant(double number, SymbolicTensor like) => new(like.Value.Like(number));

    /// <summary>The same numbers as elements of another type.</summary>
    public static SymbolicTensor Cast(SymbolicTensor x, ElementType type) => new(Op.Cast(x.Value, type));
}
