using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Parts of a value by start, end and step.</summary>
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
            ranges[i] = Along(axes[i], x.Shape[axes[i]].Value, start, end, step);
        }
        return ranges;
    }

    private static Range Along(int axis, long size, long start, long end, long step)
    {
        if (size == 0)
            return new Range(axis, 0, 1, 0);
        // Backwards the first place taken may be the last one, and the end lies before the first.
        var (least, most) = step > 0 ? (0, size) : (-1, size - 1);
        start = Math.Clamp(start < 0 ? start + size : start, 0, most);
        end = Math.Clamp(end < 0 ? end + size : end, least, most);
        long way = step > 0 ? end - start : start - end;
        // Models write steps as large as numbers go to take one place.
        return way <= 0 ? new Range(axis, 0, 1, 0)
            : way <= Math.Abs(Math.Max(step, -long.MaxValue)) ? new Range(axis, start, 1, 1)
            : new Range(axis, start, step, (way - 1) / Math.Abs(step) + 1);
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
}
