using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class CategoryEncodingTests
{
    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoryEncoding(0));
        Assert.Contains("'multi_hot'", Assert.Throws<ArgumentException>(() => new CategoryEncoding(2, "hot")).Message);
        SymbolicTensor x = new Input(3);
        SymbolicTensor weights = new Input(2);
        Assert.Contains(
            "2 inputs came in the mode 'multi_hot'",
            Assert.Throws<LayerException>(() => new CategoryEncoding(2).Apply([x, weights])).Message
        );
        Assert.Contains(
            "Give both one shape",
            Assert.Throws<LayerException>(() => new CategoryEncoding(2, "count").Apply([x, weights])).Message
        );
        Assert.Contains(
            "last axis of 1",
            Assert.Throws<LayerException>(() => new CategoryEncoding(2).Apply(new Input())).Message
        );
    }

    [Fact]
    public void Numbers_that_are_no_category_leave_no_mark() =>
        Assert.Equal(
            [0f, 1, 0, 0],
            new LayerHarness(new CategoryEncoding(2), 3).Predict(new byte[] { 1, 2, 255, 9, 9, 9 })
        );
}
