using Kerasharp.Losses;
using Kerasharp.Metrics;

namespace Kerasharp.Tests.Metrics;

public class MetricListTests
{
    private static readonly Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> Distance = (y, p) =>
        Ops.Mean(Ops.Absolute(y - p), -1);

    [Fact]
    public void NamesObjectsAndFunctionsStandTogether()
    {
        MetricList metrics = ["accuracy", new BinaryAccuracy(0.9), Distance];
        Assert.Equal(3, Assert.Single(metrics.For(["digit"], "net")).Count);
        MetricList one = "acc";
        Assert.Single(one);
        Assert.Throws<ArgumentException>(() =>
        {
            MetricList wrong = ["accurate"];
        });
    }

    [Fact]
    public void SeveralOutputsHaveAListEach()
    {
        MetricList inOrder = new MetricList[] { ["accuracy", "mse"], [] };
        Assert.Equal([2, 0], inOrder.For(["digit", "angle"], "net").Select(l => l.Count));

        MetricList named = new Dictionary<string, MetricList> { ["angle"] = ["mse", "bce"] };
        Assert.Equal([0, 2], named.For(["digit", "angle"], "net").Select(l => l.Count));

        MetricList oneEach = ["accuracy", "mse"];
        Assert.Equal([1, 1], oneEach.For(["digit", "angle"], "net").Select(l => l.Count));

        MetricList none = [];
        Assert.Equal([0, 0], none.For(["digit", "angle"], "net").Select(l => l.Count));
    }

    [Fact]
    public void WrongOutputsAreRefused()
    {
        MetricList named = new Dictionary<string, MetricList> { ["angel"] = ["mse"] };
        Assert.Equal(
            "The name 'angel' came in metrics; the model 'net' has 'digit', 'angle'. Use these names.",
            Assert.Throws<ArgumentException>(() => named.For(["digit", "angle"], "net")).Message
        );
        MetricList three = ["accuracy", "mse", "bce"];
        Assert.Equal(
            "3 came as metrics; the model 'net' has 2: 'digit', 'angle'. Give one for each.",
            Assert.Throws<ArgumentException>(() => three.For(["digit", "angle"], "net")).Message
        );
    }

    [Fact]
    public void LossesStandTogetherLikewise()
    {
        LossList one = "mse";
        Assert.Equal(["mse", "mse"], one.For(["digit", "angle"], "net").Select(l => l!.Name));
        LossList two = ["mse", new BinaryCrossentropy(fromLogits: true)];
        Assert.Equal(["mse", "binary_crossentropy"], two.For(["digit", "angle"], "net").Select(l => l!.Name));
        LossList function = Distance;
        Assert.Equal("lambda", Assert.Single(function)!.Name);
        LossList named = new Dictionary<string, Loss>
        {
            ["angle"] = "mse",
            ["digit"] = "sparse_categorical_crossentropy",
        };
        Assert.Equal(
            ["sparse_categorical_crossentropy", "mse"],
            named.For(["digit", "angle"], "net").Select(l => l!.Name)
        );
        Assert.Equal(
            "Nothing came for 'side' in loss; the model 'net' has 'digit', 'angle', 'side'. Give a loss for each.",
            Assert.Throws<ArgumentException>(() => named.For(["digit", "angle", "side"], "net")).Message
        );
    }
}
