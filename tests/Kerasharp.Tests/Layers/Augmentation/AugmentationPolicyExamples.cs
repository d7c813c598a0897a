using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

/// <summary>Layers that choose among others, which no reference file can hold.</summary>
internal sealed class AugmentationPolicyExamples : ILayerExamples
{
    private static readonly long[] Shape = [3, 6, 7, 3];

    public static IEnumerable<LayerExample> Examples =>
        [
            new(() => new RandAugment(), Shape),
            new(
                () => new RandAugment((0, 1), 3, (0.1, 0.2), "nearest", 4, "channels_first"),
                new long[] { 3, 3, 6, 7 }
            ),
            new(() => new AugMix(), Shape),
            new(
                () => new AugMix((0, 1), 2, 1, (0.1, 0.2), 0.5, false, "nearest", 4, "channels_first"),
                new long[] { 3, 3, 6, 7 }
            ),
        ];
}
