using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>What layers over sequences ask of a mask, in one wording.</summary>
internal static class StepMasks
{
    /// <summary>Refuses a mask of other axes than batch and time. That these are the input's is seen where the mask is set.</summary>
    /// <param name="layer">The layer that says so.</param>
    /// <param name="mask">The mask's shape.</param>
    /// <param name="input">The input's.</param>
    /// <param name="only">Whether the mask may have no further axes.</param>
    public static void CheckMask(this Layer layer, Shape mask, Shape input, bool only)
    {
        if (mask.Rank < 2 || (only && mask.Rank > 2))
            throw layer.Misfit(
                input,
                $"its mask {mask} must {(only ? "have" : "begin with")} the input's batch and time",
                "Give the input a mask of its steps."
            );
    }
}
