using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>The sine of an angle in radians.</summary>
    public static SymbolicTensor Sin(SymbolicTensor x) => new(Op.Sin(x.Value));

    /// <summary>The cosine of an angle in radians.</summary>
    public static SymbolicTensor Cos(SymbolicTensor x) =>
        // Of these functions ONNX Runtime has the sine alone in double precision.
        x.ElementType == ElementType.Float64
            ? Sin(x + Math.PI / 2)
            : new(Op.Cos(x.Value));

    /// <summary>The tangent of an angle in radians.</summary>
    public static SymbolicTensor Tan(SymbolicTensor x) =>
        x.ElementType == ElementType.Float64 ? Sin(x) / Cos(x) : new(Op.Tan(x.Value));

    /// <summary>The angle in radians, -π/2 to π/2, whose sine is x; of float64 in single precision.</summary>
    public static SymbolicTensor Arcsin(SymbolicTensor x) => Single(x, Op.Asin);

    /// <summary>The angle in radians, 0 to π, whose cosine is x; of float64 in single precision.</summary>
    public static SymbolicTensor Arccos(SymbolicTensor x) => Single(x, Op.Acos);

    /// <summary>The angle in radians, -π/2 to π/2, whose tangent is x; of float64 in single precision.</summary>
    public static SymbolicTensor Arctan(SymbolicTensor x) => Single(x, Op.Atan);

    /// <summary>The hyperbolic sine, (e^x - e^-x) / 2; of float64 in single precision.</summary>
    public static SymbolicTensor Sinh(SymbolicTensor x) => Single(x, Op.Sinh);

    /// <summary>The hyperbolic cosine, (e^x + e^-x) / 2; of float64 in single precision.</summary>
    public static SymbolicTensor Cosh(SymbolicTensor x) => Single(x, Op.Cosh);

    private static SymbolicTensor Single(SymbolicTensor x, Func<Value, Value> function) =>
        x.ElementType == ElementType.Float64
            ? new(Op.Cast(function(Op.Cast(x.Value, ElementType.Float32)), ElementType.Float64))
            : new(function(x.Value));
}
