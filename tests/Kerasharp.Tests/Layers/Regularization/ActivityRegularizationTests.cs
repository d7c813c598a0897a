using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class ActivityRegularizationTests
{
    [Fact]
    public void The_penalty_is_divided_by_the_batch()
    {
        var layer = new ActivityRegularization(l1: 0.5, l2: 0.25);
        var run = new LayerHarness(layer, 2).Train([1, -2, 3, 4]);
        Assert.Equal([1, -2, 3, 4], run.Output);
        Assert.Equal((0.5f * 10 + 0.25f * 30) / 2, Assert.Single(run.Penalties), 1e-6f);
        Assert.Matches("^activity_regularization(_[0-9]+)?$", layer.Name);
    }

    [Fact]
    public void Negative_factors_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityRegularization(l1: -1));
}
