using System.Collections.Concurrent;
using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace Kerasharp.Data;

/// <summary>
/// Brings pictures to one size, by the same weights as the Resizing layer. (That compiles a graph for each size; folders have pictures of a
/// thousand sizes.)
/// </summary>
internal sealed class ImageScaler
{
    // Pictures of a folder often have one of a few sizes.
    private const int MostKept = 64;

    private readonly int _height;
    private readonly int _width;
    private readonly string _interpolation;
    private readonly bool _crop;
    private readonly bool _pad;
    private readonly ConcurrentDictionary<(int From, int To), AxisWeights> _weights = [];

    public ImageScaler(int height, int width, string interpolation, bool crop, bool pad)
    {
        _height = Arguments.Positive(height, "imageSize");
        _width = Arguments.Positive(width, "imageSize");
        _interpolation = Arguments.OneOf(interpolation, "interpolation", AxisWeights.Interpolations);
        if (crop && pad)
            throw new ArgumentException(
                "Both cropToAspectRatio and padToAspectRatio came; at most one was expected. Choose one."
            );
        (_crop, _pad) = (crop, pad);
    }

    /// <summary>A picture of the size, shape (height, width, channels).</summary>
    public float[,,] Scale(PixelImage image)
    {
        var result = new float[_height, _width, image.Channels];
        var (top, left, height, width) = (0, 0, image.Height, image.Width);
        if (_crop)
        {
            height = (int)Math.Max(1, Math.Min(image.Height, (double)((long)image.Width * _height) / _width));
            width = (int)Math.Max(1, Math.Min(image.Width, (double)((long)image.Height * _width) / _height));
            (top, left) = ((image.Height - height) / 2, (image.Width - width) / 2);
        }
        var (toHeight, toWidth) = (_height, _width);
        if (_pad)
        {
            double ratio = Math.Max((double)image.Height / _height, (double)image.Width / _width);
            toHeight = Math.Clamp((int)(image.Height / ratio), 1, _height);
            toWidth = Math.Clamp((int)(image.Width / ratio), 1, _width);
        }
        // As in TensorFlow a picture that has its size is not touched, even where the curve would blur it.
        bool same = height == toHeight && width == toWidth;
        Scale(
            image,
            top,
            left,
            Weights(height, toHeight, same),
            Weights(width, toWidth, same),
            result,
            (_height - toHeight) / 2,
            (_width - toWidth) / 2
        );
        return result;
    }

    private AxisWeights Weights(int from, int to, bool same)
    {
        if (same)
            return new AxisWeights(from, to, "nearest");
        if (_weights.TryGetValue((from, to), out var known))
            return known;
        var weights = new AxisWeights(from, to, _interpolation);
        if (_weights.Count < MostKept)
            _weights.TryAdd((from, to), weights);
        return weights;
    }

    /// <summary>First the rows' pixels side by side, then the rows.</summary>
    private static void Scale(
        PixelImage image,
        int top,
        int left,
        AxisWeights down,
        AxisWeights right,
        float[,,] result,
        int toTop,
        int toLeft
    )
    {
        int channels = image.Channels;
        int width = right.To * channels;
        var narrow = new float[(long)down.From * width];
        for (int row = 0; row < down.From; row++)
        {
            var from = image.Pixels.AsSpan(((top + row) * image.Width + left) * channels);
            var to = narrow.AsSpan(row * width, width);
            for (int column = 0; column < right.To; column++)
            {
                var (first, weights) = right[column];
                for (int i = 0; i < weights.Length; i++)
                for (int channel = 0; channel < channels; channel++)
                    to[column * channels + channel] += weights[i] * from[(first + i) * channels + channel];
            }
        }
        for (int row = 0; row < down.To; row++)
        {
            var to = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref result[toTop + row, toLeft, 0], width);
            var (first, weights) = down[row];
            for (int i = 0; i < weights.Length; i++)
            {
                var from = narrow.AsSpan((first + i) * width, width);
                for (int k = 0; k < width; k++)
                    to[k] += weights[i] * from[k];
            }
        }
    }
}
