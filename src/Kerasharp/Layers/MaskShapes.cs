using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>What every mask of a tensor must be, in one wording.</summary>
internal static class MaskShapes
{
    /// <summary>Whether a mask's dimensions may be a tensor's first ones, once the symbols have numbers.</summary>
    public static bool Fit(Shape mask, Shape tensor) =>
        mask.Rank >= 1 && mask.Rank <= tensor.Rank && Ranks.MayBeEqual(mask, new Shape([.. tensor.Take(mask.Rank)]));

    /// <summary>The mask as truth values.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="of">The shape of the tensor that it is of.</param>
    /// <param name="layer">The layer that gives it; null outside of layers.</param>
    /// <exception cref="ArgumentException">The mask's dimensions are not the tensor's first ones; a <see cref="LayerException"/> in a layer.</exception>
    public static SymbolicTensor Checked(SymbolicTensor mask, Shape of, Layer? layer)
    {
        // Where nobody says so, the channels may stand before the steps.
        bool first = layer?.StepsAxis != 2;
        bool behindChannels = of.Rank >= 3 && (layer is null || !first);
        if ((first && Fit(mask.Shape, of)) || (behindChannels && Fit(mask.Shape, WithoutChannels(of))))
            return mask.ElementType == ElementType.Bool ? mask : Ops.Cast(mask, ElementType.Bool);
        var (expected, like) = first
            ? ("the tensor's first dimensions were", of)
            : ("the dimensions of batch and steps were", WithoutChannels(of));
        string message =
            $"a mask of shape {mask.Shape} came for a tensor of shape {of}; {expected} expected, such as {new Shape([.. like.Take(Math.Clamp(of.Rank - 1, 1, 2))])}. "
            + "Reshape the mask, or pad it as the tensor is.";
        throw layer is null
            ? new ArgumentException($"{char.ToUpperInvariant(message[0])}{message[1..]}")
            : new LayerException(layer.Name, message);
    }

    /// <summary>Refuses a mask that has not one truth value for each place of a tensor, all of its axes but the last; sizes of 1 serve all.</summary>
    /// <param name="layer">The layer that says so.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="of">The tensor's shape.</param>
    /// <param name="name">What the mask is called, as <c>a query_mask</c>.</param>
    /// <param name="tensor">What the tensor is called, as <c>query</c>.</param>
    public static void CheckPlaces(this Layer layer, Shape mask, Shape of, string name, string tensor)
    {
        var places = new Shape([.. of.SkipLast(1)]);
        if (!Ranks.MayBroadcast(mask, places))
            throw new LayerException(
                layer.Name,
                $"{name} of shape {mask} came for a {tensor} of shape {of}; one truth value for each place was expected, of shape {places}. Reshape the mask."
            );
    }

    private static Shape WithoutChannels(Shape tensor) => new([tensor[0], .. tensor.Skip(2)]);
}
