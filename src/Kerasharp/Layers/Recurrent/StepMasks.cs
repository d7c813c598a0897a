using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>What layers over sequences ask of a mask, in one wording.</summary>
internal static class StepMasks
{
    /// <summary>Refuses a mask that does not begin with the input's batch and time.</summary>
    /// <param name="layer">The layer that says so.</param>
    /// <param name="mask">The mask's shape.</param>
    /// <param name="input">The input's.</param>
    /// <param name="only">Whether the mask may have no further axes.</param>
    public static void CheckMask(this Layer layer, Shape mask, Shape input, bool only)
    {
        bool fits = only ? mask.Rank == 2 : mask.Rank >= 2;
        for (int i = 0; fits && i < 2; i++)
            fits = !mask[i].IsKnown || !input[i].IsKnown || mask[i] == input[i];
        if (!fits)
            throw layer.Misfit(
                input,
                $"its mask {mask} must {(only ? "have" : "begin with")} the input's batch and time",
                "Give the input a mask of its steps."
            );
    }
}
