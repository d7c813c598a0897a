using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Borders put around a value: of a number, of its edge, of its mirror image, or of its other end.</summary>
internal static class Padding
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Pad",
            Infer = n => [n.Input(0).Type with { Shape = PaddedShape(n) }],
            Gradient = (n, dy) => IsConstant(n) ? ConstantGradient(n, dy[0]!) : ReverseSweep.Through(n, BySlices, dy),
            // 'wrap' came with opset 19, axes with 18. ONNX Runtime refuses to mirror more than there is, and leaves zeros where it
            // has to go round more than once.
            Lacks = (n, opset) =>
                (opset < 19 && Mode(n) == "wrap")
                || (opset < 18 && n.Optional(3) is not null && !IsKnown(n))
                || (!IsConstant(n) && Borders(n).Any(b => b.Widest > b.Most)),
            Decompose = n => IsKnown(n) || n.Optional(3) is null ? BySlices(n) : [OfAllAxes(n)],
        },
    ];

    /// <summary>The pads of a Pad node for all axes: those before each, then those after.</summary>
    public static long[] Pads(Node n, int rank)
    {
        long[] given = Shapes.Constants(n, 1);
        int[] axes = n.Optional(3) is null
            ? Enumerable.Range(0, rank).ToArray()
            : Shapes.Axes(n, Shapes.Constants(n, 3), rank);
        if (given.Length != 2 * axes.Length)
            throw new GraphException(
                $"{n} got {given.Length} pads for {axes.Length} axes; give a begin for each, then an end for each."
            );
        var pads = new long[2 * rank];
        for (int i = 0; i < axes.Length; i++)
        {
            pads[axes[i]] = given[i];
            pads[axes[i] + rank] = given[i + axes.Length];
        }
        return pads;
    }

    /// <summary>Whether a Pad node's border is a known number of zeros.</summary>
    public static bool IsZeros(Node n) =>
        IsConstant(n)
        && IsKnown(n)
        && (n.Optional(2) is not { } number || number.Constant?.ToDoubles() is { } given && given.All(g => g == 0));

    private static string Mode(Node n) => n.Attributes.String("mode", "constant");

    private static bool IsConstant(Node n) => Mode(n) == "constant";

    private static bool IsKnown(Node n) =>
        Shapes.Known(n, 1) is not null && (n.Optional(3) is null || Shapes.Known(n, 3) is not null);

    private static Shape PaddedShape(Node n)
    {
        var shape = n.Input(0).Shape;
        if (Mode(n) is not ("constant" or "edge" or "reflect" or "wrap"))
            throw new GraphException(
                $"{n} got the mode '{Mode(n)}'; constant, edge, reflect and wrap are known. Choose one of them."
            );
        if (!IsKnown(n))
            return Shapes.Open(shape.Rank);
        long[] pads = Pads(n, shape.Rank);
        var dims = shape.ToDims();
        for (int i = 0; i < dims.Length; i++)
        {
            long border = pads[i] + pads[i + dims.Length];
            if (pads[i] == 0 && pads[i + dims.Length] == 0)
                continue;
            if (dims[i].IsKnown && dims[i].Value + border < 0)
                throw new GraphException(
                    $"{n} got a shape {shape} and pads [{string.Join(", ", pads)}]; more is cut off than is there."
                );
            dims[i] =
                border == 0 ? dims[i]
                : dims[i].IsKnown ? dims[i].Value + border
                : Dim.Unknown;
        }
        if (!IsConstant(n) && Borders(n).Any(b => b is { Left: <= 0, Widest: > 0 }))
            throw new GraphException(
                $"{n} got a shape {shape} and pads [{string.Join(", ", pads)}]; by '{Mode(n)}' a border repeats elements, of which none is left there. Pad by 'constant'."
            );
        return new Shape(dims);
    }

    /// <summary>For each axis of known size how much of it negative pads leave, its wider border, and how wide it can be at once.</summary>
    private static IEnumerable<(long Left, long Widest, long Most)> Borders(Node n)
    {
        var shape = n.Input(0).Shape;
        long[] pads = IsKnown(n) ? Pads(n, shape.Rank) : [];
        for (int i = 0; i < pads.Length / 2; i++)
        {
            if (!shape[i].IsKnown)
                continue;
            var (before, after) = (pads[i], pads[i + shape.Rank]);
            long left = shape[i].Value + Math.Min(before, 0) + Math.Min(after, 0);
            yield return (left, Math.Max(before, after), Most(Mode(n), left));
        }
    }

    private static long Most(string mode, Dim size) =>
        mode == "edge" || !size.IsKnown ? long.MaxValue
        : mode == "reflect" ? size.Value - 1
        : size.Value;

    private static Value?[] ConstantGradient(Node n, Value dy)
    {
        var x = n.Input(0);
        long[] pads = Pads(n, x.Rank);
        Value? number = null;
        if (n.Optional(2) is { IsConstant: false } given)
        {
            var border = Op.Pad(Op.FilledLike(x, 0, dy.ElementType), pads, 1);
            number = Op.Reshape(Op.ReduceSum(dy * border), given.Shape);
        }
        return [Op.Pad(dy, Array.ConvertAll(pads, p => -p)), null, number, null];
    }

    /// <summary>The same with computed pads for every axis.</summary>
    private static Value OfAllAxes(Node n)
    {
        var x = n.Input(0);
        int[] axes = Shapes.Axes(n, Shapes.Constants(n, 3), x.Rank);
        var places = new long[2 * x.Rank];
        for (int i = 0; i < x.Rank; i++)
        {
            // Behind the pads stands a 0 for axes without any.
            int place = Array.IndexOf(axes, i);
            (places[i], places[i + x.Rank]) =
                place < 0 ? (2 * axes.Length, 2 * axes.Length) : (place, place + axes.Length);
        }
        var pads = Op.Gather(Op.Concat([n.Input(1), x.Graph.Ints(0)], 0), x.Graph.Ints(places));
        return x.Graph.Emit("Pad", n.Attributes.Clone(), x, pads, n.Optional(2));
    }

    /// <summary>The same by slices put end to end, one axis after the other: so 'wrap' is written for older opsets, and differentiated.</summary>
    private static Value[] BySlices(Node n)
    {
        var x = n.Input(0);
        long[] pads = Pads(n, x.Rank);
        for (int axis = 0; axis < x.Rank; axis++)
        {
            var (before, after) = (pads[axis], pads[axis + x.Rank]);
            // What is cut off does not show in the border.
            if (before < 0 || after < 0)
                x = Op.Slice(x, axis, Math.Max(-before, 0), after < 0 ? after : long.MaxValue);
            var front = Border(x, Mode(n), axis, before, front: true).Reverse();
            var back = Border(x, Mode(n), axis, after, front: false);
            x = Op.Concat([.. front, x, .. back], axis);
        }
        return [x];
    }

    /// <summary>The parts of a border, from the inside out. Where the size is not known the border must not be wider than x.</summary>
    private static IEnumerable<Value> Border(Value x, string mode, int axis, long width, bool front)
    {
        if (width > 0 && (mode == "edge" || x.Shape[axis].IsOne))
        {
            var ones = new Dim[x.Rank];
            Array.Fill(ones, 1);
            var edge = Op.Slice(x, axis, front ? 0 : -1, front ? 1 : long.MaxValue);
            yield return Op.Expand(edge, new Shape(ones).With(axis, width));
            yield break;
        }
        long most = Most(mode, x.Shape[axis]);
        // A mirror image is followed by an upright one.
        for (bool turned = mode == "reflect"; width > 0; width -= most, turned = mode == "reflect" && !turned)
        {
            long part = Math.Min(width, most);
            // A mirror image leaves out the element at the edge.
            long skip = mode == "reflect" ? 1 : 0;
            yield return (front, turned) switch
            {
                (true, true) => Op.Slice(x, axis, part, 0, -1),
                (false, true) => Op.Slice(x, axis, -2, -2 - part, -1),
                (true, false) => Op.Slice(x, axis, -skip - part, skip == 0 ? long.MaxValue : -skip),
                (false, false) => Op.Slice(x, axis, skip, skip + part),
            };
        }
    }
}

