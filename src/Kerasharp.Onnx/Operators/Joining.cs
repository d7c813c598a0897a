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
        long[] sizes;
        if (n.Optional(1) is not null)
        {
            if (Shapes.Known(n, 1) is not { } given)
                return Array.ConvertAll(
                    Shapes.Elements(n, 1),
                    e => x.Type with { Shape = x.Shape.With(axis, e.ToDim()) }
                );
            sizes = given;
        }
        else
        {
            long parts = n.Attributes.Int("num_outputs", 1);
            if (!x.Shape[axis].IsKnown || parts < 1 || parts > x.Shape[axis].Value)
                throw new GraphException(
                    $"{n} is to cut axis {axis} of {x.Shape} in {parts} parts; at least one and no more than its known size are possible."
                );
            long size = x.Shape[axis].Value;
            long each = (size + parts - 1) / parts;
            sizes = Enumerable.Range(0, (int)parts).Select(i => Math.Max(0, Math.Min(each, size - i * each))).ToArray();
        }
        if (x.Shape[axis].IsKnown && sizes.Sum() != x.Shape[axis].Value)
            throw new GraphException(
                $"{n} got parts of {string.Join(", ", sizes)} for a shape {x.Shape}; along axis {axis} they must sum to its size."
            );
        return Array.ConvertAll(sizes, s => x.Type with { Shape = x.Shape.With(axis, s) });
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
