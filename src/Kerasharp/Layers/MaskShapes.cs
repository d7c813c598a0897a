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

    private static Shape WithoutChannels(Shape tensor) => new([tensor[0], .. tensor.Skip(2)]);
}
