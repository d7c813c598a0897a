using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>What layers that change the size of images ask of them.</summary>
internal static class ImageInput
{
    /// <summary>Refuses what is not (batch, height, width, channels), or in the other format.</summary>
    public static void Check(Layer layer, DataFormat format, Shape shape)
    {
        if (shape.Rank != 4)
            throw layer.Misfit(
                shape,
                $"4 dimensions ({format.Axes(["height", "width"])}) were expected",
                "Reshape it; an image of one channel has an axis of 1 for it."
            );
    }

    /// <summary>Height and width, where both must be known.</summary>
    public static (long Height, long Width) KnownSize(Layer layer, DataFormat format, Shape shape, string what)
    {
        var (height, width) = (shape[format.SpatialAxis(0)], shape[format.SpatialAxis(1)]);
        return height.IsKnown && width.IsKnown
            ? (height.Value, width.Value)
            : throw layer.Misfit(shape, $"a known height and width were expected {what}", "Give the numbers to Input.");
    }

    /// <summary>A window of images.</summary>
    public static Value Cut(Value images, DataFormat format, long top, long left, long height, long width)
    {
        var (y, x) = (format.SpatialAxis(0), format.SpatialAxis(1));
        return images.Shape[y] == height && images.Shape[x] == width
            ? images
            : Op.Slice(images, [y, x], [top, left], [top + height, left + width], [1, 1]);
    }

    /// <summary>The largest window of a target's proportions, in the middle of images.</summary>
    public static Value CutToAspect(Layer layer, Value images, DataFormat format, long height, long width)
    {
        var (h, w) = KnownSize(layer, format, images.Shape, "to keep proportions");
        long top = Math.Max(Math.Min(h, (long)((double)(w * height) / width)), 1);
        long left = Math.Max(Math.Min(w, (long)((double)(h * width) / height)), 1);
        return Cut(images, format, (h - top) / 2, (w - left) / 2, top, left);
    }
}
