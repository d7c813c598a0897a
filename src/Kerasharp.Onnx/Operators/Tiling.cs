using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Values repeated along their axes.</summary>
internal static class Tiling
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Expand",
            // As with element-wise operators, the sweep undoes the broadcasting.
            Infer = InferExpand,
            Gradient = (n, dy) => [dy[0], null],
        },
        new Operator
        {
            Name = "Tile",
            Infer = n => [n.Input(0).Type with { Shape = TiledShape(n) }],
            Gradient = (n, dy) => [SumOfCopies(n, dy[0]!), null],
        },
    ];

    private static TensorType[] InferExpand(Node n)
    {
        var x = n.Input(0);
        var target = new Shape(Array.ConvertAll(Shapes.Elements(n, 1), e => e.ToDim()));
        return [x.Type with { Shape = Shapes.Broadcast(n, x.Shape, target) }];
    }

    private static Shape TiledShape(Node n)
    {
        var shape = n.Input(0).Shape;
        // There are as many as dimensions, told or not.
        if (KnownElements.Of(n.Input(1)) is not { } repeats)
            return Shapes.Open(shape.Rank);
        if (repeats.Length != shape.Rank || Array.Exists(repeats, r => r.Number < 0))
            throw new GraphException(
                $"{n} got {repeats.Length} repeats for a shape {shape}; give one for each dimension, none of them negative."
            );
        return new Shape(shape.Select((size, axis) => Times(size, repeats[axis])).ToArray());
    }

    private static Dim Times(Dim size, Element repeats) =>
        repeats == 1 ? size
        : size.IsOne ? repeats.ToDim()
        : repeats.Number is { } number && size.IsKnown ? checked(size.Value * number)
        : Dim.Unknown;

    /// <summary>Each repeated axis becomes two, of which the first says which copy it is; along those the gradients are summed.</summary>
    private static Value SumOfCopies(Node n, Value dy)
    {
        long[] repeats = Shapes.Constants(n, 1);
        long[] sizes = n.Input(0).Shape.ToArray();
        var dims = new List<long>();
        var copies = new List<long>();
        for (int i = 0; i < sizes.Length; i++)
        {
            if (repeats[i] != 1)
            {
                copies.Add(dims.Count);
                dims.Add(repeats[i]);
            }
            dims.Add(sizes[i]);
        }
        return Op.ReduceSum(Op.Reshape(dy, Shape.Of([.. dims])), [.. copies]);
    }
}

public static partial class Op
{
    /// <summary>x repeated along axes of size 1 until it has a shape.</summary>
    public static Value Expand(Value x, Shape shape)
    {
        if (x.Shape.Equals(shape))
            return x;
        return x.Graph.Emit("Expand", x, x.Graph.Ints(shape.ToArray()));
    }

    /// <summary>x repeated along axes of size 1 until it has the shape of another value.</summary>
    public static Value ExpandLike(Value x, Value like) =>
        x.Shape.Equals(like.Shape) ? x
        : like.Shape.IsStatic ? Expand(x, like.Shape)
        : x.Graph.Emit("Expand", x, ShapeOf(like));

    /// <summary>x as often as told along each axis, one copy after the other.</summary>
    public static Value Tile(Value x, params ReadOnlySpan<long> repeats) => Tile(x, x.Graph.Ints(repeats));

    /// <summary>x as often along each axis as a vector of int64 tells, which may be computed.</summary>
    public static Value Tile(Value x, Value repeats) => x.Graph.Emit("Tile", x, repeats);

    /// <summary>A number at every place of a shape that is another value's, in an element type.</summary>
    internal static Value FilledLike(Value like, double number, ElementType type) =>
        ExpandLike(like.Graph.Scalar(number, type), like);
}
