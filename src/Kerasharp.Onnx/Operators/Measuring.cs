using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Shapes and counts of elements as values.</summary>
internal static class Measuring
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Shape",
            Infer = n =>
                [new TensorType(ElementType.Int64, Shape.Of(ShapeRange(n).GetOffsetAndLength(n.Input(0).Rank).Length))],
            Constant = "a shape does not depend on the elements",
        },
        new Operator
        {
            Name = "Size",
            Infer = n => [new TensorType(ElementType.Int64, Shape.Scalar)],
            Constant = "a size does not depend on the elements",
        },
    ];

    /// <summary>The dimensions that a Shape node gives: all, unless it has a start or an end.</summary>
    public static Range ShapeRange(Node n)
    {
        int rank = n.Input(0).Rank;
        int start = Clamp(n.Attributes.Int("start", 0));
        return start..Math.Max(start, Clamp(n.Attributes.Int("end", rank)));

        int Clamp(long place) => (int)Math.Clamp(place < 0 ? place + rank : place, 0, rank);
    }
}

public static partial class Op
{
    /// <summary>The elements in the same order under the shape of another value.</summary>
    internal static Value ReshapeLike(Value x, Value like) =>
        like.Shape.Count(d => !d.IsKnown) <= 1 ? Reshape(x, like.Shape) : x.Graph.Emit("Reshape", x, ShapeOf(like));

    /// <summary>The shape as a vector of int64; a constant where it is known.</summary>
    public static Value ShapeOf(Value x) =>
        x.Shape.IsStatic ? x.Graph.Ints(x.Shape.ToArray()) : x.Graph.Emit("Shape", x);

    /// <summary>The size of one axis as a single number of an element type; a constant where it is known.</summary>
    internal static Value SizeOf(Value x, int axis, ElementType type) =>
        x.Shape[axis].IsKnown
            ? x.Graph.Scalar(x.Shape[axis].Value, type)
            : Cast(Gather(x.Graph.Emit("Shape", x), x.Graph.Scalar(axis, ElementType.Int64)), type);

    /// <summary>The number of elements as an int64 without dimensions; a constant where it is known.</summary>
    public static Value Size(Value x) =>
        x.Shape.IsStatic ? x.Graph.Scalar(x.Shape.ElementCount, ElementType.Int64) : x.Graph.Emit("Size", x);
}
