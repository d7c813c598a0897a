using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class RescalingTests
{
    [Fact]
    public void It_scales_then_shifts() =>
        new LayerHarness(new Rescaling(2.5, offset: -1), 3, 4).CheckAgainst(
            (x, _) => Array.ConvertAll(x, v => v * 2.5 - 1)
        );

    [Fact]
    public void Bytes_become_floating_point_first() =>
        Assert.Equal(
            [-1f, 0, 1],
            new LayerHarness(new Rescaling(1 / 127.5, offset: -1), 3)
                .Predict(new byte[] { 0, 127, 255 })
                .Select(v => MathF.Round(v, 2))
        );

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(1, double.PositiveInfinity)]
    public void Its_numbers_are_finite(double scale, double offset) =>
        Assert.Contains(
            "finite",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Rescaling(scale, offset)).Message
        );
}
