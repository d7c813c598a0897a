using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The first two axes of a value, batch and time, as one and as two again; either size may be open.</summary>
internal static class LeadingAxes
{
    /// <summary>(a, b, ...) to (a · b, ...).</summary>
    public static Value Merged(Value x)
    {
        var rest = new Shape(x.Shape.Skip(2).ToArray());
        return rest.IsStatic
            ? Op.Reshape(x, [-1, .. rest.ToArray()])
            : Reshaped(x, [x.Graph.Ints([-1]), Op.Slice(Op.ShapeOf(x), 0, 2, x.Rank)]);
    }

    /// <summary>(a · b, ...) to (a, b, ...), with the sizes a and b of another value.</summary>
    public static Value Split(Value y, Value like)
    {
        var rest = new Shape(y.Shape.Skip(1).ToArray());
        if (rest.IsStatic && like.Shape[0].IsKnown && like.Shape[1].IsKnown)
            return Op.Reshape(y, [like.Shape[0].Value, like.Shape[1].Value, .. rest.ToArray()]);
        // By the sizes themselves and not by -1, so that they are known to be the other value's.
        var sizes = Op.ShapeOf(like);
        Value after = rest.IsStatic ? y.Graph.Ints(rest.ToArray()) : Op.Slice(Op.ShapeOf(y), 0, 1, y.Rank);
        return like.Shape[1].IsKnown
            ? Reshaped(y, [Op.Slice(sizes, 0, 0, 1), y.Graph.Ints([like.Shape[1].Value]), after])
            : Reshaped(y, [Op.Slice(sizes, 0, 0, 2), after]);
    }

    private static Value Reshaped(Value x, Value[] sizes) => x.Graph.Emit("Reshape", x, Op.Concat(sizes, 0));
}
