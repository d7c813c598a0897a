using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>The colours of images as brightness alone, or as hue, saturation and value.</summary>
internal static class ImageColors
{
    // What red, green and blue add to the brightness, as Keras has it.
    private static readonly double[] Brightness = [0.2989, 0.587, 0.114];

    /// <summary>Refuses images that do not have one of some numbers of channels.</summary>
    public static void Check(Layer layer, SymbolicTensor images, int axis, params ReadOnlySpan<long> accepted)
    {
        if (!accepted.Contains(layer.KnownChannels(images.Shape, axis)))
            throw layer.Misfit(
                images.Shape,
                accepted.Length == 1
                    ? "3 channels (red, green and blue) were expected"
                    : "3 channels (red, green and blue), or 1, were expected",
                "Give images of that kind, or another data format."
            );
    }

    /// <summary>Images of one channel, the brightness; those that have one already stay as they are.</summary>
    public static SymbolicTensor Gray(SymbolicTensor images, int axis)
    {
        if (images.Shape[axis].Value == 1)
            return images;
        long[] dims = [1, 1, 1, 1];
        dims[axis] = 3;
        var weights = images.Value.Graph.Constant(ConstantTensor.From(Brightness, images.ElementType, dims));
        return Ops.Sum(images * new SymbolicTensor(weights), axis, keepDims: true);
    }

    /// <summary>Hue, saturation and value, each 0 to 1, of images of three channels of 0 to 1.</summary>
    public static (SymbolicTensor Hue, SymbolicTensor Saturation, SymbolicTensor Value) ToHsv(
        SymbolicTensor images,
        int axis
    )
    {
        var (r, g, b) = (Channel(images, axis, 0), Channel(images, axis, 1), Channel(images, axis, 2));
        var value = Ops.Max(images, axis, keepDims: true);
        var range = value - Ops.Min(images, axis, keepDims: true);
        var saturation = range / OneWhereZero(value);
        var sixth = 1 / (6 * OneWhereZero(range));
        var hue = Ops.Where(Ops.Equal(value, g), sixth * (b - r) + 2.0 / 6, sixth * (r - g) + 4.0 / 6);
        hue = Ops.Where(Ops.Equal(value, r), sixth * (g - b), hue);
        return (hue - Floor(hue), saturation, value);
    }

    /// <summary>Images of three channels; hues beyond 0 to 1 begin anew.</summary>
    public static SymbolicTensor FromHsv(SymbolicTensor hue, SymbolicTensor saturation, SymbolicTensor value, int axis)
    {
        var place = (hue - Floor(hue)) * 6;
        return Ops.Concatenate(
            [
                Mixed(Ops.Absolute(place - 3) - 1),
                Mixed(2 - Ops.Absolute(place - 2)),
                Mixed(2 - Ops.Absolute(place - 4)),
            ],
            axis
        );

        SymbolicTensor Mixed(SymbolicTensor share) => value * (1 - saturation + saturation * Ops.Clip(share, 0, 1));
    }

    private static SymbolicTensor Channel(SymbolicTensor images, int axis, int channel) =>
        Ops.Slice(images, axis, channel, channel + 1);

    private static SymbolicTensor OneWhereZero(SymbolicTensor x) => Ops.Where(Ops.Greater(x, 0), x, Ops.Constant(1, x));

    private static SymbolicTensor Floor(SymbolicTensor x) => new(Onnx.Operators.Op.Floor(x.Value));
}
