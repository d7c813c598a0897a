using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class RepeatVectorTests
{
    [Fact]
    public void Wrong_inputs_and_arguments_are_refused()
    {
        Assert.StartsWith(
            "Layer 'r': an input of shape (None, 4, 2) came; 2 dimensions (batch, features) were expected.",
            Assert.Throws<LayerException>(() => new LayerHarness(new RepeatVector(2, "r"), 4, 2)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatVector(0));
    }
}
