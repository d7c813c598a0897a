using System.Globalization;

namespace Kerasharp.Initializers;

/// <summary>Shapes as tuples for error texts.</summary>
internal static class ShapeText
{
    internal static string Of(ReadOnlySpan<long> shape)
    {
        var dims = shape.ToArray().Select(dim => dim.ToString(CultureInfo.InvariantCulture)).ToArray();
        return dims.Length == 1 ? $"({dims[0]},)" : $"({string.Join(", ", dims)})";
    }
}
