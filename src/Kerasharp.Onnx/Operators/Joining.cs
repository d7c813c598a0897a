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

    private static int AxisOf(Node n) => Shapes.Axis(n, n.Attributes.Int("axis"), n.Input(0).Rank);

    private static TensorType[] InferConcat(Node n)
    {
        int axis = AxisOf(n);
        var first = n.Input(0);
        var total = first.Shape[axis];
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
            var add = part.Shape[axis];
            total = total.IsKnown && add.IsKnown ? total.Value + add.Value : Dim.Unknown;
        }
        return [first.Type with { Shape = first.Shape.With(axis, total) }];
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
        if (n.Optional(1) is null)
            return EqualParts(n, axis);
        if (Shapes.Known(n, 1) is not { } sizes)
            return ComputedParts(n, axis);
        CheckCount(n, axis, sizes.Length);
        if (x.Shape[axis].IsKnown && sizes.Sum() != x.Shape[axis].Value)
            throw new GraphException(
                $"{n} got parts of {string.Join(", ", sizes)} for a shape {x.Shape}; along axis {axis} they must sum to its size."
            );
        return Array.ConvertAll(sizes, s => x.Type with { Shape = x.Shape.With(axis, s) });
    }

    /// <summary>Equal parts, but for the last.</summary>
    private static TensorType[] EqualParts(Node n, int axis)
    {
        var x = n.Input(0);
        long parts = n.Attributes.Int("num_outputs", 1);
        CheckCount(n, axis, parts);
        var size = x.Shape[axis];
        if (parts < 1 || (size.IsKnown && parts > size.Value))
            throw new GraphException(
                $"{n} is to cut axis {axis} of {x.Shape} in {parts} parts; at least one and no more than its size are possible."
            );
        var types = new TensorType[parts];
        for (int i = 0; i < types.Length; i++)
            types[i] = x.Type with { Shape = x.Shape.With(axis, Part(i)) };
        return types;

        Dim Part(int index)
        {
            if (!size.IsKnown)
                return parts == 1 ? size : Dim.Unknown;
            long each = (size.Value + parts - 1) / parts;
            return Math.Max(0, Math.Min(each, size.Value - index * each));
        }
    }

    /// <summary>Parts of which at least the number must be told.</summary>
    private static TensorType[] ComputedParts(Node n, int axis)
    {
        var x = n.Input(0);
        var sizes =
            KnownElements.Of(n.Input(1)) is null && n.WantedOutputs is { } wanted
                ? new Element[wanted]
                : Shapes.Elements(n, 1);
        CheckCount(n, axis, sizes.Length);
        return Array.ConvertAll(sizes, e => x.Type with { Shape = x.Shape.With(axis, e.ToDim()) });
    }

    private static void CheckCount(Node n, int axis, long parts)
    {
        if (n.WantedOutputs is { } wanted && wanted != parts)
            throw new GraphException(
                $"{n} is to cut axis {axis} of {n.Input(0).Shape} in {parts} parts, and to give {wanted} outputs; both must be as many."
            );
    }

    private static Value?[] SplitGradient(Node n, Value?[] dy)
    {
        int axis = AxisOf(n);
        var like = dy.First(g => g is not null)!;
        var parts = new Value[dy.Length];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = dy[i] ?? Op.Expand(like.Like(0), n.Outputs[i].Shape);
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
