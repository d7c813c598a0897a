using System.Globalization;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>What layers over sequences, images and volumes ask of their inputs, in one wording.</summary>
internal static class SpatialInputs
{
    private static readonly string[][] Names =
    [
        ["steps"],
        ["height", "width"],
        ["depth", "height", "width"],
    ];

    /// <summary>Refuses an input of another rank.</summary>
    /// <param name="layer">The layer that says so.</param>
    /// <param name="came">The shape that came.</param>
    /// <param name="format">Where the channels stand.</param>
    /// <param name="axes">The number of spatial axes, 1 to 3.</param>
    public static void CheckSpatial(this Layer layer, Shape came, DataFormat format, int axes)
    {
        if (came.Rank == axes + 2)
            return;
        throw layer.Misfit(
            came,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{axes + 2} dimensions ({format.Axes(Names[axes - 1])}) were expected"
            ),
            came.Rank == axes + 1 && axes == 2 && !format.ChannelsFirst
                ? "Reshape it; an image of one channel has a last axis of 1."
                : "Reshape it."
        );
    }

    /// <summary>The numbers of spatial axes, where a layer's computation depends on them.</summary>
    /// <param name="layer">The layer that needs them.</param>
    /// <param name="came">The shape that came, of the right rank.</param>
    /// <param name="format">Where the channels stand.</param>
    /// <param name="remedy">How else to mend it than by giving the sizes.</param>
    public static long[] KnownSizes(this Layer layer, Shape came, DataFormat format, string remedy)
    {
        var sizes = new long[came.Rank - 2];
        for (int i = 0; i < sizes.Length; i++)
        {
            var axis = came[format.SpatialAxis(i)];
            sizes[i] = axis.IsKnown
                ? axis.Value
                : throw layer.Misfit(
                    came,
                    $"the sizes of {string.Join(", ", Names[sizes.Length - 1])} must be known",
                    $"Give their numbers to Input{remedy}."
                );
        }
        return sizes;
    }
}
