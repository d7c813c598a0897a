using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Parts of a value by start, end and step, and values with a border put around them.</summary>
internal static class Slicing
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Slice",
            Infer = n => [n.Input(0).Type with { Shape = SlicedShape(n) }],
            Gradient = (n, dy) => [SliceGradient(n, dy[0]!), null, null, null, null],
        },
        new Operator
        {
            Name = "Pad",
            Infer = n => [n.Input(0).Type with { Shape = PaddedShape(n) }],
            Gradient = PadGradient,
        },
    ];

    /// <summary>What a slice takes along one axis of known size.</summary>
    /// <param name="Axis">The axis.</param>
    /// <param name="Start">The first place taken.</param>
    /// <param name="Step">From a place to the next; negative goes backwards.</param>
    /// <param name="Count">How many places are taken.</param>
    public readonly record struct Range(int Axis, long Start, long Step, long Count);

    /// <summary>What a Slice node takes; null along an axis whose size is not known.</summary>
    public static Range?[] Ranges(Node n, out int[] axes) =>
        TryRanges(n, out axes)
        ?? throw new GraphException(
            $"{n} got axes, or a number of starts, that are computed from data; here they must be known beforehand. Give them as constants."
        );

    /// <summary>What a Slice node takes; null along an axis where it is not known, and in all where even the axes are not.</summary>
    public static Range?[]? TryRanges(Node n, out int[] axes)
    {
        var x = n.Input(0);
        axes = [];
        if (KnownElements.Of(n.Input(1)) is null)
            return null;
        var starts = Shapes.Elements(n, 1);
        var ends = Shapes.Elements(n, 2);
        var steps = n.Optional(4) is null ? Array.ConvertAll(starts, _ => (Element)1) : Shapes.Elements(n, 4);
        axes = Enumerable.Range(0, starts.Length).ToArray();
        if (n.Optional(3) is not null)
        {
            if (Shapes.Known(n, 3) is not { } given)
                return null;
            axes = Shapes.Axes(n, given, x.Rank);
        }
        if (
            ends.Length != starts.Length
            || axes.Length != starts.Length
            || axes.Length > x.Rank
            || steps.Length != starts.Length
            || steps.Contains(0)
        )
            throw new GraphException(
                $"{n} got starts, ends, axes and steps that do not go together; give as many of each, no step of 0."
            );
        var ranges = new Range?[starts.Length];
        for (int i = 0; i < starts.Length; i++)
        {
            if (
                !x.Shape[axes[i]].IsKnown
                || starts[i].Number is not { } start
                || ends[i].Number is not { } end
                || steps[i].Number is not { } step
            )
                continue;
            long size = x.Shape[axes[i]].Value;
            start = start < 0 ? start + size : start;
            end = end < 0 ? Math.Max(end + size, -1) : end;
            start = step > 0 ? Math.Clamp(start, 0, size) : Math.Clamp(start, -1, size - 1);
            end = step > 0 ? Math.Clamp(end, 0, size) : Math.Clamp(end, -1, size - 1);
            long count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
            ranges[i] = new Range(axes[i], start, step, Math.Max(0, count));
        }
        return ranges;
    }

    private static Shape SlicedShape(Node n)
    {
        if (TryRanges(n, out int[] axes) is not { } ranges)
            return Shapes.Open(n.Input(0).Rank);
        var dims = n.Input(0).Shape.ToDims();
        for (int i = 0; i < axes.Length; i++)
            dims[axes[i]] = ranges[i] is { } range ? range.Count : Dim.Unknown;
        return new Shape(dims);
    }

    /// <summary>Puts the gradient back where it was taken from, zeros elsewhere, one axis after the other.</summary>
    private static Value SliceGradient(Node n, Value dy)
    {
        var shape = n.Input(0).Shape;
        foreach (var found in Ranges(n, out _))
        {
            if (found is not { } range)
                throw new GraphException(
                    $"{n} takes a part that depends on data; its gradient needs fixed places. Give starts, ends and steps as constants."
                );
            var (axis, start, step, count) = range;
            if (count == 0)
                return Op.Expand(dy.Like(0), shape);
            if (step < 0)
            {
                dy = Op.Reverse(dy, axis);
                (start, step) = (start + (count - 1) * step, -step);
            }
            long length = count;
            if (step > 1)
            {
                // Zeros between the places: each becomes a row of step places, of which it is the first.
                var rows = Op.PadAxis(Op.Unsqueeze(dy, [axis + 1]), axis + 1, 0, step - 1);
                length = count * step;
                dy = Op.Reshape(rows, dy.Shape.With(axis, length));
            }
            dy = Op.PadAxis(dy, axis, start, shape[axis].Value - start - length);
        }
        return dy;
    }

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

    private static Shape PaddedShape(Node n)
    {
        var shape = n.Input(0).Shape;
        if (Shapes.Known(n, 1) is null || (n.Optional(3) is not null && Shapes.Known(n, 3) is null))
            return Shapes.Open(shape.Rank);
        long[] pads = Pads(n, shape.Rank);
        var dims = shape.ToDims();
        for (int i = 0; i < dims.Length; i++)
        {
            long border = pads[i] + pads[i + dims.Length];
            if (border == 0)
                continue;
            if (dims[i].IsKnown && dims[i].Value + border < 0)
                throw new GraphException(
                    $"{n} got a shape {shape} and pads [{string.Join(", ", pads)}]; more is cut off than is there."
                );
            dims[i] = dims[i].IsKnown ? dims[i].Value + border : Dim.Unknown;
        }
        return new Shape(dims);
    }

    private static Value?[] PadGradient(Node n, Value?[] dy)
    {
        string mode = n.Attributes.String("mode", "constant");
        if (mode != "constant")
            throw new GraphException($"{n} pads by '{mode}', whose gradient is not known; only 'constant' is.");
        long[] pads = Pads(n, n.Input(0).Rank);
        return [Op.Pad(dy[0]!, Array.ConvertAll(pads, p => -p)), null, null, null];
    }
}

public static partial class Op
{
    /// <summary>The part from start to before end along one axis, every step-th; negative numbers count from the end.</summary>
    public static Value Slice(Value x, int axis, long start, long end, long step = 1) =>
        Slice(x, [axis], [start], [end], [step]);

    /// <summary>The part from starts to before ends along several axes.</summary>
    public static Value Slice(Value x, long[] axes, long[] starts, long[] ends, long[] steps)
    {
        var g = x.Graph;
        return g.Emit("Slice", x, g.Ints(starts), g.Ints(ends), g.Ints(axes), g.Ints(steps));
    }

    /// <summary>The elements in opposite order along an axis.</summary>
    public static Value Reverse(Value x, int axis) => Slice(x, axis, -1, long.MinValue + 1, -1);

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
}
