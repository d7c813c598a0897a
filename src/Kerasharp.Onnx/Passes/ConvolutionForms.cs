using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>Convolutions for devices that lack some of them.</summary>
internal static class ConvolutionForms
{
    /// <summary>A convolution that is padded behind alone by a wider window; another one in groups, one for each group.</summary>
    public static Value[]? Apart(Node n) =>
        n.Attributes.Ints("pads") is { } pads
        && pads.Any(p => p != 0)
        && pads.Take(pads.Length / 2).All(p => p == 0)
        && n.Input(1).Shape.IsStatic
            ? Widened(n, pads)
            : ByGroups(n);

    /// <summary>
    /// A window with zeros before its first row, and as much padding before. Padding as a node of its own would not do: ONNX Runtime puts
    /// it back into the convolution.
    /// </summary>
    private static Value[] Widened(Node n, long[] pads)
    {
        var attributes = n.Attributes.Clone();
        attributes.Add("pads", (long[])[attributes.Ints("dilations")?[0] ?? 1, .. pads[1..]]);
        if (attributes.Ints("kernel_shape") is { } kernel)
            attributes.Add("kernel_shape", (long[])[kernel[0] + 1, .. kernel[1..]]);
        var inputs = n.Inputs.ToArray();
        // Not by Pad, of which ONNX Runtime would make padding of the convolution's, whichever input it is.
        var w = n.Input(1);
        long[] row = [.. w.Shape.With(2, 1).Select(d => d.Value)];
        var zeros = n.Graph.Constant(ConstantTensor.Filled(0, w.ElementType, row));
        inputs[1] = Op.Concat([zeros, w], 2);
        return [n.Graph.Add("", "Conv", inputs, attributes).Output];
    }

    private static Value[]? ByGroups(Node n)
    {
        var (x, w) = (n.Input(0), n.Input(1));
        long groups = n.Attributes.Int("group", 1);
        if (groups == 1 || !x.Shape[1].IsKnown || !w.Shape[0].IsKnown)
            return null;
        var attributes = n.Attributes.Clone();
        attributes.Remove("group");
        var (channels, filters) = (x.Shape[1].Value / groups, w.Shape[0].Value / groups);
        var parts = new Value[groups];
        for (long g = 0; g < groups; g++)
        {
            var part = Op.Slice(x, 1, g * channels, (g + 1) * channels);
            var kernel = Op.Slice(w, 0, g * filters, (g + 1) * filters);
            Value?[] inputs = n.Optional(2) is { } b
                ? [part, kernel, Op.Slice(b, 0, g * filters, (g + 1) * filters)]
                : [part, kernel];
            parts[g] = n.Graph.Add("", "Conv", inputs, attributes.Clone()).Output;
        }
        return [Op.Concat(parts, 1)];
    }

    /// <summary>
    /// A transposed convolution as a convolution: of the input with zeros where strides lead over, by the kernel turned round. It computes
    /// with the zeros, too.
    /// </summary>
    public static Value[]? Straight(Node n)
    {
        var (x, w) = (n.Input(0), n.Input(1));
        var transposed = new TransposedWindow(n);
        if (transposed.Pads is not { } pads || !x.Shape.IsStatic || !w.Shape.IsStatic)
            return null;
        var window = transposed.Window;
        int rank = window.Rank;
        var border = new long[2 * (rank + 2)];
        for (int i = 0; i < rank; i++)
        {
            long reach = window.Reach(i) - 1;
            border[i + 2] = reach - pads[i];
            // The zeros that come behind the last element are not wanted.
            border[i + rank + 4] = reach - pads[i + rank] + transposed.Extra[i] - (window.Strides[i] - 1);
        }
        x = Spaced(x, window.Strides);
        if (border.Any(p => p != 0))
            x = Op.Pad(x, border);
        long groups = n.Attributes.Int("group", 1);
        return [Op.Conv(x, Turned(w, groups), n.Optional(2), dilations: window.Dilations, group: groups)];
    }

    /// <summary>Elements with zeros behind each, so that each takes up a stride.</summary>
    private static Value Spaced(Value x, long[] strides)
    {
        if (strides.All(s => s == 1))
            return x;
        int rank = strides.Length;
        long[] sizes = [.. x.Shape.Select(d => d.Value)];
        var apart = new List<long> { sizes[0] * sizes[1] };
        var zeros = new List<long> { 0 };
        for (int i = 0; i < rank; i++)
        {
            apart.AddRange([sizes[i + 2], 1]);
            zeros.AddRange([0, strides[i] - 1]);
        }
        var spaced = Op.Pad(Op.Reshape(x, [.. apart]), [.. zeros.Select(_ => 0L), .. zeros]);
        return Op.Reshape(spaced, [sizes[0], sizes[1], .. strides.Select((s, i) => s * sizes[i + 2])]);
    }

    /// <summary>A kernel (channels, filters / groups, sizes…) as one of a convolution, (filters, channels / groups, sizes…), turned round.</summary>
    private static Value Turned(Value w, long groups)
    {
        long[] sizes = [.. w.Shape.Select(d => d.Value)];
        long[] kernel = sizes[2..];
        int[] rest = [.. Enumerable.Range(3, kernel.Length)];
        var grouped = Op.Reshape(w, [groups, sizes[0] / groups, sizes[1], .. kernel]);
        var turned = Op.Reshape(
            Op.Transpose(grouped, [0, 2, 1, .. rest]),
            [groups * sizes[1], sizes[0] / groups, .. kernel]
        );
        long[] axes = [.. Enumerable.Range(0, kernel.Length).Where(i => kernel[i] > 1).Select(i => i + 2L)];
        long[] all = [.. axes.Select(_ => -1L)];
        return axes.Length == 0 ? turned : Op.Slice(turned, axes, all, [.. axes.Select(_ => long.MinValue + 1)], all);
    }
}
