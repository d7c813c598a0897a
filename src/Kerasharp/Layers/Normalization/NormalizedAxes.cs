using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The axes along which layers normalise each example.</summary>
internal static class NormalizedAxes
{
    /// <summary>Their places in ascending order, none of them the batch's.</summary>
    public static int[] In(Layer layer, Shape shape, Axes axes)
    {
        int[] places = [.. axes.Select(a => a < 0 ? a + shape.Rank : a).Order()];
        return places[0] >= 1 && places[^1] < shape.Rank && places.Distinct().Count() == places.Length
            ? places
            : throw layer.Misfit(
                shape,
                $"the axis {axes} must name axes of it, each once and not the batch",
                "Change the axis or reshape the input."
            );
    }

    /// <summary>The sizes of the axes, which the weights' shape depends on.</summary>
    public static long[] KnownSizes(Layer layer, Shape shape, int[] axes) =>
        Array.ConvertAll(axes, a => layer.KnownChannels(shape, a == shape.Rank - 1 ? -1 : a));

    /// <summary>Refuses an input whose axes have other sizes than the weights.</summary>
    public static void Check(Layer layer, Shape came, int[] axes, Shape? weights)
    {
        for (int i = 0; weights is { } needed && i < axes.Length; i++)
            if (came[axes[i]].IsKnown && came[axes[i]] != needed[i])
                throw layer.Misfit(
                    came,
                    $"the layer was built for a size of {needed[i]} along axis {axes[i]}",
                    "Give that, or another layer."
                );
    }

    /// <summary>A weight of the axes' shape as it broadcasts against an input.</summary>
    public static Value Along(Value weight, int rank, int[] axes)
    {
        var shape = new Dim[rank - axes[0]];
        Array.Fill(shape, 1);
        for (int i = 0; i < axes.Length; i++)
            shape[axes[i] - axes[0]] = weight.Shape[i];
        return Op.Reshape(weight, new Shape(shape));
    }
}
