using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>Numbers that are to be summed up over many elements: in float32 where they have 16 bits.</summary>
    internal static SymbolicTensor Wide(SymbolicTensor x) =>
        WidenElements.IsNarrow(x.ElementType) ? Cast(x, ElementType.Float32) : x;

    /// <summary>
    /// Two values of one floating-point type, as Keras promotes them: float64 where one has it, else float32 where they differ.
    /// </summary>
    internal static (Value A, Value B) Promoted(SymbolicTensor a, SymbolicTensor b)
    {
        var (x, y) = (a.ElementType, b.ElementType);
        if (x == y || !x.IsFloat() || !y.IsFloat())
            return (a.Value, b.Value);
        var type = x == ElementType.Float64 || y == ElementType.Float64 ? ElementType.Float64 : ElementType.Float32;
        return (Op.Cast(a.Value, type), Op.Cast(b.Value, type));
    }

    /// <summary>A function of two values of one floating-point type.</summary>
    internal static SymbolicTensor Promoted(SymbolicTensor a, SymbolicTensor b, Func<Value, Value, Value> function)
    {
        var (x, y) = Promoted(a, b);
        return new SymbolicTensor(function(x, y));
    }
}