public static partial class Op
{
    /// <summary>A border of a number (0 unless told) around x: first the widths before each axis, then those after; negative ones cut off.</summary>
    public static Value Pad(Value x, long[] pads, double number = 0)
    {
        if (Array.TrueForAll(pads, p => p == 0))
            return x;
        return x.Graph.Emit("Pad", x, x.Graph.Ints(pads), number == 0 ? null : x.Like(number));
    }

    /// <summary>A border of zeros before and after one axis.</summary>
    internal static Value PadAxis(Value x, int axis, long before, long after)
    {
        var pads = new long[2 * x.Rank];
        (pads[axis], pads[axis + x.Rank]) = (before, after);
        return Pad(x, pads);
    }

    /// <summary>A border of a computed number around x.</summary>
    public static Value Pad(Value x, long[] pads, Value number) => x.Graph.Emit("Pad", x, x.Graph.Ints(pads), number);

    /// <summary>
    /// A border around x that repeats elements of x: by "edge" the outermost, by "reflect" those behind it in opposite order, by
    /// "wrap" those of the other end. First the widths before each axis, then those after; negative ones cut off, before the border is made.
    /// </summary>
    public static Value Pad(Value x, long[] pads, string mode) =>
        x.Graph.Emit("Pad", new Attributes { { "mode", mode } }, x, x.Graph.Ints(pads));
}
