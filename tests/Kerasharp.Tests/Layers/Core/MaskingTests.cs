using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class MaskingTests
{
    [Fact]
    public void Masked_steps_are_zero_and_do_not_count()
    {
        using var model = new Sequential([new Input(2, 2), new Masking(-1)]);
        model.Compile("sgd", "mse", ["mse"]);
        float[,,] x =
        {
            {
                { -1, -1 },
                { -1, 2 },
            },
        };
        Assert.Equal([0f, 0, -1, 2], model.Predict(x).ToFlat());
        var results = model.Evaluate(x, new float[1, 2, 2], verbose: 0);
        Assert.Equal((1 + 4) / 2.0, results["loss"], 1e-6);
        Assert.Equal((1 + 4) / 2.0, results["mse"], 1e-6);
    }

    [Fact]
    public void A_row_of_numbers_has_no_steps() =>
        Assert.Contains(
            "at least 2 dimensions",
            Assert.Throws<LayerException>(() => new LayerHarness(new Masking())).Message
        );
}
