using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Computes nodes whose inputs are constants, of the kinds that graphs of ours hold: arithmetic on single numbers, reshaping and
/// transposing. The rest is left to ONNX Runtime, which folds constants itself.
/// </summary>
internal static class ConstantFolding
{
    /// <summary>The constant that a node gives, or null.</summary>
    public static Value? TryFold(Node n)
    {
        foreach (var input in n.Inputs)
            if (input is not null && !input.IsConstant)
                return null;
        var x = n.Input(0).Constant!;
        var shape = n.Output.Shape;
        if (!shape.IsStatic || n.Outputs.Count > 1)
            return null;
        return n.Op switch
        {
            "Reshape" or "Squeeze" or "Unsqueeze" or "Flatten" => Arranged(n, x.Reshaped(shape.ToArray())),
            "Transpose" => Arranged(n, Transpose(x, Reshaping.Permutation(n))),
            _ when x.Count == 1 && shape.IsSingle && Number(n) is { } number && IsExact(number, n.Output.ElementType) =>
                n.Graph.Constant(ConstantTensor.Filled(number, n.Output.ElementType, shape.ToArray())),
            _ => null,
        };
    }

    /// <summary>The elements in another order of axes.</summary>
    public static ConstantTensor Transpose(ConstantTensor x, int[] order)
    {
        long[] from = x.Shape.ToArray();
        int rank = from.Length;
        int size = x.Type.Size();
        var strides = new long[rank];
        long stride = 1;
        for (int i = rank - 1; i >= 0; i--)
            (strides[i], stride) = (stride, stride * from[i]);
        long[] to = Array.ConvertAll(order, a => from[a]);
        var bytes = new byte[x.Bytes.Length];
        var index = new long[rank];
        for (int place = 0; place < bytes.Length; place += size)
        {
            long source = 0;
            for (int i = 0; i < rank; i++)
                source += index[i] * strides[order[i]];
            x.Bytes.Slice((int)(source * size), size).CopyTo(bytes.AsSpan(place));
            for (int i = rank - 1; i >= 0 && ++index[i] == to[i]; i--)
                index[i] = 0;
        }
        return new ConstantTensor(x.Type, to, bytes);
    }

    /// <summary>The elements of a node's input in another form; files show them under the input's name.</summary>
    private static Value Arranged(Node n, ConstantTensor tensor) =>
        n.Input(0).Name is { } name ? n.Graph.NamedConstant(name, tensor) : n.Graph.Constant(tensor);

    /// <summary>Whether arithmetic in doubles gave what arithmetic in the type gives: whole numbers wrap round, and double ends at 2^53.</summary>
    private static bool IsExact(double number, ElementType type) =>
        type.IsFloat()
        || type switch
        {
            ElementType.Bool => true,
            ElementType.Int8 => number is >= sbyte.MinValue and <= sbyte.MaxValue,
            ElementType.UInt8 => number is >= 0 and <= byte.MaxValue,
            ElementType.Int16 => number is >= short.MinValue and <= short.MaxValue,
            ElementType.UInt16 => number is >= 0 and <= ushort.MaxValue,
            ElementType.Int32 => number is >= int.MinValue and <= int.MaxValue,
            ElementType.UInt32 => number is >= 0 and <= uint.MaxValue,
            ElementType.UInt64 => number is >= 0 and < 1L << 53,
            _ => Math.Abs(number) < 1L << 53,
        };

    private static double? Number(Node n)
    {
        double a = n.Input(0).Constant!.ToDoubles()[0];
        double b = n.Optional(1)?.Constant is { Count: 1 } second ? second.ToDoubles()[0] : double.NaN;
        bool whole = !n.Output.ElementType.IsFloat();
        return n.Op switch
        {
            "Neg" => -a,
            "Cast" when n.Output.ElementType == ElementType.Bool => a == 0 ? 0 : 1,
            "Cast" => whole ? Math.Truncate(a) : a,
            "Add" => a + b,
            "Sub" => a - b,
            "Mul" => a * b,
            "Div" when !whole => a / b,
            "Sqrt" => Math.Sqrt(a),
            "Exp" => Math.Exp(a),
            "Log" => Math.Log(a),
            _ => null,
        };
    }
}
