using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Several values put end to end, and one cut in parts.</summary>
internal static class Joining
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Concat",
            Infer = InferConcat,
            Gradient = ConcatGradient,
        },
        new Operator
        {
            Name = "Split",
            Infer = InferSplit,
            Gradient = SplitGradient,
            EveryOutput = true,
        },
    ];

    /// <summary>A broken file may ask for more parts than memory holds.</summary>
    private const long MostParts = 65536;

    private static int AxisOf(Node n) => Shapes.Axis(n, n.Attributes.Int("axis"), n.Input(0).Rank);

    private static TensorType[] InferConcat(Node n)
    {
        int axis = AxisOf(n);
        var first = n.Input(0);
        var dims = first.Shape.ToDims();
        foreach (var part in n.Inputs.Skip(1))
        {
            Define.SameElements(n, first, part!);
            bool fits = part!.Rank == first.Rank;
            for (int i = 0; fits && i < first.Rank; i++)
                fits =
                    i == axis || !part.Shape[i].IsKnown || !first.Shape[i].IsKnown || part.Shape[i] == first.Shape[i];
            if (!fits)
                throw new GraphException(
                    $"{n} got shapes {first.Shape} and {part.Shape}; they may differ along axis {axis} alone."
                );
            for (int i = 0; i < dims.Length; i++)
            {
                var size = part.Shape[i];
                dims[i] =
                    i != axis ? (dims[i].IsKnown ? dims[i] : size)
                    : dims[i].IsKnown && size.IsKnown ? dims[i].Value + size.Value
                    : Dim.Unknown;
            }
        }
        return [first.Type with { Shape = new Shape(dims) }];
    }

    private static Value?[] ConcatGradient(Node n, Value?[] dy)
    {
        int axis = AxisOf(n);
        if (n.Inputs.Count == 1)
            return [dy[0]];
        long[] sizes = n.Inputs.Select(i => i!.Shape[axis].Value).ToArray();
        return [.. Op.Split(dy[0]!, axis, sizes)];
    }

    private static TensorType[] InferSplit(Node n)
    {
        var x = n.Input(0);
        int axis = AxisOf(n);
        var size = x.Shape[axis];
        var parts =
            n.Optional(1) is null ? EqualParts(n, x.Shape, axis)
            : Shapes.Known(n, 1) is { } given ? Array.ConvertAll(given, p => (Dim)p)
            : Array.ConvertAll(ComputedSizes(n), e => e.ToDim());
        if (n.WantedOutputs is { } wanted && wanted != parts.Length)
            throw new GraphException(
                $"{n} is to cut axis {axis} of {x.Shape} in {parts.Length} parts, and to give {wanted} outputs; both must be as many."
            );
        if (size.IsKnown && Array.TrueForAll(parts, p => p.IsKnown) && parts.Sum(p => p.Value) != size.Value)
            throw new GraphException(
                $"{n} got parts of {string.Join(", ", parts)} for a shape {x.Shape}; along axis {axis} they must sum to its size."
            );
        return Array.ConvertAll(parts, p => x.Type with { Shape = x.Shape.With(axis, p) });
    }

    /// <summary>Sizes of which at least the number must be told, be it by the outputs.</summary>
    private static Element[] ComputedSizes(Node n) =>
        KnownElements.Of(n.Input(1)) is null && n.WantedOutputs is { } wanted
            ? new Element[wanted]
            : Shapes.Elements(n, 1);

    /// <summary>The sizes of equal parts, of which the last may be smaller.</summary>
    private static Dim[] EqualParts(Node n, Shape shape, int axis)
    {
        long parts = n.Attributes.Int("num_outputs", 1);
        long size = shape[axis].IsKnown ? shape[axis].Value : long.MaxValue;
        long each = parts > 0 ? size / parts + Math.Sign(size % parts) : 0;
        if (parts < 1 || parts > Math.Min(Math.Max(size, 1), MostParts) || each * (parts - 1) > size)
            throw new GraphException(
                $"{n} is to cut axis {axis} of {shape} in {parts} parts of {each}, the last of which may be smaller; 1 to {MostParts} parts were expected, and no more than there is room for. Give the sizes of the parts."
            );
        var sizes = new Dim[parts];
        Array.Fill(
            sizes,
            shape[axis].IsKnown ? each
                : parts == 1 ? shape[axis]
                : Dim.Unknown
        );
        if (shape[axis].IsKnown)
            sizes[^1] = size - each * (parts - 1);
        return sizes;
    }

    private static Value?[] SplitGradient(Node n, Value?[] dy)
    {
        int axis = AxisOf(n);
        var like = dy.First(g => g is not null)!;
        var parts = new Value[dy.Length];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = dy[i] ?? Op.FilledLike(n.Outputs[i], 0, like.ElementType);
        return [Op.Concat(parts, axis), null];
    }
}

public static partial class Op
{
    /// <summary>Values put end to end along an axis.</summary>
    public static Value Concat(ReadOnlySpan<Value> parts, int axis) =>
        parts.Length == 1 ? parts[0] : parts[0].Graph.Emit("Concat", new Attributes { { "axis", axis } }, [.. parts]);

    /// <summary>A value cut along an axis into parts of the given sizes.</summary>
    public static IReadOnlyList<Value> Split(Value x, int axis, params long[] sizes) =>
        x.Graph.Add("", "Split", [x, x.Graph.Ints(sizes)], new Attributes { { "axis", axis } }).Outputs;
}
