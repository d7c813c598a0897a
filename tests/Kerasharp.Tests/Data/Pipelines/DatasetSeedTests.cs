using Kerasharp.Data;

namespace Kerasharp.Tests.Data.Pipelines;

/// <summary>What a data set takes from the process's stream of seeds.</summary>
[Collection(nameof(AloneCollection))]
public sealed class DatasetSeedTests
{
    [Fact]
    public void Seeds_come_from_the_stream_of_SetRandomSeed()
    {
        int[] Draw()
        {
            Utils.SetRandomSeed(4);
            return [.. Dataset.Range(0, 100).Shuffle(100)];
        }
        Assert.Equal(Draw(), Draw());
    }
}
