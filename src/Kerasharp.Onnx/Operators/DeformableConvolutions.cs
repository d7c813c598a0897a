using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Convolution of images whose window's places are moved, each by an offset of its own at each place of the output.</summary>
internal static class DeformableConvolutions
{
    public static Operator[] Operators { get; } = [Define.Composed("DeformConv", Infer, n => [Compose(n)], since: 19)];

    private static TensorType[] Infer(Node n)
    {
        var (x, w, offset) = (n.Input(0), n.Input(1), n.Input(2));
        ElementKind.Float.Demand(n, x);
        Define.SameElements(n, x, w);
        Define.SameElements(n, x, offset);
        if (x.Rank != 4 || w.Rank != 4 || offset.Rank != 4)
            throw new GraphException(
                $"{n} got an input {x.Shape}, a weight {w.Shape} and offsets {offset.Shape}; images of 4 dimensions were expected. Reshape them."
            );
        var window = WindowAttributes.OfConvolution(n);
        var (group, sets) = (n.Attributes.Int("group", 1), n.Attributes.Int("offset_group", 1));
        var places = window.Output(n);
        Expect(x.Shape[1], w.Shape[1].IsKnown ? w.Shape[1].Value * group : Dim.Unknown, "channels");
        Expect(offset.Shape[1], 2 * sets * window.Taps, "offsets");
        Expect(offset.Shape[2], places[0], "rows of offsets");
        Expect(offset.Shape[3], places[1], "columns of offsets");
        if (n.Optional(4) is { Rank: 4 } mask)
            Expect(mask.Shape[1], sets * window.Taps, "masks");
        if (x.Shape[1].IsKnown && x.Shape[1].Value % sets != 0 || w.Shape[0].IsKnown && w.Shape[0].Value % group != 0)
            throw new GraphException(
                $"{n} got {x.Shape[1]} channels, {w.Shape[0]} filters, {sets} sets of offsets and {group} groups; sets must divide the channels, "
                    + "and groups the filters."
            );
        return [x.Type with { Shape = new Shape([x.Shape[0], w.Shape[0], .. places]) }];

        void Expect(Dim came, Dim expected, string what)
        {
            if (came.IsKnown && expected.IsKnown && came != expected)
                throw new GraphException(
                    $"{n} got {came} {what} for an input {x.Shape}, a weight {w.Shape} and {sets} sets of offsets; it needs {expected}."
                );
        }
    }

    /// <summary>The input at the moved places, times the mask, in columns as a convolution sees them; then one product.</summary>
    private static Value Compose(Node n)
    {
        var (x, w, offset) = (n.Input(0), n.Input(1), n.Input(2));
        if (!x.Shape.IsStatic || !w.Shape.IsStatic)
            throw new GraphException(
                $"{n} got an input {x.Shape} and a weight {w.Shape}; without a kernel for it, or for its gradient, all sizes must be known "
                    + "beforehand. Give them as numbers."
            );
        var window = WindowAttributes.OfConvolution(n);
        var (group, sets) = (n.Attributes.Int("group", 1), n.Attributes.Int("offset_group", 1));
        var (batch, channels, filters) = (x.Shape[0].Value, x.Shape[1].Value, w.Shape[0].Value);
        var (height, width, taps) = (n.Output.Shape[2].Value, n.Output.Shape[3].Value, window.Taps);
        long places = height * width;

        var moved = Op.Split(Op.Reshape(offset, batch * sets, taps, 2, places), 2, 1, 1);
        var planes = Op.Reshape(x, batch * sets, channels / sets, x.Shape[2].Value, x.Shape[3].Value);
        var seen = Bilinear.Corners(planes, Positions(moved[0], 0), Positions(moved[1], 1)).Aggregate(Op.Add);
        if (n.Optional(4) is { } mask)
            seen = seen * Op.Reshape(mask, batch * sets, 1, taps * places);
        var columns = Op.Reshape(seen, batch, group, channels / group * taps, places);
        var weights = Op.Reshape(w, group, filters / group, channels / group * taps);
        var y = Op.Reshape(Op.MatMul(weights, columns), batch, filters, height, width);
        return n.Optional(3) is { } b ? y + Op.Reshape(b, filters, 1, 1) : y;

        // Where each tap of each window lies along an axis, without its offset and with it.
        Value Positions(Value offsets, int axis)
        {
            var whole = new double[taps * places];
            for (long tap = 0; tap < taps; tap++)
            for (long place = 0; place < places; place++)
            {
                long step = axis == 0 ? tap / window.Kernel[1] : tap % window.Kernel[1];
                long at = axis == 0 ? place / width : place % width;
                whole[tap * places + place] =
                    at * window.Strides[axis] + step * window.Dilations[axis] - window.Pads[axis];
            }
            return Op.Reshape(offsets, batch * sets, taps * places)
                + n.Graph.Constant(ConstantTensor.From(whole, offsets.ElementType, [1, whole.Length]));
        }
    }
}

public static partial class Op
{
    /// <summary>
    /// Deformable convolution of images: a convolution whose window's places are moved by offsets, and weighted by a mask. Between whole
    /// places the input is interpolated; outside it is zero.
    /// </summary>
    /// <param name="x">The input (batch, channels, height, width).</param>
    /// <param name="w">The filters (filters, channels / group, kernel height, kernel width).</param>
    /// <param name="offset">
    /// For each set of offsets and each place of the window, how far it moves down and across: (batch, sets times places times 2, height,
    /// width) of the output.
    /// </param>
    /// <param name="b">The bias, or none.</param>
    /// <param name="mask">A factor for each set and place of the window (batch, sets times places, height, width), or none.</param>
    /// <param name="strides">Steps between windows; 1 unless told.</param>
    /// <param name="pads">Zeros before each spatial axis, then after each; none unless told.</param>
    /// <param name="dilations">Distances within a window; 1 unless told.</param>
    /// <param name="group">Into how many independent groups the channels fall.</param>
    /// <param name="offsetGroup">How many sets of offsets there are; each serves as many channels.</param>
    public static Value DeformConv(
        Value x,
        Value w,
        Value offset,
        Value? b = null,
        Value? mask = null,
        long[]? strides = null,
        long[]? pads = null,
        long[]? dilations = null,
        long group = 1,
        long offsetGroup = 1
    )
    {
        var attributes = WindowParts(x, w.Shape.Skip(2).Select(d => d.Value).ToArray(), strides, pads, dilations, null);
        if (group != 1)
            attributes.Add("group", group);
        if (offsetGroup != 1)
            attributes.Add("offset_group", offsetGroup);
        return x.Graph.Emit("DeformConv", attributes, x, w, offset, b, mask);
    }
}
