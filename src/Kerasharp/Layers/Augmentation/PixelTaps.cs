using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// The pixels of an axis that make up what lies at computed places between them: which they are, and how much each counts.
/// </summary>
/// <remarks>
/// As Keras's <c>map_coordinates</c> on JAX, PyTorch and NumPy: places outside are mended pixel by pixel, behind the interpolation. ONNX's
/// GridSample knows no wrapping, and mends places.
/// </remarks>
/// <param name="Index">The pixel, a whole number within the axis, as float32.</param>
/// <param name="Weight">How much it counts; null for 1.</param>
/// <param name="Inside">Whether there is such a pixel, or the fill value stands in its place; null where there always is.</param>
internal sealed record PixelTaps(Value Index, Value? Weight, Value? Inside)
{
    /// <summary>The pixels for places.</summary>
    /// <param name="places">The places, float32, of any shape; the first pixel's is 0.</param>
    /// <param name="size">How many pixels the axis has.</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="fillMode">constant, nearest, reflect, mirror or wrap.</param>
    public static PixelTaps[] At(Value places, long size, string interpolation, string fillMode)
    {
        if (interpolation == "nearest")
            return [Of(Op.Round(places), null, size, fillMode)];
        var below = Op.Floor(places);
        var part = places - below;
        return [Of(below, 1 - part, size, fillMode), Of(below + 1, part, size, fillMode)];
    }

    private static PixelTaps Of(Value pixel, Value? weight, long size, string fillMode)
    {
        var index = Within(pixel, size, fillMode);
        return new(index, weight, fillMode == "constant" ? Op.Equal(index, pixel) : null);
    }

    private static Value Within(Value pixel, long size, string fillMode)
    {
        switch (fillMode)
        {
            case "wrap":
                return Remainder(pixel, size);
            case "reflect":
                var twice = Remainder(pixel, 2 * size);
                return Op.Min(twice, 2 * size - 1 - twice);
            // At a single pixel there is nothing to mirror.
            case "mirror" when size > 1:
                var there = Remainder(pixel, 2 * (size - 1));
                return Op.Min(there, 2 * (size - 1) - there);
            default:
                return Op.Clip(pixel, pixel.Like(0), pixel.Like(size - 1));
        }
    }

    /// <summary>What is left of whole numbers, 0 or more. Half a pixel more keeps quotients away from whole numbers.</summary>
    private static Value Remainder(Value pixel, long period) => pixel - Op.Floor((pixel + 0.5) / period) * period;
}
