using System.Globalization;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>Which axes share a random decision: for each axis 1, or null or the axis's size where each place has its own.</summary>
internal sealed class NoiseShape
{
    private readonly long?[] _sizes;

    private NoiseShape(long?[] sizes) => _sizes = sizes;

    public IReadOnlyList<long?> Sizes => _sizes;

    /// <summary>The noise shape of an argument, or none.</summary>
    public static NoiseShape? Of(long?[]? noiseShape)
    {
        if (noiseShape is null)
            return null;
        if (Array.Exists(noiseShape, size => size < 1))
            throw new ArgumentException(
                $"A noise shape of {Text(noiseShape)} came; each entry must be null, 1 or the size of the axis. Give such ones.",
                nameof(noiseShape)
            );
        return new NoiseShape([.. noiseShape]);
    }

    /// <summary>The axes of an input along which one decision serves all.</summary>
    public int[] SharedAxes(Layer layer, Shape shape)
    {
        bool fits = _sizes.Length == shape.Rank;
        for (int i = 0; fits && i < shape.Rank; i++)
            fits = _sizes[i] is null or 1 || (shape[i].IsKnown && shape[i].Value == _sizes[i]);
        if (!fits)
            throw layer.Misfit(
                shape,
                $"the noise shape {Text(_sizes)} needs as many axes, each null, 1 or of the input's size",
                "Change the noise shape."
            );
        return Enumerable.Range(0, shape.Rank).Where(i => _sizes[i] == 1 && !shape[i].IsOne).ToArray();
    }

    private static string Text(long?[] sizes) =>
        $"({string.Join(", ", sizes.Select(s => s?.ToString(CultureInfo.InvariantCulture) ?? "null"))}{(sizes.Length == 1 ? "," : "")})";
}
