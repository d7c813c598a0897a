using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// The window of a transposed convolution, whose padding cuts its output: given as pads and output padding, or following from an
/// output's shape or an auto_pad.
/// </summary>
internal sealed class TransposedWindow
{
    public TransposedWindow(Node n)
    {
        Window = WindowAttributes.OfTransposed(n);
        int rank = Window.Rank;
        long[]? target = Numbers(n, "output_shape", rank);
        Extra = [.. Numbers(n, "output_padding", rank) ?? new long[rank]];
        Pads = [.. Window.Pads];
        Output = new Dim[rank];
        for (int i = 0; i < rank; i++)
        {
            // ONNX allows less than the dilations, too, which ONNX Runtime refuses as it runs.
            if (Extra[i] < 0 || Extra[i] >= Window.Strides[i])
                throw new GraphException(
                    $"{n} got an output padding of {Extra[i]} for strides of {Window.Strides[i]}; it must be less than the stride. Pad the "
                        + "output instead."
                );
            if (target is not null)
                Aim(n, i, target[i]);
            else
                Place(n, i);
        }
    }

    public WindowAttributes Window { get; }

    /// <summary>What is cut off before each spatial axis, then after each; null where sizes are not known that tell.</summary>
    public long[]? Pads { get; private set; }

    /// <summary>What is put after each axis.</summary>
    public long[] Extra { get; }

    /// <summary>The output's spatial dimensions.</summary>
    public Dim[] Output { get; }

    /// <summary>Whether a node leaves its padding to an output's shape or to an auto_pad.</summary>
    public static bool IsOpen(Node n) => n.Attributes.Has("output_shape") || n.Attributes.Has("auto_pad");

    private bool IsUpper => Window.Mode == "SAME_UPPER";

    private static long[]? Numbers(Node n, string name, int rank)
    {
        long[]? numbers = n.Attributes.Ints(name);
        // Some write the batch and the channels too.
        if (numbers is not null && name == "output_shape" && numbers.Length == rank + 2)
            return numbers[2..];
        if (numbers is not null && numbers.Length != rank)
            throw new GraphException(
                $"{n} got an attribute '{name}' of {numbers.Length} numbers; for {rank} spatial dimensions it needs {rank}."
            );
        return numbers;
    }

    /// <summary>An axis whose size is given: what is too much is cut, more of it before unless the mode is upper.</summary>
    private void Aim(Node n, int axis, long target)
    {
        Output[axis] = target;
        Dim size = n.Input(0).Shape[axis + 2];
        if (!size.IsKnown)
        {
            Pads = null;
            return;
        }
        long total = Whole(axis, size.Value) - target;
        Cut(axis, Math.Max(0, total));
        if (total >= 0)
            return;
        long reached = Whole(axis, size.Value) - Extra[axis];
        Extra[axis] -= total;
        if (Extra[axis] >= Window.Strides[axis])
            throw new GraphException(
                $"{n} got an output size of {target} for {size} places, whose windows reach {reached}; it may exceed that by less than the "
                    + $"stride, {Window.Strides[axis]}. Pad the output instead."
            );
    }

    /// <summary>An axis whose padding is given, or, by auto_pad, such that the output has a place for each step of the input.</summary>
    private void Place(Node n, int axis)
    {
        if (AutoPad.IsSame(Window.Mode))
            Cut(axis, Math.Max(0, Window.Reach(axis) + Extra[axis] - Window.Strides[axis]));
        Dim size = n.Input(0).Shape[axis + 2];
        if (!size.IsKnown)
        {
            bool same = Whole(axis, 1) - Pads![axis] - Pads[axis + Window.Rank] == 1 && Window.Strides[axis] == 1;
            Output[axis] = same ? size : Dim.Unknown;
            return;
        }
        long left = Whole(axis, size.Value) - Pads![axis] - Pads[axis + Window.Rank];
        if (left < 0)
            throw new GraphException(
                $"{n} got pads of {Pads[axis]} and {Pads[axis + Window.Rank]}, which cut more than the {Whole(axis, size.Value)} places "
                    + "that its output has. Use less padding."
            );
        Output[axis] = left;
    }

    private void Cut(int axis, long total)
    {
        if (Pads is not null)
            (Pads[axis], Pads[axis + Window.Rank]) = AutoPad.Split(total, IsUpper);
    }

    /// <summary>The output's size before anything is cut off.</summary>
    private long Whole(int axis, long size) => (size - 1) * Window.Strides[axis] + Window.Reach(axis) + Extra[axis];
}
