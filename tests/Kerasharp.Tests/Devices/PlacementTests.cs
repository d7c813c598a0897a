using Kerasharp.Layers;

namespace Kerasharp.Tests.Devices;

/// <summary>What a placement tells of the processor itself.</summary>
public sealed class PlacementTests
{
    [Fact]
    public void TheProcessorFallsBackOnNothing()
    {
        using var model = new Sequential([new Input(3), new Dense(2, activation: "gelu")]);
        model.Compile("adam", "mse");
        model.TrainOnBatch(new float[4, 3], new float[4, 2]);

        var placement = model.Placement();

        Assert.Contains(placement, n => n.Operator.StartsWith("kerasharp.", StringComparison.Ordinal));
        Assert.Empty(placement.Fallbacks);
    }
}
