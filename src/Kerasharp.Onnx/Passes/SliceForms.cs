using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>Slice of elements that a device can gather but not slice.</summary>
internal static class SliceForms
{
    /// <summary>Each axis by the numbers of the places that are kept; null where they are not known.</summary>
    public static Value[]? ByGathers(Node n)
    {
        var x = n.Input(0);
        if (Shapes.Known(n, 1) is not { } starts || Shapes.Known(n, 2) is not { } ends)
            return null;
        long[]? axes = [.. Enumerable.Range(0, starts.Length)];
        long[]? steps = [.. starts.Select(_ => 1L)];
        if (n.Optional(3) is not null)
            axes = Shapes.Known(n, 3);
        if (n.Optional(4) is not null)
            steps = Shapes.Known(n, 4);
        if (axes is null || steps is null)
            return null;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = checked((int)(axes[i] < 0 ? axes[i] + x.Rank : axes[i]));
            if (!x.Shape[axis].IsKnown)
                return null;
            long[] places = Places(starts[i], ends[i], steps[i], x.Shape[axis].Value);
            double[] numbers = [.. places.Select(p => (double)p)];
            x = Op.Gather(x, n.Graph.Constant(ConstantTensor.From(numbers, ElementType.Int32, [places.Length])), axis);
        }
        return [x];
    }

    private static long[] Places(long start, long end, long step, long size)
    {
        if (size == 0)
            return [];
        (long least, long most) = step > 0 ? (0, size) : (-1, size - 1);
        start = Math.Clamp(start < 0 ? start + size : start, Math.Max(least, 0), most);
        end = Math.Clamp(end < 0 && end >= -size ? end + size : end, least, most);
        var places = new List<long>();
        for (long p = start; step > 0 ? p < end : p > end; p += step)
            places.Add(p);
        return [.. places];
    }
}
