using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class ActivationTests
{
    [Fact]
    public void A_name_is_applied() =>
        new LayerHarness(new Activation("tanh"), 3, 4).CheckAgainst((x, _) => Array.ConvertAll(x, Math.Tanh));

    [Fact]
    public void A_function_is_applied() =>
        new LayerHarness(new Activation(x => x * x * 3), 4).CheckAgainst((x, _) => Array.ConvertAll(x, v => 3 * v * v));

    [Fact]
    public void Softmax_is_along_the_last_axis() =>
        new LayerHarness(new Activation("softmax"), 2, 5).CheckAgainst(
            (x, _) => [.. x.Chunk(5).SelectMany(row => row.Select(v => Math.Exp(v) / row.Sum(Math.Exp)))]
        );

    [Fact]
    public void Unknown_names_are_refused_with_those_accepted() =>
        Assert.Contains("'softmax'", Assert.Throws<ArgumentException>(() => new Activation("soft_max")).Message);

    [Fact]
    public void Its_name_is_as_in_Keras() => Assert.Matches("^activation(_[0-9]+)?$", new Activation("relu").Name);
}
