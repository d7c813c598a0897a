using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class GammaDrawsTests
{
    private static readonly float[] Zeros = new float[40_000];

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(4.5)]
    public void Mean_and_variance_are_the_shape(double alpha)
    {
        float[] drawn = Train((c, x) => Ops.Exp(GammaDraws.Logarithms(c, x, alpha, seed: null)));
        RandomDraws.AssertMoments(drawn, alpha, alpha, 3 + 6 / alpha);
        RandomDraws.AssertUncorrelated(drawn[..^1], drawn[1..]);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(3)]
    public void Beta_draws_lie_around_a_half(double alpha)
    {
        float[] drawn = Train((c, x) => GammaDraws.Beta(c, x, alpha, seed: 2));
        Assert.All(drawn, d => Assert.InRange(d, 0, 1));
        RandomDraws.AssertMoments(drawn, 0.5, 1 / (4 * (2 * alpha + 1)), 3 - 6 / (2 * alpha + 3));
    }

    [Fact]
    public void Small_shapes_do_not_end_in_nothing() =>
        Assert.All(Train((c, x) => GammaDraws.Beta(c, x, 0.01, seed: 2)), d => Assert.False(float.IsNaN(d)));

    private static float[] Train(Func<CallContext, SymbolicTensor, SymbolicTensor> draw) =>
        new LayerHarness(new Drawing(draw), 100).Train(Zeros).Output;

    private sealed class Drawing(Func<CallContext, SymbolicTensor, SymbolicTensor> draw) : Layer
    {
        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
            context.Training ? input + draw(context, input) : input;
    }
}
